import type { MessageTemplate } from './messages.ts';

/** Codes of formats that carry weights between programs: PyTorch names, safetensors, TensorFlow checkpoints, ONNX. */
export const EXCHANGE_MESSAGES = {
  'lstm-projection': {
    message: 'Layer "{layer}" projects its hidden state by an array of shape {shape}; Keras has no such LSTM.',
    hint: 'Train it without the projection (proj_size, num_proj), and save again.',
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
  'checkpoint-damaged': {
    message: 'The TensorFlow checkpoint contradicts itself: {reason}.',
    hint: 'Save the weights again in Keras: model.save("model.keras"), or copy the checkpoint again.',
  },
  'checkpoint-checksum': {
    message: 'The bytes do not match their checksum: found {found}, expected {expected}.',
    hint: 'The checkpoint was damaged: copy or download its files again, all of one save.',
  },
  'checkpoint-compressed': {
    message: 'A block of the checkpoint is compressed ({found}); TensorFlow writes plain blocks and only these are read.',
    hint: 'Load the weights in TensorFlow and save them again: model.save("model.keras").',
  },
  'checkpoint-dtype': {
    message: 'The array is of TensorFlow type number {found}; floats of 16 to 64 bits, integers and booleans are read.',
    hint: 'Load the model in TensorFlow, convert its weights to float32 and save again: model.save("model.keras").',
  },
  'checkpoint-slices': {
    message: 'The array is stored in slices (a partitioned variable), which are not put together here.',
    hint: 'Load the model in TensorFlow without a partitioner and save it again: model.save("model.keras").',
  },
  'checkpoint-too-many': {
    message: 'The checkpoint lists more than {limit} arrays, or names too long for them.',
    hint: 'No Keras model is that large: save the model again.',
  },
  'lstm-peephole': {
    message: 'Layer "{layer}" has peephole connections; Keras has no such LSTM.',
    hint: 'Train it without peepholes (use_peepholes=False), and save again.',
  },
  'tf1-forget-bias': {
    message: 'Layer "{layer}" is a cell of TensorFlow 1, which adds forget_bias when it runs; {added} was added to its forget bias.',
    hint: 'Nothing to do, unless the cell was built with another forget_bias: then change the forget bias by the difference.',
  },
  'saved-model': {
    message: '"{file}" is {found}: a program of operations, in which the layers are not stored as such.',
    hint: 'In Python: tf.keras.models.load_model(folder).save("model.keras"). For the weights alone open variables.index with its .data files.',
  },
  'orbax-checkpoint': {
    message: '"{file}" is {found}, which only its own library reads.',
    hint: 'Restore it in Python, then save the model in one file: model.save("model.keras").',
  },
  'tflite-model': {
    message: '"{file}" is {found}: the layers were turned into operations and cannot be turned back.',
    hint: 'Open the model from which it was converted, saved in Keras: model.save("model.keras").',
  },
  'pytorch-file': {
    message: '"{file}" is {found}; programs in files are not run here.',
    hint: 'In Python: safetensors.torch.save_file(torch.load("{file}", weights_only=True), "model.safetensors"), where the file holds a state_dict; then open that.',
  },
  'joblib-file': {
    message: '"{file}" is {found}; programs in files are not run here.',
    hint: 'In Python, if you trust the file: numpy.savez("weights.npz", *joblib.load("{file}").get_weights()), or model.save("model.keras").',
  },
  'yaml-model': {
    message: '"{file}" is {found}; YAML is not read, because it can name programs to run.',
    hint: 'In Keras: open("model.json", "w").write(model.to_json()), or save all in one file with model.save("model.keras").',
  },
  'packed-file': {
    message: '"{file}" is {found}; of packed files only zip is opened.',
    hint: 'Unpack it and open the model inside, or pack the model as .zip.',
  },
  'onnx-damaged': {
    message: 'The ONNX model cannot be followed: {reason}.',
    hint: 'Export the model again, or open the Keras or PyTorch weights from which it was made.',
  },
  'onnx-external': {
    message: 'The array is stored in another file; only the chosen file is read.',
    hint: 'Save the model in one file: onnx.save_model(onnx.load("model.onnx"), "one.onnx", save_as_external_data=False).',
  },
  'onnx-node': {
    message: 'The node "{layer}" {what}; no Keras layer does that.',
    hint: 'Train and export the model without it, or open the weights from which it was made.',
  },
  'onnx-no-recurrent': {
    message: '"{file}" is an ONNX model without LSTM, GRU or RNN nodes; it has {found}.',
    hint: 'Open the Keras or PyTorch weights from which it was made; exporters often take recurrent layers apart.',
  },
} as const satisfies Record<string, MessageTemplate>;
