import { type Shape, sizeOf, type TensorData } from './tensor.ts';

/** Positions `from` to `to` − 1 along an axis. */
export type Bounds = readonly [from: number, to: number];

/**
 * What lies within bounds of an array, row-major. One pair for each axis; those of the third and later axes take the whole axis.
 * A view where that is one run of memory, else a copy.
 */
export function slabOf<A extends TensorData>(data: A, shape: Shape, bounds: readonly Bounds[]): A {
  const [[first, end] = [0, 1], [from, to] = [0, 1]] = bounds;
  const width = sizeOf(shape.slice(2));
  const row = (shape[1] ?? 1) * width;
  if ((to - from) * width === row) return view(data, first * row, end * row);
  if (end - first === 1) return view(data, first * row + from * width, first * row + to * width);
  const length = (to - from) * width;
  const packed = data.slice(0, length * (end - first)) as A; // as: slice keeps the class of its array
  for (let at = first; at < end; at++) packed.set(view(data, at * row + from * width, at * row + to * width), (at - first) * length);
  return packed;
}

function view<A extends TensorData>(data: A, from: number, to: number): A {
  return data.subarray(from, to) as A; // as: subarray keeps the class of its array
}
