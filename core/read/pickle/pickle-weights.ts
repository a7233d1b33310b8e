import type { ByteSource } from '../byte-source.ts';
import type { WeightFile } from '../weight-file.ts';
import { objectArrays } from './object-arrays.ts';

/**
 * Opens a pickle of plain NumPy arrays: `pickle.dump(model.get_weights(), file)`, protocols 0 to 5, of Python 2 and 3. It is read as data:
 * nothing is imported, looked up or called, and whatever is no plain array is refused by name.
 * @throws `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`, `pickle-damaged`, `pickle-too-big`, `arrays-none`
 */
export function openPickleWeights(source: ByteSource): WeightFile {
  return {
    format: 'npy',
    producer: { name: 'keras', version: null },
    savedAt: null,
    config: null,
    groups: [{ name: null, tensors: objectArrays(source, 0, '') }],
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}
