import { formatShape, type Shape, sizeOf, type StoredTensor, type TensorData } from '../../tensor/index.ts';
import { ModelError, refuse } from '../../errors/index.ts';

/** Numbers of a weight while it is rearranged. */
export type Floats = Float32Array | Float64Array;

/** An array worked out of stored ones when it is loaded: its facts are known at once, no number is held before. */
export function convertedTensor(
  shape: Shape,
  sources: readonly [StoredTensor, ...StoredTensor[]],
  compute: (parts: readonly Floats[]) => Floats,
): StoredTensor {
  const [first] = sources;
  const path = sources.map((part) => part.path).join(' + ');
  const load = (): { shape: Shape; data: TensorData } => {
    const parts = sources.map((part) => floatsOf(part.load().data));
    return { shape, data: compute(parts) };
  };
  return { path, shape, dtype: first.dtype, source: first.source, load };
}

function floatsOf(data: TensorData): Floats {
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}

/** An empty array of the kind that holds `parts` without loss. */
export function emptyLike(parts: readonly Floats[], length: number): Floats {
  return parts.some((part) => part instanceof Float64Array) ? new Float64Array(length) : new Float32Array(length);
}

/**
 * A matrix (blocks · units, inputs), one row per unit of a gate, as Keras keeps it: (inputs, blocks · units).
 * `order[k]` is the block that stands at place k in Keras.
 */
export function columnsFromRows(source: StoredTensor, order: readonly number[]): StoredTensor {
  const [rows, inputs] = source.shape;
  const units = rows / order.length;
  return convertedTensor([inputs, rows], [source], ([values]) => {
    const columns = emptyLike([values], values.length);
    order.forEach((block, place) => {
      for (let unit = 0; unit < units; unit++) {
        const from = (block * units + unit) * inputs;
        for (let input = 0; input < inputs; input++) columns[input * rows + place * units + unit] = values[from + input];
      }
    });
    return columns;
  });
}

/** Blocks of a bias (blocks · units) in another order. */
function reordered(values: Floats, order: readonly number[]): Floats {
  const units = values.length / order.length;
  const ordered = emptyLike([values], values.length);
  order.forEach((block, place) => ordered.set(values.subarray(block * units, (block + 1) * units), place * units));
  return ordered;
}

/** The sum of two biases (blocks · units), rounded once to their own precision, in Keras' order of blocks. */
export function summedBias(input: StoredTensor, recurrent: StoredTensor, order: readonly number[]): StoredTensor {
  return convertedTensor(input.shape, [input, recurrent], (parts) => {
    const [a, b] = parts;
    const sum = emptyLike(parts, a.length);
    for (let index = 0; index < sum.length; index++) sum[index] = a[index] + b[index];
    return reordered(sum, order);
  });
}

/** Two biases (blocks · units) as the rows of one, (2, blocks · units): the form of a GRU with `reset_after`. */
export function stackedBias(input: StoredTensor, recurrent: StoredTensor, order: readonly number[]): StoredTensor {
  const width = sizeOf(input.shape);
  return convertedTensor([2, width], [input, recurrent], (parts) => {
    const rows = emptyLike(parts, 2 * width);
    parts.forEach((part, row) => rows.set(reordered(part, order), row * width));
    return rows;
  });
}

/** The same numbers with the axes in another order: axis k of the result is axis `axes[k]` of the source. */
export function transposed(source: StoredTensor, axes: readonly number[]): StoredTensor {
  const shape = axes.map((axis) => source.shape[axis]);
  const strides = axes.map((axis) => sizeOf(source.shape.slice(axis + 1)));
  return convertedTensor(shape, [source], ([values]) => {
    const result = emptyLike([values], values.length);
    const index = shape.map(() => 0);
    let from = 0;
    for (let target = 0; target < result.length; target++) {
      result[target] = values[from];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        index[axis] = index[axis] + 1;
        from += strides[axis];
        if (index[axis] < shape[axis]) break;
        from -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return result;
  });
}

/** The same numbers under another shape of the same size. */
export function reshaped(tensor: StoredTensor, shape: Shape): StoredTensor {
  return { ...tensor, shape, load: () => ({ shape, data: tensor.load().data }) };
}

/** Refuses an array whose shape cannot belong to its layer. @throws `shape-mismatch` */
export function expectShape(layer: string, tensor: StoredTensor, expected: Shape): void {
  if (tensor.shape.length === expected.length && expected.every((axis, index) => axis === tensor.shape[index])) return;
  refuse(ModelError, 'shape-mismatch', tensor.path, {
    layer,
    weight: tensor.path,
    found: formatShape(tensor.shape),
    expected: formatShape(expected),
  });
}

/** One block of columns, units wide, of an array. */
export interface ColumnBlock {
  readonly tensor: StoredTensor;
  readonly block: number;
}

/** Rows `from` to `to` − 1 of blocks that may stand in several arrays, side by side: (to − from, blocks · units). */
export function gatheredColumns(blocks: readonly ColumnBlock[], units: number, from: number, to: number): StoredTensor {
  const width = blocks.length * units;
  return convertedTensor([to - from, width], sourcesOf(blocks), (parts) => {
    const columns = emptyLike(parts, (to - from) * width);
    blocks.forEach(({ tensor, block }, place) => {
      const stored = parts[sourcesOf(blocks).indexOf(tensor)];
      const stride = tensor.shape[1];
      for (let row = from; row < to; row++) {
        const start = row * stride + block * units;
        columns.set(stored.subarray(start, start + units), (row - from) * width + place * units);
      }
    });
    return columns;
  });
}

/** Blocks of biases side by side, (blocks · units), each plus a constant that its program adds when it runs. */
export function gatheredBias(blocks: readonly ColumnBlock[], units: number, added: readonly number[] = []): StoredTensor {
  return convertedTensor([blocks.length * units], sourcesOf(blocks), (parts) => {
    const bias = emptyLike(parts, blocks.length * units);
    blocks.forEach(({ tensor, block }, place) => {
      const stored = parts[sourcesOf(blocks).indexOf(tensor)];
      for (let unit = 0; unit < units; unit++) bias[place * units + unit] = stored[block * units + unit] + (added[place] ?? 0);
    });
    return bias;
  });
}

function sourcesOf(blocks: readonly ColumnBlock[]): readonly [StoredTensor, ...StoredTensor[]] {
  const distinct = [...new Set(blocks.map(({ tensor }) => tensor))];
  return distinct as [StoredTensor, ...StoredTensor[]]; // as: a layer has at least one block
}

/** The `index`-th of equal parts of an array, as an array of the given shape: one direction of a recurrent node. */
export function part(source: StoredTensor, index: number, shape: Shape): StoredTensor {
  const size = sizeOf(shape);
  return convertedTensor(shape, [source], ([values]) => values.subarray(index * size, (index + 1) * size));
}
