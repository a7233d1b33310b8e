import { refuse, TraceError } from '../errors/index.ts';
import type { Model } from '../model/index.ts';
import { writeHdf5 } from './hdf5/write-hdf5.ts';
import { kerasStore } from './keras-store.ts';
import { writeNpz } from './npz.ts';
import { weightArrays } from './weight-arrays.ts';

/** The formats in which weights are saved, by the ending of the file: an archive of NumPy, the store of Keras 3. */
export type WeightFormat = 'npz' | 'weights.h5';

/**
 * A model's weights as a file, in Keras' column order whatever they were read from.
 * `model.set_weights([arrays[k] for k in arrays.files])` takes the archive, `model.load_weights(path)` the store.
 * @throws `weights-none`, `export-too-large`
 */
export function saveWeights(model: Model, format: WeightFormat): Uint8Array {
  if (!model.layers.some((layer) => layer.weights.size > 0)) refuse(TraceError, 'weights-none', null);
  return format === 'npz' ? writeNpz(weightArrays(model)) : writeHdf5(kerasStore(model));
}
