import { distance } from '../analysis/index.ts';
import { TraceError, refuse } from '../errors/index.ts';
import { type Bounds, formatShape, sameShape, type Shape, slabOf, type Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import { type SelectedArray, selectArrays } from '../write/index.ts';
import { placeOf, type Place } from './place.ts';

/** |got − expected| ≤ absolute + relative · |expected| */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** How one array of a run compares with its reference. */
export interface ArrayCheck {
  /** Its name in the trace. */
  readonly array: string;
  readonly shape: Shape;
  readonly pass: boolean;
  readonly maxAbs: number;
  /** Where the largest difference lies; null for an array without numbers. */
  readonly at: Place | null;
}

/** How a run compares with reference arrays. */
export interface CheckResult {
  /** Every number within the tolerance, nothing missing, and something to compare. */
  readonly pass: boolean;
  readonly maxAbs: number;
  /** Arrays compared. */
  readonly compared: number;
  /** The largest difference of all; null when nothing was compared. */
  readonly worst: Place | null;
  /** Expected arrays that the run did not give. */
  readonly missing: readonly string[];
  readonly tolerance: Tolerance;
  /** The only sample that was compared; null where all were. */
  readonly sample: number | null;
  /** Extent of what was compared. */
  readonly samples: number;
  readonly timesteps: number;
  /** One for each array compared, in the order of the reference. */
  readonly arrays: readonly ArrayCheck[];
}

export interface CheckOptions {
  readonly tolerance: Tolerance;
  /** Only this sample of the trace. */
  readonly sample?: number | null;
  /** Names of the layers' uses in a trace, so that `bidirectional/forward/h` is signal `forward/h` of `bidirectional`. */
  readonly layers?: ReadonlySet<string>;
}

/**
 * Compares a trace with reference arrays of the same names; a lone array without a name is compared with the model's `output`. NaN equals
 * only NaN, an infinity only itself. @throws `expected-shape`, `selection-outside`
 */
export function checkTrace(trace: Trace, expected: ReadonlyMap<string, Tensor>, options: CheckOptions): CheckResult {
  const { tolerance, sample = null, layers = new Set() } = options;
  const got = new Map(selectArrays(trace, { sample }).map((array) => [array.name, array]));
  const missing: string[] = [];
  const arrays: ArrayCheck[] = [];
  for (const [name, tensor] of expected) {
    const array = got.get(referenceName(name, expected));
    if (array === undefined) missing.push(name);
    else arrays.push(compareArray(array, sampleOf(tensor, array, trace.summary.samples, sample), { tolerance, sample, layers }));
  }
  // Of equal differences the first counts; an array that was compared always has a place, unless it is empty.
  const worst = arrays.reduce<ArrayCheck | null>((most, each) => (most?.at && each.maxAbs <= most.maxAbs ? most : each), null);
  return {
    pass: missing.length === 0 && worst?.at != null && arrays.every((array) => array.pass),
    maxAbs: worst?.maxAbs ?? 0,
    compared: arrays.length,
    worst: worst?.at ?? null,
    missing,
    tolerance,
    sample,
    samples: sample === null ? trace.summary.samples : 1,
    timesteps: trace.summary.timesteps,
    arrays,
  };
}

/** Name in the trace of what a reference is compared with. */
export function referenceName(name: string, expected: ReadonlyMap<string, Tensor>): string {
  return expected.size === 1 && isNameless(name) ? 'output' : name;
}

/** What NumPy calls an array that was saved without a name: nothing (.npy) or `arr_0` (.npz). */
const isNameless = (name: string): boolean => name === '' || name === 'arr_0';

/** The wanted sample of an expected array that holds as many samples as the run. */
function sampleOf({ shape, data }: Tensor, { axes, shape: wanted }: SelectedArray, samples: number, sample: number | null): Tensor {
  if (sample === null || samples === 1 || shape[axes.sample] !== samples || shape.length !== wanted.length) return { shape, data };
  const bounds = shape.map((length, axis): Bounds => (axis === axes.sample ? [sample, sample + 1] : [0, length]));
  return { shape: bounds.map(([first, end]) => end - first), data: slabOf(data, shape, bounds) };
}

function compareArray(array: SelectedArray, expected: Tensor, { tolerance, sample, layers }: Required<CheckOptions>): ArrayCheck {
  requireShape(array, expected);
  const { absolute, relative } = tolerance;
  const { data: got } = array.load();
  let maxAbs = -1;
  let position = -1;
  let pass = true;
  for (let index = 0; index < got.length; index++) {
    const b = expected.data[index];
    const difference = distance(got[index], b);
    // Written so that an infinite expected value, whose tolerance is not a number, passes only when it is met.
    if (difference !== 0 && !(difference <= absolute + relative * Math.abs(b) && difference < Infinity)) pass = false;
    if (difference > maxAbs) {
      maxAbs = difference;
      position = index;
    }
  }
  const { name, shape, axes } = array;
  const at = position < 0 ? null : placeOf({ name, shape, axes, got, expected: expected.data }, position, layers, sample);
  return { array: name, shape, pass, maxAbs: Math.max(0, maxAbs), at };
}

/** The same shape, or for one sample the shape without the samples axis. */
function requireShape({ name, shape, axes }: SelectedArray, expected: Tensor): void {
  const ofOne = shape.filter((_, axis) => axis !== axes.sample);
  if (sameShape(shape, expected.shape) || (shape[axes.sample] === 1 && sameShape(ofOne, expected.shape))) return;
  refuse(TraceError, 'expected-shape', name, { array: name, found: formatShape(expected.shape), expected: formatShape(shape) });
}
