import { TraceError, refuse } from '../errors/index.ts';
import { type Mask, numbers, type Numbers, type Precision, type SignalSpec, swapAxes } from '../layers/index.ts';
import type { ArrayAxes, RunListener, RunSummary } from '../run/index.ts';
import { type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import type { StepsQuery, Trace, TraceAxes, WindowQuery } from './trace.ts';

/** Most bytes that a trace keeps in memory. */
const KEPT_BYTES_LIMIT = 1 << 30;

interface Kept {
  readonly shape: Shape;
  readonly values: Numbers | Uint8Array;
  /** Of two axes. */
  readonly axes: ArrayAxes;
  /** What a recurrence records step by step, and the mask that reached it: samples first in every run. */
  readonly isSignal: boolean;
}

/** Keeps every signal of a run: the plain form of a trace, for runs that fit into memory. */
export class TraceKeeper implements RunListener {
  readonly #precision: Precision;
  readonly #arrays = new Map<string, Kept>();
  readonly #masks = new Map<string, Mask>();
  readonly #initialStates = new Map<string, readonly Tensor[]>();
  readonly #lastStates = new Map<string, readonly Tensor[]>();
  #keptBytes = 0;

  constructor(precision: Precision) {
    this.#precision = precision;
  }

  /** @throws `trace-too-large` */
  begin(
    layer: string,
    signals: readonly SignalSpec[],
    [samples, timesteps]: readonly [number, number],
    initialState: readonly Tensor[] | null,
  ): void {
    if (initialState)
      this.#initialStates.set(
        layer,
        initialState.map((state) => ({ shape: state.shape, data: state.data.slice() })),
      );
    for (const signal of signals) this.#keep(`${layer}/${signal.name}`, [samples, timesteps, signal.units]);
  }

  chunk(layer: string, signal: string, from: number, to: number, plane: Float32Array | Float64Array, stride: number): void {
    const kept = this.#arrays.get(`${layer}/${signal}`);
    if (!kept) return;
    const [samples = 0, timesteps = 0, units = 0] = kept.shape;
    for (let step = from; step < to; step++) {
      for (let sample = 0; sample < samples; sample++) {
        const start = ((step - from) * samples + sample) * stride;
        kept.values.set(plane.subarray(start, start + units), (sample * timesteps + step) * units);
      }
    }
  }

  array(name: string, tensor: Tensor, axes: ArrayAxes = 'features'): void {
    const data = tensor.data instanceof Int32Array ? Float64Array.from(tensor.data) : tensor.data;
    this.#arrays.set(name, { shape: tensor.shape, values: data, axes, isSignal: data instanceof Uint8Array });
    this.#keptBytes += data.byteLength;
  }

  mask(name: string, mask: Mask): void {
    if (!this.#masks.has(name)) this.#masks.set(name, mask);
  }

  stopped(layer: string, states: readonly Tensor[]): void {
    this.#lastStates.set(layer, states);
  }

  /** The finished trace. */
  finish(summary: RunSummary): Trace {
    const arrays = this.#arrays;
    const masks = this.#masks;
    const initialStates = this.#initialStates;
    return {
      summary,
      keptBytes: this.#keptBytes,
      arrays: new Map([...arrays].map(([name, kept]) => [name, kept.shape])),
      axes: (name) => axesOf(kept(arrays, name), summary.timeMajor),
      window: (query) => {
        const found = kept(arrays, traceName(query));
        return windowOf(found, query, { precision: this.#precision, isTimeFirst: axesOf(found, summary.timeMajor).sample === 1 });
      },
      whole: (name) => kept(arrays, name).values.slice(),
      mask: (query) => {
        const name = traceName(query);
        const told = masks.get(name);
        const own = told && summary.timeMajor ? swapAxes(told) : told;
        const mask = own ?? (arrays.get(name)?.isSignal === true ? maskOf(arrays, query.layer) : null);
        const [, timesteps] = mask?.shape.length === 2 ? mask.shape : [];
        if (!mask || timesteps === undefined) return null; // ids with an axis of their own have a mask for each id
        return mask.data.slice(query.sample * timesteps + query.from, query.sample * timesteps + query.to);
      },
      initialState: (layer) => initialStates.get(layer) ?? null,
      lastStates: this.#lastStates,
    };
  }

  #keep(name: string, shape: Shape): void {
    const bytes = sizeOf(shape) * (this.#precision === 'f32' ? 4 : 8);
    if (this.#keptBytes + bytes > KEPT_BYTES_LIMIT) {
      refuse(TraceError, 'trace-too-large', name, {
        needed: Math.ceil((this.#keptBytes + bytes) / 2 ** 20),
        limit: KEPT_BYTES_LIMIT / 2 ** 20,
      });
    }
    this.#arrays.set(name, { shape, values: numbers(this.#precision, sizeOf(shape)), axes: 'timesteps', isSignal: true });
    this.#keptBytes += bytes;
  }
}

/** `lstm/f`; a layer without a name stands for the model's own `input` and `output`. */
function traceName(query: StepsQuery): string {
  return query.layer === '' ? query.signal : `${query.layer}/${query.signal}`;
}

function axesOf({ shape, axes, isSignal }: Kept, isTimeMajor: boolean): TraceAxes {
  if (shape.length < 3 && axes === 'features') return { sample: 0, timestep: null };
  return isTimeMajor && !isSignal ? { sample: 1, timestep: 0 } : { sample: 0, timestep: 1 };
}

/** The mask that reached a layer; of a part of it (`bidirectional/forward`, `rnn/0`) that of the whole. */
function maskOf(arrays: ReadonlyMap<string, Kept>, layer: string): Mask | null {
  const own = arrays.get(`${layer}/mask`);
  if (own?.values instanceof Uint8Array) return { shape: own.shape, data: own.values };
  const end = layer.lastIndexOf('/');
  return end < 0 ? null : maskOf(arrays, layer.slice(0, end));
}

/** @throws `signal-unknown` */
function kept(arrays: ReadonlyMap<string, Kept>, name: string): Kept {
  return arrays.get(name) ?? refuse(TraceError, 'signal-unknown', name, { name, known: [...arrays.keys()].slice(0, 12).join(', ') });
}

interface Reading {
  readonly precision: Precision;
  /** The array is (timesteps, samples, units), where it has a time axis. */
  readonly isTimeFirst: boolean;
}

/** Packs (units, to − from) out of (samples, timesteps, units). @throws `window-outside` */
function windowOf({ shape, values, axes }: Kept, query: WindowQuery, { precision, isTimeFirst }: Reading): Numbers {
  const hasTime = shape.length === 3 || axes === 'timesteps';
  const [first = 0, second = 0, width = 0] = shape.length === 3 ? shape : hasTime ? [...shape, 1] : [shape[0] ?? 0, 1, shape[1] ?? 0];
  const isSwapped = isTimeFirst && hasTime;
  const [samples, timesteps] = isSwapped ? [second, first] : [first, second];
  const [perSample, perStep] = isSwapped ? [width, samples * width] : [timesteps * width, width];
  const units = query.units === 'all' ? Array.from({ length: width }, (_, unit) => unit) : query.units;
  const { sample, from, to } = query;
  const whole = [sample, from, to, ...units].every(Number.isInteger);
  if (
    !whole ||
    sample < 0 ||
    sample >= samples ||
    from < 0 ||
    to > timesteps ||
    from > to ||
    units.some((unit) => unit < 0 || unit >= width)
  ) {
    refuse(TraceError, 'window-outside', traceName(query), {
      asked: `sample ${sample}, steps ${from} to ${to}`,
      there: `${samples} samples, ${timesteps} steps, ${width} units`,
    });
  }
  const length = to - from;
  const packed = numbers(precision, units.length * length);
  units.forEach((unit, row) => {
    for (let step = 0; step < length; step++) packed[row * length + step] = values[sample * perSample + (from + step) * perStep + unit];
  });
  return packed;
}
