import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 在程序之间传递权重的格式的错误：PyTorch、safetensors、TensorFlow 检查点、ONNX。 */
export const zhCNExchangeErrors: Readonly<Record<string, ErrorTemplate>> = {
  'pytorch-projection': {
    title: 'LSTM 带有投影',
    message: '层“{layer}”用形状为 {shape} 的数组投影隐藏状态（proj_size）；Keras 没有这种 LSTM。',
    hint: '请在不使用 proj_size 的情况下训练该模块，或把投影改为单独的 Linear 层，然后重新保存。',
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
};
