import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 配置变成图、数组找到各层时的错误。 */
export const zhCNConfigErrors: Readonly<Record<string, ErrorTemplate>> = {
  'graph-ref': {
    title: '配置引用了不存在的层',
    message: '配置引用了层“{layer}”，却没有描述它。',
    hint: '请用 model.save() 重新保存模型，再打开新文件。',
  },
  'name-duplicate': {
    title: '两层同名',
    message: '同一模型中有两层都名为“{layer}”。',
    hint: '请在 Keras 中给各层取不同的名称，然后重新保存模型。',
  },
  'config-too-large': {
    title: '配置太大',
    message: '配置中的 {what} 超过 {limit}。',
    hint: '请打开模型的一部分：把要查看的子模型单独保存为一个模型。',
  },
  'config-without-weights': {
    title: '文件只有结构，没有权重',
    message: '“{file}”描述了一个结构（{layers}），不含权重。',
    hint: '请连同权重一起打开：同时选择 model.json 和 .weights.h5、.h5 或 .npz 文件。',
  },
  'input-unknown': {
    title: '输入形状无法使用',
    message: '层“{layer}”的输入形状 {found} 无法使用。',
    hint: '请以从 1 起的大小保存模型（自由的轴用 None），最多 7 个轴。',
  },
  'operations-bare': {
    title: 'Keras 无法再读取的运算',
    message: '文件中有 {count} 个函数式模型的运算（{names}），却没有注明它们不是层；在这里它们可以运行。',
    hint: 'Keras 3 自己无法再次读取这样的 .h5 文件，除非同名的层恰好适用：请把模型保存为 .keras。',
  },
  'batch-size-ignored': {
    title: '固定的批大小被忽略',
    message: '文件把输入“{input}”的每批样本数固定为 {samples}；在这里任意数量都能运行。',
    hint: '无需处理：样本之间互不影响。',
  },
  'files-ignored': {
    title: '只打开了其中一个文件',
    message: '给出了多个模型；打开了“{file}”，没有打开 {ignored}。',
    hint: '请逐个打开其余文件。',
  },
  'shard-name': {
    title: '分片的名称不安全',
    message: '索引中的分片名“{shard}”不是普通文件名。',
    hint: '请重新保存权重；分片与其索引放在一起。',
  },
  'kernels-turned': {
    title: 'Theano 的卷积核已翻转',
    message: '该文件由使用 Theano 的 Keras 写成，Theano 会翻转卷积核；{layers} 的卷积核在此已翻转回来。',
    hint: '无需处理：使用 TensorFlow 的 Keras 同样会翻转它们。若 padding 为 "same" 且有步幅或宽度为偶数，两者看到的时间步不同；此处以 TensorFlow 为准。',
  },
  'weights-by-order': {
    title: '权重按顺序对应',
    message: '权重文件中的名称与配置不同；有 {count} 层按顺序取得了数组。',
    hint: '请在层列表中核对形状；若要确定，请把整个模型保存在一个文件中。',
  },
};
