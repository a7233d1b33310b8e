import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import { type Shape, sizeOf, type StoredTensor } from '../../tensor/index.ts';
import { convertedTensor, emptyLike } from './converted.ts';

/** Order of the gates in Keras 1 files, three arrays (W, U, b) each. Source: Keras 1.2.2 keras/layers/recurrent.py, `LSTM.build`, `GRU.build`. */
export const KERAS_1_LSTM = ['i', 'g', 'f', 'o'] as const;
export const KERAS_1_GRU = ['z', 'r', 'g'] as const;

/** Keras 1 kept one kernel, recurrent kernel and bias per gate: 12 arrays of an LSTM, 9 of a GRU. */
export function isKeras1(tensors: readonly StoredTensor[]): boolean {
  if (tensors.length !== 12 && tensors.length !== 9) return false;
  const [kernel, recurrent] = tensors;
  const units = recurrent?.shape[0] ?? 0;
  const expected: readonly Shape[] = [kernel?.shape ?? [], [units, units], [units]];
  return (
    units > 0 &&
    kernel?.shape.length === 2 &&
    kernel.shape[1] === units &&
    tensors.every((tensor, index) => String(tensor.shape) === String(expected[index % 3]))
  );
}

/** The arrays of a Keras 1 LSTM or GRU side by side in today's column order: kernel, recurrent kernel, bias. */
export function fuseKeras1(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const stored: readonly string[] = tensors.length === 12 ? KERAS_1_LSTM : KERAS_1_GRU;
  const wanted: readonly string[] = tensors.length === 12 ? LSTM_GATES : GRU_GATES;
  return [0, 1, 2].map((kind) => sideBySide(wanted.flatMap((gate) => tensors[stored.indexOf(gate) * 3 + kind] ?? [])));
}

/** Blocks of equal shape joined along their last axis. */
function sideBySide(blocks: readonly StoredTensor[]): StoredTensor {
  const [first, ...others] = blocks;
  if (!first) throw new Error('a gate has three arrays, as isKeras1 checked');
  const columns = first.shape.at(-1) ?? 0;
  const width = columns * blocks.length;
  return convertedTensor([...first.shape.slice(0, -1), width], [first, ...others], (parts) => {
    const joined = emptyLike(parts, sizeOf(first.shape) * blocks.length);
    parts.forEach((part, block) => {
      for (let k = 0; k < part.length; k++) {
        joined[Math.floor(k / columns) * width + block * columns + (k % columns)] = part[k] ?? NaN;
      }
    });
    return joined;
  });
}
