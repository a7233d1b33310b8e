import type { Shape, TensorData } from '../../tensor/index.ts';

/** How many numbers lie between two neighbours along each axis, row-major: the last axis is counted fastest. */
export function rowMajorStrides(shape: Shape): readonly number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

/** The same in Fortran order, which counts the first axis fastest. */
export function fortranStrides(shape: Shape): readonly number[] {
  return shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
}

/** Numbers of an array that lie with these strides, in row-major order. */
export function toRowMajor(data: TensorData, shape: Shape, strides: readonly number[]): TensorData {
  if (rowMajorStrides(shape).every((stride, axis) => stride === strides[axis])) return data;
  const ordered = data.slice();
  const index = shape.map(() => 0);
  let from = 0;
  for (let target = 0; target < ordered.length; target++) {
    ordered[target] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis];
      index[axis] += 1;
      from += stride;
      if (index[axis] < shape[axis]) break;
      from -= stride * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}
