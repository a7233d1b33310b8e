import type { Tensor, TensorData } from '../tensor/index.ts';

/** Of a run: `f32` rounds after each operation, as Keras' float32 arithmetic does. */
export type Precision = 'f32' | 'f64';

/** Numbers in the precision of a run. */
export type Numbers = Float32Array | Float64Array;

/** A zeroed array of the run's precision. */
export function numbers(precision: Precision, length: number): Numbers {
  return precision === 'f32' ? new Float32Array(length) : new Float64Array(length);
}

/** Rounds as the run's precision does, for a step between two operations that is stored nowhere. */
export function roundingOf(precision: Precision): (value: number) => number {
  return precision === 'f32' ? Math.fround : (value) => value;
}

/** The numbers of a tensor in the run's precision; the same array where it already has it. */
export function inPrecision(tensor: Tensor, precision: Precision): Numbers {
  return precision === 'f32' ? toFloat32(tensor.data) : toFloat64(tensor.data);
}

/** Columns `from` to `to` − 1 of a row-major matrix with `width` columns, as a matrix of its own. */
export function columnRange(matrix: Numbers, width: number, from: number, to: number): Numbers {
  const columns = to - from;
  const range = matrix.slice(0, (matrix.length / width) * columns);
  for (let row = 0; row * width < matrix.length; row++) range.set(matrix.subarray(row * width + from, row * width + to), row * columns);
  return range;
}

function toFloat32(data: TensorData): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function toFloat64(data: TensorData): Float64Array {
  return data instanceof Float64Array ? data : Float64Array.from(data);
}

/**
 * sum[column] += x · matrix for one row x of `rows` numbers. Writes `sums` (columns). In f32 every product and every sum is rounded,
 * as Keras' float32 arithmetic does; rows are added in index order.
 */
export function addRowTimesMatrix(sums: Numbers, x: Numbers, xStart: number, matrix: Numbers, rows: number, columns: number): void {
  if (sums instanceof Float32Array && x instanceof Float32Array && matrix instanceof Float32Array) {
    addRounded(sums, x, xStart, matrix, rows, columns);
  } else {
    addExact(sums, x, xStart, matrix, rows, columns);
  }
}

function addRounded(sums: Float32Array, x: Float32Array, xStart: number, matrix: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++) {
    const value = x[xStart + row]; // as: index within the array
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      sums[column] = Math.fround(sums[column] + Math.fround(value * matrix[start + column]));
    }
  }
}

function addExact(sums: Numbers, x: Numbers, xStart: number, matrix: Numbers, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++) {
    const value = x[xStart + row];
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      sums[column] = sums[column] + value * matrix[start + column];
    }
  }
}
