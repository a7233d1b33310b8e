import type { ErrorTemplate } from './zh-CN-errors.ts';

/** 在程序之间传递权重的格式的错误：PyTorch、safetensors、TensorFlow 检查点、ONNX。 */
export const zhCNExchangeErrors: Readonly<Record<string, ErrorTemplate>> = {
  'pytorch-projection': {
    title: 'LSTM 带有投影',
    message: '层“{layer}”用形状为 {shape} 的数组投影隐藏状态（proj_size）；Keras 没有这种 LSTM。',
    hint: '请在不使用 proj_size 的情况下训练该模块，或把投影改为单独的 Linear 层，然后重新保存。',
  },
};
