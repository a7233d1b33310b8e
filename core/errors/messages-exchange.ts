import type { MessageTemplate } from './messages.ts';

/** Codes of formats that carry weights between programs: PyTorch names, safetensors, TensorFlow checkpoints, ONNX. */
export const EXCHANGE_MESSAGES = {
  'pytorch-projection': {
    message: 'Layer "{layer}" projects its hidden state (proj_size) by an array of shape {shape}; Keras has no such LSTM.',
    hint: 'Train the module without proj_size, or fold the projection into a Linear layer of its own, and save again.',
  },
  'tensor-too-big': {
    message: 'The array takes {declared} of memory; at most {limit} are read.',
    hint: 'If the size is right, the model is too large for this program; otherwise save it again.',
  },
  'safetensors-header': {
    message: 'The header of the safetensors file cannot be followed: {reason}.',
    hint: 'Save the arrays again: safetensors.numpy.save_file(arrays, "model.safetensors").',
  },
  'safetensors-offsets': {
    message: 'The bytes {begin} to {end} of the array are not possible: {reason}.',
    hint: 'The file is damaged or made to mislead: save the arrays again with the safetensors library.',
  },
  'safetensors-dtype': {
    message: 'The array has elements of type "{found}"; floats of 16 to 64 bits, integers and booleans are read.',
    hint: 'Convert the arrays to float32 and save again.',
  },
  'safetensors-truncated': {
    message: 'The safetensors file should have {expected} and has {found}.',
    hint: 'Copy or download the file again; if it stays so, save the arrays again.',
  },
} as const satisfies Record<string, MessageTemplate>;
