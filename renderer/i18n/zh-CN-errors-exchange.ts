import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 在程序之间传递权重的格式的错误：PyTorch、safetensors、TensorFlow 检查点、ONNX。 */
export const zhCNExchangeErrors: Readonly<Record<string, ErrorTemplate>> = {
  'lstm-projection': {
    title: 'LSTM 带有投影',
    message: '层“{layer}”用形状为 {shape} 的数组投影隐藏状态；Keras 没有这种 LSTM。',
    hint: '请在不使用投影（proj_size、num_proj）的情况下训练，然后重新保存。',
  },
  'tensor-too-big': {
    title: '数组太大',
    message: '该数组需要 {declared} 内存；最多读取 {limit}。',
    hint: '若大小无误，则此模型对本程序太大；否则请重新保存。',
  },
  'safetensors-header': {
    title: 'safetensors 文件头损坏',
    message: 'safetensors 文件头无法解读：{reason}。',
    hint: '请重新保存数组：safetensors.numpy.save_file(arrays, "model.safetensors")。',
  },
  'safetensors-offsets': {
    title: '数组的位置不可能',
    message: '该数组的字节 {begin} 至 {end} 不可能：{reason}。',
    hint: '文件已损坏或有意误导：请用 safetensors 库重新保存数组。',
  },
  'safetensors-dtype': {
    title: '数组的元素类型不支持',
    message: '该数组的元素类型为“{found}”；可读取 16 至 64 位浮点数、整数和布尔值。',
    hint: '请将数组转换为 float32 后重新保存。',
  },
  'safetensors-truncated': {
    title: '文件过早结束',
    message: 'safetensors 文件应有 {expected}，实际有 {found}。',
    hint: '请重新复制或下载该文件；若仍如此，请重新保存数组。',
  },
  'checkpoint-damaged': {
    title: '检查点已损坏',
    message: 'TensorFlow 检查点自相矛盾：{reason}。',
    hint: '请在 Keras 中重新保存：model.save("model.keras")，或重新复制检查点。',
  },
  'checkpoint-checksum': {
    title: '内容被更改或损坏',
    message: '字节与校验和不符：实际为 {found}，应为 {expected}。',
    hint: '检查点已损坏：请重新复制或下载同一次保存的全部文件。',
  },
  'checkpoint-compressed': {
    title: '检查点经过压缩',
    message: '检查点的一个块经过压缩（{found}）；TensorFlow 写出的是未压缩的块，此处只读取这种块。',
    hint: '请在 TensorFlow 中载入权重后重新保存：model.save("model.keras")。',
  },
  'checkpoint-dtype': {
    title: '数组的元素类型不支持',
    message: '该数组的 TensorFlow 类型编号为 {found}；可读取 16 至 64 位浮点数、整数和布尔值。',
    hint: '请在 TensorFlow 中载入模型，把权重转换为 float32 后重新保存：model.save("model.keras")。',
  },
  'checkpoint-slices': {
    title: '数组分片存储',
    message: '该数组分片存储（分区变量），这里不会拼合。',
    hint: '请在 TensorFlow 中不使用分区器载入模型并重新保存：model.save("model.keras")。',
  },
  'checkpoint-too-many': {
    title: '检查点列出的数组太多',
    message: '检查点列出的数组超过 {limit} 个，或名称过长。',
    hint: '没有这么大的 Keras 模型：请重新保存模型。',
  },
  'lstm-peephole': {
    title: 'LSTM 带有窥视孔连接',
    message: '层“{layer}”带有窥视孔连接；Keras 没有这种 LSTM。',
    hint: '请在不使用窥视孔（use_peepholes=False）的情况下训练，然后重新保存。',
  },
  'tf1-forget-bias': {
    title: '已加上遗忘门偏置',
    message: '层“{layer}”是 TensorFlow 1 的单元，运行时会加上 forget_bias；已在其遗忘门偏置上加了 {added}。',
    hint: '无需处理，除非该单元用了别的 forget_bias：请按差值修改遗忘门偏置。',
  },
  'saved-model': {
    title: '这是 SavedModel，即一个程序',
    message: '“{file}”是 {found}：它是由运算组成的程序，其中没有按层存储。',
    hint: '请在 Python 中执行：tf.keras.models.load_model(folder).save("model.keras")。若只要权重，请打开 variables.index 及其 .data 文件。',
  },
  'orbax-checkpoint': {
    title: '这是 Orbax 检查点',
    message: '“{file}”是 {found}，只有其自己的库能读取。',
    hint: '请在 Python 中恢复它，再把模型存为一个文件：model.save("model.keras")。',
  },
  'tflite-model': {
    title: '这是 TensorFlow Lite 模型',
    message: '“{file}”是 {found}：层已转换为运算，无法还原。',
    hint: '请打开转换之前的模型，在 Keras 中保存：model.save("model.keras")。',
  },
  'pytorch-file': {
    title: '这是 PyTorch 文件，即一个程序',
    message: '“{file}”是 {found}；这里不运行文件中的程序。',
    hint: '若文件保存的是 state_dict，请在 Python 中执行：safetensors.torch.save_file(torch.load("{file}", weights_only=True), "model.safetensors")，再打开该文件。',
  },
  'joblib-file': {
    title: '这是 joblib 文件，即一个程序',
    message: '“{file}”是 {found}；这里不运行文件中的程序。',
    hint: '若信任该文件，请在 Python 中执行：numpy.savez("weights.npz", *joblib.load("{file}").get_weights())，或 model.save("model.keras")。',
  },
  'yaml-model': {
    title: '这是 YAML 格式的模型',
    message: '“{file}”是 {found}；YAML 可指定要运行的程序，因此不读取。',
    hint: '请在 Keras 中执行：open("model.json", "w").write(model.to_json())，或用 model.save("model.keras") 存为一个文件。',
  },
  'packed-file': {
    title: '文件经过打包',
    message: '“{file}”是 {found}；打包文件中只打开 zip。',
    hint: '请解包后打开其中的模型，或将模型打包为 .zip。',
  },
  'onnx-damaged': {
    title: 'ONNX 模型已损坏',
    message: 'ONNX 模型无法解读：{reason}。',
    hint: '请重新导出模型，或打开生成它的 Keras 或 PyTorch 权重。',
  },
  'onnx-external': {
    title: '数组存储在另一个文件中',
    message: '该数组存储在另一个文件中；只读取所选的文件。',
    hint: '请把模型存为一个文件：onnx.save_model(onnx.load("model.onnx"), "one.onnx", save_as_external_data=False)。',
  },
  'onnx-node': {
    title: 'ONNX 模型的一个节点在 Keras 中没有对应',
    message: '节点“{layer}”{what}；没有这样的 Keras 层。',
    hint: '请在没有它的情况下训练并导出模型，或打开生成它的权重。',
  },
  'onnx-no-recurrent': {
    title: 'ONNX 模型没有循环节点',
    message: '“{file}”是没有 LSTM、GRU 或 RNN 节点的 ONNX 模型；其中有 {found}。',
    hint: '请打开生成它的 Keras 或 PyTorch 权重；导出程序常会拆开循环层。',
  },
};
