import type { TraceAxes } from '../trace/index.ts';
import { indexOf, type Shape, type TensorData } from '../tensor/index.ts';

/** One number of a trace beside its reference, in the words of the program. */
export interface Place {
  readonly array: string;
  /** One for each axis of the array, within what was compared. */
  readonly index: readonly number[];
  readonly got: number;
  readonly expected: number;
  /** Name of the layer's use in a trace, and its signal there (`forward/h`, `output`); no layer for the model's own inputs and outputs. */
  readonly layer: string;
  readonly signal: string;
  /** The sample of the run, also where only that one was compared. */
  readonly sample: number;
  /** Null for an array without a time axis. */
  readonly timestep: number | null;
  /** Of the last axis; null where that is the time axis, as of token ids and masks. */
  readonly unit: number | null;
  readonly beside: SideBySide;
}

/** What a run gave and what was expected along one axis, around a place. */
export interface SideBySide {
  /** Timesteps of the unit; units of the sample where there is no time axis. */
  readonly axis: 'timestep' | 'unit';
  /** Position of the first pair. */
  readonly from: number;
  readonly got: readonly number[];
  readonly expected: readonly number[];
}

/** An array of a run and its reference, element by element. */
interface Compared {
  readonly name: string;
  readonly shape: Shape;
  readonly axes: TraceAxes;
  readonly got: TensorData;
  readonly expected: TensorData;
}

/** Pairs shown before and behind a place. */
const AROUND = 20;

/** Names the element at `position`, row-major, and what stands around it. `only`: the one sample of the run that `compared` holds. */
export function placeOf(compared: Compared, position: number, layers: ReadonlySet<string>, only: number | null): Place {
  const { name, shape, axes, got, expected } = compared;
  const index = indexOf(position, shape);
  const [layer, signal] = layerAndSignal(name, layers);
  return {
    array: name,
    index,
    got: got[position],
    expected: expected[position],
    layer,
    signal,
    sample: only ?? index[axes.sample] ?? 0,
    timestep: axes.timestep === null ? null : (index[axes.timestep] ?? null),
    unit: axes.timestep === index.length - 1 ? null : (index.at(-1) ?? null),
    beside: sideBySide(compared, position, index),
  };
}

/** The numbers along one axis, all other positions as they are at the place. */
function sideBySide({ shape, axes, got, expected }: Compared, position: number, index: readonly number[]): SideBySide {
  const axis = axes.timestep ?? Math.max(0, shape.length - 1);
  const at = index[axis] ?? 0;
  const from = Math.max(0, at - AROUND);
  const count = Math.min(shape[axis] ?? 1, at + AROUND + 1) - from;
  const stride = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const along = (values: TensorData): number[] => Array.from({ length: count }, (_, k) => values[position + (from + k - at) * stride]);
  return { axis: axes.timestep === null ? 'unit' : 'timestep', from, got: along(got), expected: along(expected) };
}

/** `lstm/h` → `lstm` and `h`, by the longest name of a layer that fits; a name of no layer is a signal of the model itself. */
function layerAndSignal(name: string, layers: ReadonlySet<string>): readonly [layer: string, signal: string] {
  for (let slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1))
    if (layers.has(name.slice(0, slash))) return [name.slice(0, slash), name.slice(slash + 1)];
  return ['', name];
}
