import type { ErrorTemplate } from './zh-CN-errors.ts';

/** TensorFlow.js、RTNeural、GuitarML 与 frugally-deep 文件的错误。 */
export const zhCNNetErrors: Readonly<Record<string, ErrorTemplate>> = {
  'weights-ragged': {
    title: '数组的各行长短不一',
    message: '应为含 {expected} 项的列表，却是 {found}：数组的各行长度不同。',
    hint: '请从模型重新写出权重；数组的每一行长度都相同。',
  },
  'weights-not-numbers': {
    title: '权重中有不是数字的内容',
    message: '应为数字，却是 {found}。',
    hint: '请从模型重新写出权重；数组中只能有数字。',
  },
  'shard-missing': {
    title: '缺少权重文件',
    message: '“{file}”的权重在旁边的 {count} 个文件中，其中 {missing} 个没有给出：{shards}。',
    hint: '请把“{file}”和这些文件一起选中。',
  },
  'shard-length': {
    title: '权重文件的长度不对',
    message: '“{file}”列出的数组需要 {needed} 字节；{shards} 有 {given} 字节。',
    hint: '请重新复制或下载权重；它们被截断，或属于另一个模型。',
  },
  'tfjs-spec': {
    title: '权重清单无法使用',
    message: '“{file}”中的权重清单无法使用：{reason}。',
    hint: '请重新转换或保存模型；model.json 已损坏，或属于另外的权重。',
  },
  'tfjs-graph': {
    title: '这是图模型，没有层',
    message: '“{file}”是 TensorFlow.js 图模型：其中是运算图，而不是层。',
    hint: '请用 --output_format=tfjs_layers_model 重新转换 Keras 模型，或直接打开 Keras 文件。',
  },
  'not-tfjs': {
    title: '这不是权重文件',
    message: '“{file}”是 {found}，不是 TensorFlow.js 模型的权重文件。',
    hint: '请从模型所在处重新下载此文件。',
  },
  'tfjs-too-many': {
    title: '清单太长',
    message: '“{file}”列出了 {found} 个 {what}；最多读取 {limit} 个。',
    hint: '请重新转换模型：没有模型会被切成这么多块。',
  },
  'tfjs-quantised': {
    title: '权重经过量化',
    message: '{count} 个数组以比训练时更少的位数（{dtype}）存储，现已展开。',
    hint: '无需处理；数值与训练后的模型略有差别。',
  },
  'rtneural-invalid': {
    title: 'RTNeural 模型无法使用',
    message: 'RTNeural 模型无法使用：{reason}。',
    hint: '请用 RTNeural 的 model_utils.py 中的 save_model 重新写出文件。',
  },
  'guitarml-invalid': {
    title: 'GuitarML 模型无法使用',
    message: 'GuitarML 模型无法使用：{reason}。',
    hint: '请打开由 GuitarML 或 Proteus 训练写出的、含一个循环层和一个线性层的模型文件。',
  },
  'fdeep-invalid': {
    title: 'frugally-deep 模型无法使用',
    message: 'frugally-deep 模型无法使用：{reason}。',
    hint: '请用 convert_model.py 重新转换 Keras 模型，或直接打开 Keras 文件。',
  },
  'fdeep-base64': {
    title: '数组的数字已损坏',
    message: '数组的数字已损坏：{reason}。',
    hint: '请用 convert_model.py 重新转换 Keras 模型，或直接打开 Keras 文件。',
  },
};
