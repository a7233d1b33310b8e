import { layerKindOf, type LayerResult, type Mask, type Precision, type Recorder } from '../core/layers/index.ts';
import { normalisedEntry } from '../core/model/config/normalise.ts';
import { computable, settingsOf } from '../core/model/settings.ts';
import type { Producer } from '../core/read/index.ts';
import type { Tensor } from '../core/tensor/index.ts';

interface LayerRun {
  readonly className: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Tensor[];
  readonly weights?: Readonly<Record<string, Tensor>>;
  readonly masks?: readonly (Mask | null)[];
  readonly producer?: Producer;
  readonly precision?: Precision;
  readonly recorder?: Recorder;
}

/** Runs a layer by itself, with its settings resolved as the model room does it. */
export function runLayer(run: LayerRun): LayerResult {
  const { inputs, producer = { name: 'keras', version: '3.15.1' } } = run;
  const { className, config } = normalisedEntry(run.className, null, run.config ?? {});
  const kind = layerKindOf(className);
  if (!kind?.evaluate) throw new Error(`${className} does not run`);
  const settings = settingsOf(kind, { name: 'layer', config }, producer, new Map());
  const steps = kind.evaluate({
    name: 'layer',
    settings: computable(kind, { name: 'layer', settings }, producer),
    weights: new Map(Object.entries(run.weights ?? {})),
    inputs,
    masks: run.masks ?? inputs.map(() => null),
    producer,
    initialState: null,
    precision: run.precision ?? 'f64',
    recorder: run.recorder ?? { chunk: () => undefined },
  });
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A tensor of these numbers. */
export function tensor(shape: readonly number[], data: readonly number[]): Tensor {
  return { shape, data: Float64Array.from(data) };
}

/** A mask of these numbers, (samples, timesteps). */
export function maskOf(rows: readonly (readonly number[])[]): Mask {
  return { shape: [rows.length, rows[0]?.length ?? 0], data: Uint8Array.from(rows.flat()) };
}
