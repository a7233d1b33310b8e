import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 推断、询问和回答设置时的错误。 */
export const zhCNAnswerErrors: Readonly<Record<string, ErrorTemplate>> = {
  'answer-unknown': {
    title: '没有这项可回答的设置',
    message: '模型没有可回答的设置“{id}”。',
    hint: '请使用 LAYER.SETTING，名称见 open 的输出。',
  },
  'answer-value': {
    title: '不可能是这个回答',
    message: '对 {id} 的回答是“{found}”；应为以下之一：{choices}。',
    hint: '请给出其中一个值。',
  },
  'edit-dropped': {
    title: '键入的数不再适合',
    message: '为层“{layer}”的 {weight} 键入的数已放弃：按这个回答，没有这种形状的数组。',
    hint: '请在合适之处重新键入，或收回这个回答。',
  },
  'layers-ordered': {
    title: '层的顺序是推断出来的',
    message: '文件没有保存各层的顺序；按宽度推断为 {order}。',
    hint: '请与模型代码核对；用 model.save() 保存整个模型，文件中就有顺序。',
  },
  'layers-apart': {
    title: '层不能连成一串',
    message: '层“{before}”输出 {found} 个特征，而“{layer}”需要 {expected} 个：它们作为分开的部分显示。',
    hint: '请为每个部分给出各自的序列，或把配置（model.json）与权重一起打开。',
  },
  'layers-bare': {
    title: '有些层没有数组，已略去',
    message: '文件列出了 {count} 个没有数组的层，但没有保存其设置：{names}。它们已略去。',
    hint: '如果这些层会改变数值，请把配置（model.json）与权重一起打开。',
  },
  'piece-idle': {
    title: '模型的一些部分没有序列',
    message: '{inputs} 没有序列输入：其后的部分略去。',
    hint: '要让它们也运行，请按 open 列出的输入顺序为每个输入给出一个序列。',
  },
};
