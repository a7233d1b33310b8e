import { TraceError, refuse } from '../errors/index.ts';
import { numbers, type Numbers, type Precision } from '../layers/index.ts';
import type { RunSummary } from '../run/index.ts';
import { type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import type { Trace, WindowQuery } from './trace.ts';

/** The trace of samples of one length, and which samples of the whole they are. */
export interface TracePart {
  readonly trace: Trace;
  readonly samples: readonly number[];
}

/**
 * One trace of several whose samples differ in length, the longest first. Arrays are as long as the longest sample's; behind the end of a
 * sample they hold NaN (nothing was computed there), and its mask is 0.
 */
export function unevenTrace(parts: readonly TracePart[], summary: RunSummary): Trace {
  const places = new Map(parts.flatMap((part) => part.samples.map((sample, row) => [sample, { part, row }] as const)));
  const arrays = new Map<string, Shape>();
  for (const { trace } of parts)
    for (const [name, shape] of trace.arrays) {
      const known = arrays.get(name);
      arrays.set(name, [
        summary.samples,
        ...(known ? known.slice(1).map((length, axis) => Math.max(length, shape[axis + 1] ?? 0)) : shape.slice(1)),
      ]);
    }
  const placeOf = (sample: number): { readonly part: TracePart; readonly row: number } =>
    places.get(sample) ?? refuse(TraceError, 'window-outside', null, { asked: `sample ${sample}`, there: `${summary.samples} samples` });
  const whole = (name: string): Float32Array | Float64Array | Uint8Array => {
    const shape = arrays.get(name);
    if (shape === undefined) return refuse(TraceError, 'signal-unknown', name, { name, known: [...arrays.keys()].slice(0, 12).join(', ') });
    return assembled(name, shape, parts, summary.precision);
  };
  return {
    summary,
    keptBytes: parts.reduce((sum, { trace }) => sum + trace.keptBytes, 0),
    arrays,
    axes: (name) => placeOf(0).part.trace.axes(name),
    whole,
    window: (query) => windowOf(query, placeOf(query.sample), summary.precision),
    mask: ({ layer, signal, sample, from, to }) => {
      const { part, row } = placeOf(sample);
      const steps = part.trace.summary.timesteps;
      const mask = new Uint8Array(to - from);
      const own = part.trace.mask({ layer, signal, sample: row, from: Math.min(from, steps), to: Math.min(to, steps) });
      if (own) mask.set(own);
      else mask.fill(1, 0, Math.max(0, Math.min(to, steps) - from));
      return mask;
    },
    initialState: (layer) => together(parts, summary.samples, (trace) => trace.initialState(layer)),
    lastStates: new Map(
      [...(parts[0]?.trace.lastStates.keys() ?? [])].map((layer) => [
        layer,
        together(parts, summary.samples, (trace) => trace.lastStates.get(layer) ?? null) ?? [],
      ]),
    ),
  };
}

/** A window that may reach behind the end of its sample. */
function windowOf(query: WindowQuery, { part, row }: { readonly part: TracePart; readonly row: number }, precision: Precision): Numbers {
  const name = query.layer === '' ? query.signal : `${query.layer}/${query.signal}`;
  const shape = part.trace.arrays.get(name) ?? [];
  // An array without a time axis has one timestep; whoever asks for more asks for token ids or a mask.
  const steps = shape.length >= 3 || query.to > 1 ? (shape[1] ?? 0) : query.to;
  const [from, to] = [Math.min(query.from, steps), Math.min(query.to, steps)];
  const own = part.trace.window({ ...query, sample: row, from, to });
  const length = query.to - query.from;
  if (to - from === length) return own;
  const units = to > from ? own.length / (to - from) : query.units === 'all' ? (shape.at(-1) ?? 0) : query.units.length;
  const packed = numbers(precision, units * length).fill(NaN);
  for (let unit = 0; unit < units; unit++) packed.set(own.subarray(unit * (to - from), (unit + 1) * (to - from)), unit * length);
  return packed;
}

/** Every sample at its place, NaN (0 in a mask) where it has no numbers. */
function assembled(
  name: string,
  shape: Shape,
  parts: readonly TracePart[],
  precision: Precision,
): Float32Array | Float64Array | Uint8Array {
  const all = name.endsWith('/mask') ? new Uint8Array(sizeOf(shape)) : numbers(precision, sizeOf(shape)).fill(NaN);
  const size = sizeOf(shape.slice(1));
  for (const { trace, samples } of parts) {
    const own = trace.arrays.get(name);
    if (own === undefined) continue;
    const values = trace.whole(name);
    const ownSize = sizeOf(own.slice(1));
    samples.forEach((sample, row) => {
      copyBlock(
        values.subarray(row * ownSize, (row + 1) * ownSize),
        own.slice(1),
        all.subarray(sample * size, (sample + 1) * size),
        shape.slice(1),
      );
    });
  }
  return all;
}

/** Copies an array into the near corner of a larger one of as many axes. Writes `to`. */
function copyBlock(from: Numbers | Uint8Array, fromShape: Shape, to: Numbers | Uint8Array, toShape: Shape): void {
  const [length = 1, ...inner] = fromShape;
  const [, ...outer] = toShape;
  if (inner.length === 0) {
    to.set(from.subarray(0, length));
    return;
  }
  const [fromSize, toSize] = [sizeOf(inner), sizeOf(outer)];
  for (let index = 0; index < length; index++)
    copyBlock(from.subarray(index * fromSize, (index + 1) * fromSize), inner, to.subarray(index * toSize, (index + 1) * toSize), outer);
}

/** States of a layer, every sample at its place. */
function together(
  parts: readonly TracePart[],
  samples: number,
  statesOf: (trace: Trace) => readonly Tensor[] | null,
): readonly Tensor[] | null {
  const [first] = parts;
  const states = first && statesOf(first.trace);
  if (!states) return null;
  return states.map(({ shape }, index) => {
    const units = shape[1] ?? 0;
    const data = new Float64Array(samples * units);
    for (const part of parts) {
      const own = statesOf(part.trace)?.[index]?.data;
      part.samples.forEach((sample, row) => {
        if (own) data.set(own.subarray(row * units, (row + 1) * units), sample * units);
      });
    }
    return { shape: [samples, units], data };
  });
}
