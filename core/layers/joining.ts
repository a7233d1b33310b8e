import { type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import { shapesApart } from './broadcasting.ts';
import { inPrecision, numbers, type Precision } from './numbers.ts';

/** Shape of tensors joined along `axis` (0 is the samples); they agree on all other axes. @throws `shapes-apart` */
export function joinedShape(shapes: readonly Shape[], axis: number, layer: string): Shape {
  const [first = []] = shapes;
  if (first[axis] === undefined) shapesApart(layer, first, first);
  for (const shape of shapes) {
    if (shape.length !== first.length || shape.some((length, at) => at !== axis && length !== first[at])) shapesApart(layer, first, shape);
  }
  return first.map((length, at) => (at === axis ? shapes.reduce((sum, shape) => sum + shape[axis], 0) : length));
}

/** Tensors joined along `axis` (0 is the samples). @throws `shapes-apart` */
export function joined(tensors: readonly Tensor[], axis: number, precision: Precision, layer: string): Tensor {
  const shapes = tensors.map((tensor) => tensor.shape);
  const shape = joinedShape(shapes, axis, layer);
  const data = numbers(precision, sizeOf(shape));
  joinInto(
    data,
    tensors.map((tensor) => inPrecision(tensor, precision)),
    shapes,
    axis,
  );
  return { shape, data };
}

/** Writes arrays of these shapes, joined along `axis`, to `result`. */
export function joinInto<T extends Float32Array | Float64Array | Uint8Array>(
  result: T,
  arrays: readonly (Float32Array | Float64Array | Uint8Array)[],
  shapes: readonly Shape[],
  axis: number,
): void {
  const chunks = shapes.map((shape) => sizeOf(shape.slice(axis)));
  const outer = sizeOf((shapes[0] ?? []).slice(0, axis));
  let to = 0;
  for (let row = 0; row < outer; row++) {
    for (const [index, chunk] of chunks.entries()) {
      result.set(arrays[index].subarray(row * chunk, (row + 1) * chunk), to);
      to += chunk;
    }
  }
}
