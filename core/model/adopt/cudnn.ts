import type { StoredTensor } from '../../tensor/index.ts';
import { convertedTensor, emptyLike, reshaped } from './converted.ts';

/**
 * Arrays of a CuDNN layer, or null when they are not: an LSTM with a bias of 8 · units, a GRU with one of 6 · units.
 * kernel (features, n · units), recurrent kernel (units, n · units).
 */
export function cudnnUnits(tensors: readonly StoredTensor[]): { readonly units: number; readonly blocks: 3 | 4 } | null {
  const [kernel, recurrent, bias] = tensors.map((tensor) => tensor.shape);
  const units = recurrent?.[0] ?? 0;
  if (tensors.length !== 3 || kernel?.length !== 2 || recurrent?.length !== 2 || bias?.length !== 1 || units === 0) return null;
  for (const blocks of [3, 4] as const) {
    if (recurrent[1] === blocks * units && kernel[1] === blocks * units && bias[0] === 2 * blocks * units) return { units, blocks };
  }
  return null;
}

/**
 * Arrays of CuDNNLSTM or CuDNNGRU as those of LSTM, or of GRU with `reset_after`: each input block is read row-major as (units, features)
 * and transposed, each recurrent block transposed; an LSTM's two biases add up, a GRU's become its two rows.
 * Source: tf-keras 2.21 `saving/legacy/hdf5_format.py`, `_convert_rnn_weights`.
 */
export function convertCudnn(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const facts = cudnnUnits(tensors);
  const [kernel, recurrent, bias] = tensors;
  if (facts === null || !kernel || !recurrent || !bias) return tensors;
  const { units, blocks } = facts;
  const width = blocks * units;
  const [features = 0] = kernel.shape;
  const arrays = [
    convertedTensor(kernel.shape, [kernel], ([source = new Float32Array()]) => {
      const target = emptyLike([source], source.length);
      // new[row, block, unit] = block read as (units, features), at [unit, row]
      for (let block = 0; block < width; block += units) {
        for (let flat = 0; flat < features * units; flat++) {
          const stored = source[Math.floor(flat / units) * width + block + (flat % units)] ?? NaN;
          target[(flat % features) * width + block + Math.floor(flat / features)] = stored;
        }
      }
      return target;
    }),
    convertedTensor(recurrent.shape, [recurrent], ([source = new Float32Array()]) => {
      const target = emptyLike([source], source.length);
      for (let row = 0; row < units; row++) {
        for (let column = 0; column < width; column++) {
          const block = column - (column % units);
          target[row * width + column] = source[(column % units) * width + block + row] ?? NaN;
        }
      }
      return target;
    }),
  ];
  if (blocks === 3) return [...arrays, reshaped(bias, [2, width])];
  const summed = convertedTensor([width], [bias], ([source = new Float32Array()]) => {
    const target = emptyLike([source], width);
    for (let column = 0; column < width; column++) target[column] = (source[column] ?? NaN) + (source[width + column] ?? NaN);
    return target;
  });
  return [...arrays, summed];
}
