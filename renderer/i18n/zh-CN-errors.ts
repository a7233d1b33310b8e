import { zhCNExchangeErrors } from './zh-CN-errors-exchange.ts';
import { zhCNCardErrors } from './zh-CN-errors-card.ts';
import { zhCNAnswerErrors } from './zh-CN-errors-answers.ts';
import { zhCNNetErrors } from './zh-CN-errors-nets.ts';
import { zhCNConfigErrors } from './zh-CN-errors-config.ts';
import { zhCNHdf5Errors } from './zh-CN-errors-hdf5.ts';
import { zhCNArrayErrors } from './zh-CN-errors-arrays.ts';
import { zhCNReadErrors } from './zh-CN-errors-read.ts';

/** 一个错误的中文：标题、情况、办法。 */
export interface ErrorTemplate {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

/** 每个错误代码的中文文字，{places} 与核心的英文相同。 */
export const zhCNErrors: Readonly<Record<string, ErrorTemplate>> = {
  ...zhCNReadErrors,
  ...zhCNArrayErrors,
  ...zhCNNetErrors,
  ...zhCNExchangeErrors,
  ...zhCNCardErrors,
  ...zhCNAnswerErrors,
  ...zhCNConfigErrors,
  ...zhCNHdf5Errors,
  // 模型
  'layer-obstacle': {
    title: '层不能以这样的设置运行',
    message: '层“{layer}”的类 {className} 在这里可以运行，但遇到这一点时不行：{what}。',
    hint: '它之前的层照常运行并被记录；它之后的部分被略去。',
  },
  'layer-in-training': {
    title: '层按训练方式工作',
    message: '层“{layer}”（{className}）以 training=True 调用：它会抽取随机数，或使用整批数据的统计量。',
    hint: 'Keras 自己每次也会得到不同的结果。请去掉 training=True 再建立模型，以查看其权重所计算的值。',
  },
  'operands-lost': {
    title: '运算保存时缺少其张量',
    message: '层“{layer}”是函数 {className}，保存时没有带上参与计算的张量：tf.keras 会把它们丢掉。',
    hint: 'Keras 也无法运行这个文件。请改用 matmul 或自定义层来写这一步，然后重新保存模型。',
  },
  'layer-unsupported': {
    title: '有一层暂时无法运行',
    message: '层“{layer}”的类为 {className}，这里暂时无法运行。',
    hint: '它之前的层会运行并记录；它之后的部分略去。',
  },
  'no-recurrent-layer': {
    title: '模型没有可显示的门',
    message: '模型没有循环层，因此没有门可显示。',
    hint: '输出仍会计算；打开含 LSTM 的模型即可查看门。',
  },
  'activation-unknown': {
    title: '激活函数未知',
    message: '这里不认识激活函数“{found}”；已知的有 {known}。',
    hint: '请在 Keras 中把自定义激活函数换成已知的，然后重新保存模型。',
  },
  'config-value': {
    title: '设置无法使用',
    message: '层“{layer}”的设置 {setting} 为 {found}；应为 {expected}。',
    hint: '请在 Keras 或表单中改正该设置，再试一次。',
  },
  'weight-missing': {
    title: '缺少权重',
    message: '层“{layer}”（{className}）需要形状为 {expected} 的数组 {weight}；文件中它有 {found} 个数组。',
    hint: '请用 model.save() 重新保存整个模型；这些权重不属于此配置。',
  },
  'shape-mismatch': {
    title: '权重与层不符',
    message: '层“{layer}”的数组 {weight} 形状为 {found}；按其设置应为 {expected}。',
    hint: '请检查权重旁的配置描述的是否为同一模型。',
  },
  'config-invalid': {
    title: '配置无法解读',
    message: '模型的配置无法解读：{reason}。',
    hint: '请用 model.save() 重新保存模型，再打开新文件。',
  },
  'graph-cycle': {
    title: '各层形成循环',
    message: '层 {layers} 互相等待，模型没有可行的运行顺序。',
    hint: '请重新保存模型；Keras 写出的文件不会有这样的循环。',
  },
  'weights-left-over': {
    title: '有些权重不属于任何层',
    message: '文件含有 {count} 组权重，其配置中没有层使用它们：{names}。',
    hint: '若属于优化器则无需处理；否则请检查配置与权重是否对应。',
  },
  'layer-unknown': { title: '没有这一层', message: '模型没有层“{layer}”；其层有 {known}。', hint: '请使用层列表中的名称。' },
  'weight-unknown': { title: '没有这个权重', message: '层“{layer}”没有数组“{weight}”；其数组有 {known}。', hint: '请使用该层显示的名称。' },
  // 运行
  'pairs-differ': {
    title: '结果与文件自带的答案不同',
    message: '文件带有 {pairs} 组测试数据；在此运行的结果与其答案相差最多 {maxAbs}。',
    hint: '请在层列表中核对设置：其中一项与生成文件时不同。',
  },
  'nothing-runs': {
    title: '没有能运行的门',
    message: '无法到达任何含门的层：层“{layer}”（{className}）暂时无法在此运行。',
    hint: '可以查看各层、设置和权重；要看门，请打开前几层能运行的模型。',
  },
  'features-mismatch': {
    title: '序列与模型不符',
    message: '序列每一步有 {found} 个特征；模型的输入“{input}”需要 {expected} 个。',
    hint: '请选择 {expected} 列，或打开与此序列对应的模型。',
  },
  'input-missing': {
    title: '模型的一个输入没有序列',
    message: '模型的输入“{input}”没有序列；已给出的有：{given}。',
    hint: '请为模型的每个输入各给一个数组，或给一个 .npz，其中数组以输入命名。',
  },
  'input-rank': {
    title: '序列的轴数不对',
    message: '输入“{input}”的序列形状为 {found}；模型需要 {expected}。',
    hint: '请给出（样本, 步, 特征）；单个样本可少一个轴。',
  },
  'timesteps-mismatch': {
    title: '步数不符',
    message: '序列有 {found} 步；模型的层“{layer}”只能处理 {expected} 步。',
    hint: '请给出 {expected} 步：截短序列，或像训练数据那样填充。',
  },
  'timesteps-differ': {
    title: '步数与保存时不同',
    message: '模型保存时为 {expected} 步，这次运行了 {found} 步；它的层接受任意步数。',
    hint: '无需处理；若要与 Keras 比较，请给出相同的步数。',
  },
  'state-shape': {
    title: '初始状态与层不符',
    message: '层“{layer}”的一个初始状态形状为 {found}；该层需要 {expected}。',
    hint: '请给出每个状态，每个样本一行，每个单元一列。',
  },
  'carried-samples': {
    title: '无法接续上次的状态',
    message: '上次运行留下 {found} 个样本的状态；此序列有 {expected} 个样本。',
    hint: '有状态的层按样本逐一接续：请给出同样多的样本，或从零开始。',
  },
  'state-unknown': {
    title: '层没有这个状态',
    message: '层“{layer}”没有可作为起点的状态“{state}”；它有：{known}。',
    hint: '数组名与轨迹中相同：lstm/h 和 lstm/c、bidirectional/forward/h、rnn/0/h。',
  },
  'token-outside': {
    title: '词表中没有这个编号',
    message: '词元编号 {id}（{place}）不在层“{layer}”的词表中，该词表有 {rows} 项。',
    hint: '编号从 0 到 {last}：请使用训练模型时的词表。',
  },
  'token-negative': {
    title: '词元编号小于 0',
    message: '词元编号 {id}（{place}）小于 0：Keras 3 从层“{layer}”的词表末尾倒数，tf.keras 则拒绝它。',
    hint: '编号从 0 到 {last}；填充通常是 0。如果确实要用 Keras 3 所取的那一行，请写 {entry}。',
  },
  'inputs-too-few': {
    title: '层缺少输入',
    message: '层“{layer}”有 {found} 个输入；它需要 {expected} 个。',
    hint: '请用 model.save() 重新保存模型，再打开新文件。',
  },
  'axis-unknown': {
    title: '层所用的轴不存在',
    message: '层“{layer}”沿轴 {axis} 计算，而数组只有 {rank} 个轴。',
    hint: '请用 model.save() 重新保存模型，再打开新文件。',
  },
  'index-outside': {
    title: '层读取的位置超出了输入',
    message: '层“{layer}”读取位置 {index}，而该轴的长度为 {length}。',
    hint: '请给出更长的序列，与模型所需的长度一致。',
  },
  'shapes-apart': {
    title: '层的各输入不相符',
    message: '层“{layer}”收到的数组形状为 {a} 和 {b}，二者不相符。',
    hint: '请为模型的各个输入给出同样长度的序列。',
  },
  'sequence-short': {
    title: '序列太短',
    message: '层“{layer}”至少需要 {needed} 个时间步；到达它的只有 {found} 个。',
    hint: '请运行更长的序列。',
  },
  'reshape-size': {
    title: '样本不能变成这个形状',
    message: '层“{layer}”不能把形状为 {found} 的样本排成 {target}。',
    hint: '请给出与建立模型时同样长的序列。',
  },
  'mask-shape': {
    title: '掩码与输入不符',
    message: '到达层“{layer}”的掩码形状为 {found}，与其输入 {input} 不符。',
    hint: 'Keras 也会拒绝这样的模型：请查看产生掩码的层以及两者之间的层。',
  },
  'weight-fit': {
    title: '数组与输入不符',
    message: '层“{layer}”的数组“{weight}”形状为 {found}；对于到达该层的输入，应为 {expected}。',
    hint: '请给出与建立模型时同样长的序列。',
  },
  'trace-too-large': {
    title: '这次运行太大，无法保存',
    message: '保存这次运行的所有门需要 {needed} MiB；上限为 {limit} MiB。',
    hint: '请运行较短的一段，或减少样本。',
  },
  'signal-unknown': {
    title: '没有这个信号',
    message: '记录中没有数组“{name}”；其中有 {known}。',
    hint: '请使用 run 打印的列表中 LAYER/SIGNAL 形式的名称。',
  },
  'window-outside': {
    title: '所请求的部分不存在',
    message: '所请求的部分（{asked}）超出记录范围（{there}）。',
    hint: '步、样本和单元都从 0 数起。',
  },
  'layer-not-recurrent': {
    title: '该层没有门',
    message: '层“{layer}”的类为 {className}，没有门可写出算式。',
    hint: '请选择一个能运行的循环层；Bidirectional 请选一个方向（bidirectional/forward），堆叠的细胞请选一个（rnn/0）。',
  },
  'output-brought': {
    title: '一个层的输出由外部提供',
    message: '层“{layer}”（{className}）无法在此运行；它的输出由外部提供。',
    hint: '它之后的一切由此计算，不带掩码：请提供同一序列的输出。',
  },
  'output-shape': {
    title: '数组不能作为该层的输出',
    message: '为层“{layer}”提供的输出形状为 {found}；此处应为 {expected}。',
    hint: '请提供 Keras 对当前序列从该层返回的结果：keras.Model(model.inputs, model.get_layer(name).output).predict(x)。',
  },
  'output-unfit': {
    title: '后面的层无法读取此输出',
    message: '为层“{layer}”提供的输出形状为 {found}，它之后的层无法读取。',
    hint: '请提供 Keras 对当前序列从该层返回的结果，包含全部轴。',
  },
  'output-missing': {
    title: '缺少该层的一个输出',
    message: '没有为层“{layer}”提供“{array}”；文件中有：{given}。',
    hint: '请提供一个数组，或数组以这些名称命名的 .npz。',
  },
  'output-computed': {
    title: '该层在此计算',
    message: '层“{layer}”在此计算；不需要提供它的输出。',
    hint: '请选择运行停止处的层。',
  },
  'rebuild-brought': {
    title: '含外部输出的运行无法重建',
    message: '此次运行从为层“{layer}”提供的输出继续，重建脚本无法得到它。',
    hint: '请保存证书，其中列出该数组；或重建不含它的运行。',
  },
  'not-run': { title: '还没有运行', message: '还没有运行任何序列，因此没有记录可显示。', hint: '请打开一个序列或选择示例，然后运行。' },
  // 会话
  'message-invalid': {
    title: '核心不理解一条消息',
    message: '核心收到一条不理解的消息：{reason}。',
    hint: '请重启 Gatescope；若再次出现，请报告并附上最后的操作。',
  },
  'array-text': {
    title: '文本不是数字数组',
    message: '数组在第 {line} 行“{found}”处无法读取；此处应为括号配对的数字。',
    hint: '请粘贴 Python 打印的数组，或若干行数字。',
  },
  'array-ragged': {
    title: '各行长度不同',
    message: '数组第 {row} 行有 {found} 项，而之前各行有 {expected} 项。',
    hint: '请让每一行的项数相同。',
  },
  'example-unknown': { title: '没有这个示例', message: '没有内置示例“{name}”；现有 {known}。', hint: '请使用其中的名称。' },
  'no-model': { title: '没有打开模型', message: '没有打开模型。', hint: '请先打开一个模型或选择示例。' },
  'values-too-many': {
    title: '一次请求的值太多',
    message: '所请求的部分有 {bytes} 字节；发送到屏幕的上限为 {limit}。',
    hint: '请减少步或单元，或把记录保存到文件。',
  },
  'class-unknown': { title: '无法新建此类的层', message: '这里无法新建类为 {className} 的层。', hint: '请选择 LSTM。' },
  cancelled: { title: '请求已取消', message: '请求已取消。', hint: '需要时可重新开始。' },
  'core-stopped': { title: '核心已停止', message: '核心在回答之前停止了。', hint: '它已用相同的文件重新启动；请再试一次。' },
  internal: {
    title: 'Gatescope 在此有缺陷',
    message: 'Gatescope 的一个缺陷中止了请求：{reason}。',
    hint: '请报告并附上文件和操作；程序的其余部分继续运行。',
  },
  // 写出
  'weights-none': {
    title: '没有可保存的内容',
    message: '模型没有可以保存的权重。',
    hint: '请打开含有权重的文件，或新建一层。',
  },
  'export-too-large': {
    title: '导出内容太大，一个文件装不下',
    message: '这些数组有 {bytes} 字节；一个 {format} 文件最多容纳 {limit}。',
    hint: '请一次少写一些：选择信号、步或一个样本。',
  },
  'selection-unknown': {
    title: '记录中没有这个信号',
    message: '记录中没有数组含有名为“{signal}”的信号；现有 {known}。',
    hint: '请选择其中的信号，或用完整名称指定数组。',
  },
  'selection-outside': {
    title: '选择超出记录范围',
    message: '记录中没有 {axis} {asked}；共 {count}，从 0 数起。',
    hint: '请在序列的长度和样本数之内选择。',
  },
  'expected-unknown': {
    title: '运行中没有该名称的数组',
    message: '运行没有给出可供比较的数组“{array}”；已有的数组包括 {known}。',
    hint: '请按轨迹中的名称命名数组（层/信号、output），或单独给出一个数组作为模型的输出。',
  },
  'expected-none': {
    title: '没有可比较的内容',
    message: '该文件中没有可供比较的数值。',
    hint: '请以 .npy 给出已知输出，或以 .npz 给出按轨迹命名的数组。',
  },
  'expected-shape': {
    title: '期望数组的形状不同',
    message: '期望数组“{array}”的形状为 {found}；运行得到 {expected}。',
    hint: '请与同一输入记录的数组比较，轴的顺序为（样本, 步, 单元）。',
  },
  'folder-filled': {
    title: '文件夹不是空的',
    message: '文件夹“{folder}”中已有文件；未写入任何内容。',
    hint: '请指定一个新的或空的文件夹。',
  },
  'expected-twice': {
    title: '期望数组给了两次',
    message: '期望数组“{array}”出现在多个文件中。',
    hint: '请让每个数组只出现一次，或逐个文件比较。',
  },
  'write-failed': { title: '文件无法写入', message: '文件“{file}”无法写入：{reason}。', hint: '请选择存在、可写且有空间的文件夹。' },
  'file-exists': { title: '文件已存在', message: '文件“{file}”已存在，保持原样。', hint: '请把它移走，或在另一个文件夹中操作。' },
};
