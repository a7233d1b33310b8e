import type { Numbers } from '../numbers.ts';

/** Replaces `count` numbers from `start` by values that depend on all of them. `lone`: the value of a row of one; `range` as of a curve. */
export interface RowFunction {
  readonly range: readonly [number, number] | null;
  readonly lone: number;
  apply(row: Numbers, start: number, count: number): void;
}

/**
 * Activations over a whole row. Source: Keras 3.15 keras/src/activations/activations.py. Its sparsemax is left out: Keras 3.15.1 does not
 * compute what it defines (of [2.1, 1.9] all entries become 0).
 */
export const ROWS: Readonly<Record<string, RowFunction>> = {
  softmax: { range: [0, 1], lone: 1, apply: softmax },
  log_softmax: { range: null, lone: 0, apply: logSoftmax },
};

/** e^(z − max) / Σ e^(z − max) */
function softmax(row: Numbers, start: number, count: number): void {
  const largest = largestOf(row, start, count);
  let sum = 0;
  for (let k = start; k < start + count; k++) sum += row[k] = Math.exp(row[k] - largest);
  for (let k = start; k < start + count; k++) row[k] = row[k] / sum;
}

/** z − max − ln Σ e^(z − max) */
function logSoftmax(row: Numbers, start: number, count: number): void {
  const largest = largestOf(row, start, count);
  let sum = 0;
  for (let k = start; k < start + count; k++) sum += Math.exp(row[k] - largest);
  const shift = largest + Math.log(sum);
  for (let k = start; k < start + count; k++) row[k] = row[k] - shift;
}

function largestOf(row: Numbers, start: number, count: number): number {
  let largest = -Infinity;
  for (let k = start; k < start + count; k++) largest = Math.max(largest, row[k]);
  return largest;
}
