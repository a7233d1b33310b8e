import { distance } from '../analysis/index.ts';
import { TraceError, refuse } from '../errors/index.ts';
import { formatShape, sameShape, type Shape, type Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import { type SelectedArray, selectArrays } from '../write/index.ts';

/** How a run compares with reference arrays. */
export interface CheckResult {
  /** Every number within the tolerance, nothing missing, and something to compare. */
  readonly pass: boolean;
  readonly maxAbs: number;
  /** Arrays compared. */
  readonly compared: number;
  /** The largest difference; null when nothing was compared. */
  readonly worst: { readonly array: string; readonly index: readonly number[]; readonly got: number; readonly expected: number } | null;
  /** Expected arrays that the run did not give. */
  readonly missing: readonly string[];
}

/** |got − expected| ≤ absolute + relative · |expected| */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/**
 * Compares a trace with reference arrays of the same names; a lone array without a name is compared with the model's `output`. NaN equals
 * only NaN, an infinity only itself. With `sample`, only that sample of the trace. @throws `expected-shape`, `selection-outside`
 */
export function checkTrace(
  trace: Trace,
  expected: ReadonlyMap<string, Tensor>,
  absolute: number,
  relative: number,
  sample: number | null = null,
): CheckResult {
  const arrays = new Map(selectArrays(trace, { sample }).map((array) => [array.name, array]));
  const missing: string[] = [];
  let compared = 0;
  let maxAbs = 0;
  let pass = true;
  let worst: CheckResult['worst'] = null;
  for (const [name, tensor] of expected) {
    const array = arrays.get(name) ?? (expected.size === 1 && isNameless(name) ? arrays.get('output') : undefined);
    if (array === undefined) {
      missing.push(name);
      continue;
    }
    const difference = compareArray(array, sampleOf(tensor, array.shape, trace.summary.samples, sample), { absolute, relative });
    compared++;
    pass &&= difference.within;
    if (worst === null || difference.abs > maxAbs) worst = difference.at ?? worst;
    maxAbs = Math.max(maxAbs, difference.abs);
  }
  return { pass: pass && missing.length === 0 && worst !== null, maxAbs, compared, worst, missing };
}

/** What NumPy calls an array that was saved without a name: nothing (.npy) or `arr_0` (.npz). */
export const isNameless = (name: string): boolean => name === '' || name === 'arr_0';

/** The wanted sample of an expected array that holds as many samples as the run. */
function sampleOf(tensor: Tensor, wanted: Shape, samples: number, sample: number | null): Tensor {
  if (sample === null || samples === 1 || tensor.shape[0] !== samples || tensor.shape.length !== wanted.length) return tensor;
  const size = tensor.data.length / samples;
  return { shape: [1, ...tensor.shape.slice(1)], data: tensor.data.subarray(sample * size, (sample + 1) * size) };
}

interface Difference {
  readonly within: boolean;
  readonly abs: number;
  readonly at: CheckResult['worst'];
}

function compareArray(array: SelectedArray, expected: Tensor, { absolute, relative }: Tolerance): Difference {
  requireShape(array, expected);
  const got = array.load().data;
  let abs = -1;
  let position = -1;
  let within = true;
  for (let index = 0; index < got.length; index++) {
    const a = got[index] ?? NaN;
    const b = expected.data[index] ?? NaN;
    const difference = distance(a, b);
    // Written so that an infinite expected value, whose tolerance is not a number, passes only when it is met.
    if (difference !== 0 && !(difference <= absolute + relative * Math.abs(b) && difference < Infinity)) within = false;
    if (difference > abs) {
      abs = difference;
      position = index;
    }
  }
  if (position < 0) return { within, abs: 0, at: null };
  const at = {
    array: array.name,
    index: indexOf(position, array.shape),
    got: got[position] ?? NaN,
    expected: expected.data[position] ?? NaN,
  };
  return { within, abs, at };
}

/** The same shape, or for one sample the shape without the samples axis. */
function requireShape({ name, shape }: SelectedArray, expected: Tensor): void {
  if (sameShape(shape, expected.shape) || (shape[0] === 1 && sameShape(shape.slice(1), expected.shape))) return;
  refuse(TraceError, 'expected-shape', name, { array: name, found: formatShape(expected.shape), expected: formatShape(shape) });
}

/** Row-major position → one index per axis. */
function indexOf(position: number, shape: Shape): number[] {
  const index: number[] = [];
  for (const axis of [...shape].reverse()) {
    index.unshift(position % axis);
    position = Math.floor(position / axis);
  }
  return index;
}
