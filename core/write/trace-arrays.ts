import { TraceError, refuse } from '../errors/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';

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
  /** (samples, timesteps, units) or (samples, units) */
  readonly shape: Shape;
  load(): Tensor;
}

/** The arrays of a selection, in the order of the trace. @throws `selection-unknown`, `selection-outside` */
export function selectArrays(trace: Trace, selection: TraceSelection = {}): SelectedArray[] {
  const shapes = [...trace.arrays].filter(([name]) => isWanted(name, selection.signals ?? null));
  requireKnown(trace, selection.signals ?? []);
  requireInside(trace, selection);
  return shapes.map(([name, whole]) => {
    const timed = hasTime(whole, name);
    const shape = selectedShape(whole, timed, selection);
    return { name, shape, load: () => ({ shape, data: cut(trace.whole(name), whole, timed, selection) }) };
  });
}

/** The arrays of a selection with their numbers, one at a time. @throws as `selectArrays` */
export function* traceArrays(trace: Trace, selection: TraceSelection = {}): Generator<[name: string, tensor: Tensor]> {
  for (const array of selectArrays(trace, selection)) yield [array.name, array.load()];
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
  const steps = [...trace.arrays].filter(([name, shape]) => hasTime(shape, name)).map(([, shape]) => shape[1] ?? 0);
  const count = Math.max(0, ...steps);
  const first = from ?? 0;
  const end = to ?? count;
  if ((from !== null || to !== null) && !(first >= 0 && first < end && end <= count)) {
    refuse(TraceError, 'selection-outside', null, { axis: 'timesteps', asked: `${first}:${end}`, count });
  }
}

/** (samples, timesteps, units), or the (samples, timesteps) of a mask. */
function hasTime(shape: Shape, name: string): boolean {
  return shape.length >= 3 || signalOf(name) === 'mask';
}

/** Bounds of the time axis, clipped to an array that is shorter than the longest one. */
function timeBounds(shape: Shape, { from, to }: TraceSelection): [first: number, end: number] {
  const steps = shape[1] ?? 0;
  const end = Math.min(to ?? steps, steps);
  return [Math.min(from ?? 0, end), end];
}

function selectedShape(shape: Shape, timed: boolean, selection: TraceSelection): Shape {
  const axes = [...shape];
  if (typeof selection.sample === 'number' && axes.length > 0) axes[0] = 1;
  if (timed) {
    const [first, end] = timeBounds(shape, selection);
    axes[1] = end - first;
  }
  return axes;
}

/** Views where the selection is one run of memory, else one copy per sample. */
function cut<A extends Float32Array | Float64Array | Uint8Array>(whole: A, shape: Shape, timed: boolean, selection: TraceSelection): A {
  const samples = shape[0] ?? 1;
  const perSample = whole.length / Math.max(1, samples);
  const firstSample = selection.sample ?? 0;
  const endSample = typeof selection.sample === 'number' ? firstSample + 1 : samples;
  if (!timed) return view(whole, firstSample * perSample, endSample * perSample);
  const [first, end] = timeBounds(shape, selection);
  const perStep = perSample / Math.max(1, shape[1] ?? 1);
  if (end - first === shape[1]) return view(whole, firstSample * perSample, endSample * perSample);
  if (endSample - firstSample === 1) {
    return view(whole, firstSample * perSample + first * perStep, firstSample * perSample + end * perStep);
  }
  const length = (end - first) * perStep;
  const packed = whole.slice(0, length * samples) as A; // as: slice keeps the class of its array
  for (let sample = 0; sample < samples; sample++) {
    packed.set(view(whole, sample * perSample + first * perStep, sample * perSample + end * perStep), sample * length);
  }
  return packed;
}

function view<A extends Float32Array | Float64Array | Uint8Array>(whole: A, from: number, to: number): A {
  return whole.subarray(from, to) as A; // as: subarray keeps the class of its array
}
