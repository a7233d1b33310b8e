import { TraceError, refuse } from '../errors/index.ts';
import { swapAxes } from '../layers/index.ts';
import { type Bounds, type Shape, slabOf, type Tensor } from '../tensor/index.ts';
import type { Trace, TraceAxes } from '../trace/index.ts';

/** Which part of a trace is wanted; what is left out means everything. */
export interface TraceSelection {
  /** Signals (`f`) or whole names of arrays (`lstm/f`, `output`). */
  readonly signals?: readonly string[] | null;
  /** Timesteps `from` to `to` − 1 of every array with a time axis; a bound of null is the end of the array. */
  readonly from?: number | null;
  readonly to?: number | null;
  readonly sample?: number | null;
}

/** An array of the selection: its facts at once, its numbers on demand. */
export interface SelectedArray {
  readonly name: string;
  /** (samples, timesteps, units), (samples, units), or where `axes` says so (timesteps, samples, units). */
  readonly shape: Shape;
  readonly axes: TraceAxes;
  load(): Tensor;
}

/** The arrays of a selection, in the order of the trace. @throws `selection-unknown`, `selection-outside` */
export function selectArrays(trace: Trace, selection: TraceSelection = {}): SelectedArray[] {
  const shapes = [...trace.arrays].filter(([name]) => isWanted(name, selection.signals ?? null));
  requireKnown(trace, selection.signals ?? []);
  requireInside(trace, selection);
  return shapes.map(([name, whole]) => {
    const axes = trace.axes(name);
    const bounds = boundsOf(whole, axes, selection);
    const shape = bounds.map(([first, end]) => end - first);
    return { name, shape, axes, load: () => ({ shape, data: slabOf(trace.whole(name), whole, bounds) }) };
  });
}

/** The arrays of a selection with their numbers, one at a time. @throws as `selectArrays` */
export function* traceArrays(trace: Trace, selection: TraceSelection = {}): Generator<[name: string, tensor: Tensor]> {
  for (const array of selectArrays(trace, selection)) yield [array.name, array.load()];
}

/** The numbers of an array, samples first, as a table tells them. */
export function samplesFirst(array: SelectedArray): Tensor {
  const tensor = array.load();
  return array.axes.sample === 0 ? tensor : swapAxes(tensor);
}

/** `lstm/f` → `f`; the model's own `input` and `output` are their own signal. */
export function signalOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function isWanted(name: string, signals: readonly string[] | null): boolean {
  return signals === null || signals.includes(name) || signals.includes(signalOf(name));
}

function requireKnown(trace: Trace, signals: readonly string[]): void {
  const names = [...trace.arrays.keys()];
  const known = [...new Set(names.map(signalOf))];
  for (const signal of signals) {
    if (!known.includes(signal) && !names.includes(signal)) {
      refuse(TraceError, 'selection-unknown', null, { signal, known: known.join(', ') });
    }
  }
}

function requireInside(trace: Trace, { from = null, to = null, sample = null }: TraceSelection): void {
  const { samples } = trace.summary;
  if (sample !== null && !(sample >= 0 && sample < samples)) {
    refuse(TraceError, 'selection-outside', null, { axis: 'sample', asked: sample, count: samples });
  }
  const steps = [...trace.arrays].map(([name, shape]) => shape[trace.axes(name).timestep ?? shape.length] ?? 0);
  const count = Math.max(0, ...steps);
  const first = from ?? 0;
  const end = to ?? count;
  if ((from !== null || to !== null) && !(first >= 0 && first < end && end <= count)) {
    refuse(TraceError, 'selection-outside', null, { axis: 'timesteps', asked: `${first}:${end}`, count });
  }
}

/** What is wanted of each axis, clipped to an array that is shorter than the longest one. */
function boundsOf(shape: Shape, axes: TraceAxes, { from, to, sample = null }: TraceSelection): readonly Bounds[] {
  return shape.map((length, axis): Bounds => {
    if (axis === axes.sample) return sample === null ? [0, length] : [sample, sample + 1];
    if (axis !== axes.timestep) return [0, length];
    const end = Math.min(to ?? length, length);
    return [Math.min(from ?? 0, end), end];
  });
}
