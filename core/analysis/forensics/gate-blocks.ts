import { GRU_GATES, LSTM_GATES } from '../../layers/index.ts';
import type { LayerNode } from '../../model/index.ts';
import type { StoredTensor, TensorData } from '../../tensor/index.ts';
import type { CellPlace } from './cells.ts';

/** The gates of a cell in Keras' order; none of a SimpleRNN. */
export function gatesOf({ className }: CellPlace): readonly string[] {
  return className === 'LSTM' ? LSTM_GATES : className === 'GRU' ? GRU_GATES : [];
}

/** Every order of these gates, the given one first. */
export function ordersOf(gates: readonly string[]): readonly (readonly string[])[] {
  if (gates.length < 2) return [gates];
  return gates.flatMap((first, index) => ordersOf(gates.filter((_, at) => at !== index)).map((rest) => [first, ...rest]));
}

/** A layer whose stored blocks are read as standing in `order`: kernel, recurrent kernel and bias of the cell. */
export function withGateOrder(layer: LayerNode, cell: CellPlace, order: readonly string[]): LayerNode {
  const taken = gatesOf(cell).map((gate) => order.indexOf(gate));
  return withArrays(layer, cell, ['kernel', 'recurrent_kernel', 'bias'], (stored) => reordered(stored, taken));
}

/** A layer with `added` on top of the bias of one gate. */
export function withGateBias(layer: LayerNode, cell: CellPlace, gate: string, added: number): LayerNode {
  const gates = gatesOf(cell);
  return withArrays(layer, cell, ['bias'], (stored) =>
    altered(stored, stored.shape, (data) => {
      const units = data.length / gates.length;
      const start = gates.indexOf(gate) * units;
      return data.map((value, column) => (column >= start && column < start + units ? value + added : value));
    }),
  );
}

/** A GRU's bias in the form of the other `reset_after`: (3 units) with zeros as the recurrent bias, or the sum of both rows. */
export function withOtherBias(layer: LayerNode, cell: CellPlace): LayerNode {
  return withArrays(layer, cell, ['bias'], (stored) => {
    const columns = stored.shape.at(-1) ?? 0;
    if (stored.shape.length === 1) {
      return altered(stored, [2, columns], (data) => Float64Array.from({ length: 2 * columns }, (_, at) => data[at] ?? 0));
    }
    return altered(stored, [columns], (data) => Float64Array.from({ length: columns }, (_, at) => data[at] + data[columns + at]));
  });
}

function withArrays(
  layer: LayerNode,
  { prefixes }: CellPlace,
  names: readonly string[],
  alter: (stored: StoredTensor) => StoredTensor,
): LayerNode {
  const weights = new Map(layer.weights);
  for (const name of prefixes.flatMap((prefix) => names.map((each) => `${prefix}${each}`))) {
    const stored = weights.get(name);
    if (stored) weights.set(name, alter(stored));
  }
  return { ...layer, weights };
}

/** An array whose block number `to` along the last axis is block `taken[to]` of another. */
function reordered(stored: StoredTensor, taken: readonly number[]): StoredTensor {
  const columns = stored.shape.at(-1) ?? 0;
  const width = columns / taken.length;
  return altered(stored, stored.shape, (data) => {
    const result = data.slice();
    for (let row = 0; row < data.length; row += columns) {
      taken.forEach((from, to) => {
        result.set(data.subarray(row + from * width, row + (from + 1) * width), row + to * width);
      });
    }
    return result;
  });
}

/** An array with other numbers, worked out when they are asked for. */
function altered(stored: StoredTensor, shape: readonly number[], change: (data: TensorData) => TensorData): StoredTensor {
  return { ...stored, shape, load: () => ({ shape, data: change(stored.load().data) }) };
}
