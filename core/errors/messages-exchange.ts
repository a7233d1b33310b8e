import type { MessageTemplate } from './messages.ts';

/** Codes of formats that carry weights between programs: PyTorch names, safetensors, TensorFlow checkpoints, ONNX. */
export const EXCHANGE_MESSAGES = {
  'pytorch-projection': {
    message: 'Layer "{layer}" projects its hidden state (proj_size) by an array of shape {shape}; Keras has no such LSTM.',
    hint: 'Train the module without proj_size, or fold the projection into a Linear layer of its own, and save again.',
  },
} as const satisfies Record<string, MessageTemplate>;
