/** The dialects that open, by the word that names each: one reader in `core/read/` and one file in `core/model/adopt/`. */
export const FORMATS = {
  'keras-v3': 'Keras archive `.keras` (Keras 3, tf.keras 2.12 and later), also unzipped as a folder, also HDF5 under that name',
  'keras-v3-weights':
    'store `.weights.h5` of Keras 3 and tf.keras 2.12 and later, alone or with `model.json`; subclassed models as a bag of layers',
  'keras-v3-shards': 'sharded store of Keras 3.10 and later: `.weights.json` and its `.weights.h5` files',
  'keras-legacy': 'whole model in legacy HDF5: Keras 1 and 2, tf.keras, Keras 3 `.h5`',
  'keras-legacy-weights': 'weights in legacy HDF5, alone or with `model.json`',
  'keras-config': 'architecture alone (`model.json`): opens together with its weights',
  npz: 'NumPy archive of `get_weights()` or of named arrays',
  npy: 'NumPy array: one array, or an object array of plain arrays; pickled lists and dictionaries of plain arrays',
  'json-weights': 'JSON dump of `get_weights()`, nested or by layer',
  rtneural: 'RTNeural JSON',
  guitarml: 'GuitarML, Proteus and NeuralPi JSON',
  'frugally-deep': 'frugally-deep JSON; its test pairs are run on opening',
  tfjs: 'TensorFlow.js layers model: `model.json` and its shards, plain or quantised to uint8, uint16, float16',
  safetensors: 'safetensors with Keras or PyTorch names',
  'tf-checkpoint': 'TensorFlow checkpoint: `.index` and `.data-*`',
  onnx: 'ONNX with LSTM, GRU and RNN nodes',
  'by-hand': 'a layer made in the program',
} as const satisfies Record<string, string>;

export type Format = keyof typeof FORMATS;
