import type { Shape } from '../tensor/index.ts';
import { sizeOf } from '../tensor/index.ts';
import type { Numbers } from './numbers.ts';

/** A way to walk through row-major numbers: `start + Σ index · stride`. A stride of 0 repeats, a negative one goes backwards. */
export interface View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start: number;
}

/** The view of a whole tensor in its own order. */
export function wholeView(shape: Shape): View {
  const strides: number[] = [];
  let stride = 1;
  for (const length of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= length;
  }
  return { shape, strides, start: 0 };
}

/** Axis k of the result is axis `axes[k]` of the view. */
export function permuted({ shape, strides, start }: View, axes: readonly number[]): View {
  return { shape: axes.map((axis) => shape[axis] ?? 1), strides: axes.map((axis) => strides[axis] ?? 0), start };
}

/** What a view shows, in its order. */
export function viewed(values: Numbers, view: View): Numbers {
  const size = sizeOf(view.shape);
  const result = values instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  copyView(result, values, view);
  return result;
}

/** Writes what a view shows to `result` (as many as the view has), row by row of its last axis. */
export function copyView(result: Numbers | Uint8Array, values: Numbers | Uint8Array, { shape, strides, start }: View): void {
  const last = shape.length - 1;
  const width = last < 0 ? 1 : shape[last];
  const step = last < 0 ? 0 : strides[last];
  const size = sizeOf(shape);
  const index = shape.map(() => 0);
  let from = start;
  for (let to = 0; to < size; to += width) {
    for (let k = 0; k < width; k++) result[to + k] = values[from + k * step];
    // The next row: the last axis but one counts up, and carries over to those before it.
    for (let axis = last - 1; axis >= 0; axis--) {
      index[axis] = index[axis] + 1;
      from += strides[axis];
      if (index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
}
