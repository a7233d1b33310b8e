import type { LayerProgress } from './layer-kind.ts';
import { addRowTimesMatrix, type Numbers, numbers, type Precision } from './numbers.ts';
import { Pace } from './pace.ts';

/** Sizes of products of matrices, one product after the other in memory. */
export interface MatrixSizes {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** `batch` products of (rows, inner) and (inner, columns): c[b] = left[b] · right[b]. */
export function* batchMatmul(
  left: Numbers,
  right: Numbers,
  { batch, rows, inner, columns }: MatrixSizes,
  precision: Precision,
): Generator<LayerProgress, Numbers, void> {
  const result = numbers(precision, batch * rows * columns);
  const pace = new Pace();
  for (let index = 0; index < batch; index++) {
    const matrix = right.subarray(index * inner * columns, (index + 1) * inner * columns);
    for (let row = index * rows; row < (index + 1) * rows; row++) {
      addRowTimesMatrix(result.subarray(row * columns, (row + 1) * columns), left, row * inner, matrix, inner, columns);
      if (pace.isDue()) yield { done: row, of: batch * rows };
    }
  }
  return result;
}
