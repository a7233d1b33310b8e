/** Sizes of a tensor's axes, row-major. */
export type Shape = readonly number[];

/** Element types that a file may store. */
export type Dtype = 'float16' | 'bfloat16' | 'float32' | 'float64' | 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'int64' | 'bool';

/** Numbers of a tensor; bytes are those of a mask. */
export type TensorData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** Decoded numbers, row-major: float64 files keep float64, everything else that is a float becomes float32. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: TensorData;
}

/** A tensor in a file: its facts at once, its numbers on demand (so that a large file opens by its structure). */
export interface StoredTensor {
  /** Where it stands: member and HDF5 path, for messages. */
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: Dtype;
  /** Name of the file it came from. */
  readonly source: string;
  load(): Tensor;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, axis) => size * axis, 1);
}

/** `(10, 128)`, as shapes are written in messages; `(7,)` for one axis and `(None, 3)` for a free one. */
export function formatShape(shape: readonly (number | null)[]): string {
  const axes = shape.map((axis) => (axis === null || axis < 0 ? 'None' : String(axis)));
  return axes.length === 1 ? `(${axes[0] ?? ''},)` : `(${axes.join(', ')})`;
}

/** Row-major position → one index per axis. */
export function indexOf(position: number, shape: Shape): readonly number[] {
  const index: number[] = [];
  let rest = position;
  for (const axis of [...shape].reverse()) {
    index.unshift(rest % axis);
    rest = Math.floor(rest / axis);
  }
  return index;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((axis, index) => axis === b[index]);
}

/** A tensor that is already in memory, in the form that a model keeps. */
export function storedTensor(path: string, source: string, tensor: Tensor): StoredTensor {
  const dtype = tensor.data instanceof Float64Array ? 'float64' : tensor.data instanceof Int32Array ? 'int32' : 'float32';
  return { path, shape: tensor.shape, dtype, source, load: () => tensor };
}
