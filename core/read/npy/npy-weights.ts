import type { ByteSource } from '../byte-source.ts';
import { objectArrays } from '../pickle/index.ts';
import type { WeightFile } from '../weight-file.ts';
import { readNpyLayout } from './npy-layout.ts';
import { storedNpy } from './npy.ts';

/**
 * Opens the weights of a `.npy`: one array, or an object array of arrays, `np.save(path, np.array(get_weights(), dtype=object))`, whose
 * body is a pickle and read as data only. @throws `npy-…`, `pickle-damaged`, `pickle-too-big`, `arrays-none`
 */
export function openNpyWeights(source: ByteSource): WeightFile {
  const layout = readNpyLayout(source);
  const tensors =
    layout.header.element === 'object' ? objectArrays(source, layout.start, '') : [storedNpy('0', source, layout, () => source)];
  return {
    format: 'npy',
    producer: { name: 'keras', version: null },
    savedAt: null,
    config: null,
    groups: [{ name: null, tensors }],
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}
