import { buildModel } from '../../core/model/index.ts';
import { runModel } from '../../core/run/index.ts';
import { storedTensor, type Tensor } from '../../core/tensor/index.ts';
import { type Trace, TraceKeeper } from '../../core/trace/index.ts';

/** A layer of a chain: its class, its settings as a configuration holds them, its arrays in Keras' order. */
export interface MadeLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly arrays?: readonly Tensor[];
}

export interface MadeModel {
  readonly layers: readonly MadeLayer[];
  /** (samples, timesteps, features), or token ids (samples, timesteps). */
  readonly x: Tensor;
  /** The Keras that wrote the model. */
  readonly version?: string;
  /** States that the layer `rnn` starts from, (samples, units) each. */
  readonly states?: readonly Tensor[];
}

export const tensor = (shape: readonly number[], data: readonly number[]): Tensor => ({ shape, data: Float64Array.from(data) });

export const filled = (shape: readonly number[], value: number): Tensor => made(shape, () => value);

/** 0, 1, 2, … in row-major order. */
export const counted = (shape: readonly number[], step = 1): Tensor => made(shape, (k) => k * step);

/** Row-major index k → ((7 k + s) mod 13 − 6) / 10: distinct weights, made without a random generator. */
export const pattern = (shape: readonly number[], s: number): Tensor => made(shape, (k) => (((7 * k + s) % 13) - 6) / 10);

export function made(shape: readonly number[], value: (k: number) => number): Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float64Array.from({ length: size }, (_, k) => value(k)) };
}

/** Value of a timestep that does not count. */
const PADDING = -99;

/** x with the timesteps of a mask (samples, timesteps) replaced by padding, and the layer that finds it. */
export function masked(x: Tensor, mask: readonly (readonly number[])[]): { readonly x: Tensor; readonly layer: MadeLayer } {
  const features = x.shape.at(-1) ?? 1;
  const data = Float64Array.from(x.data, (value, k) => (mask.flat()[Math.floor(k / features)] === 0 ? PADDING : value));
  return { x: { shape: x.shape, data }, layer: { className: 'Masking', config: { mask_value: PADDING } } };
}

/** Builds a chain as a file would describe it and runs it in float64. The layer with states is named `rnn`, or `rnn_2` for a second one. */
export function runMade({ layers, x, version = '3.15.1', states }: MadeModel): Trace {
  const producer = { name: version.startsWith('tfjs') ? 'tfjs' : 'keras', version };
  const named = layers.map((layer, index) => ({ ...layer, name: nameOf(layers, index) }));
  const entries = named.map(({ className, config, name }) => ({ class_name: className, config: { name, ...config } }));
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, ...x.shape.slice(2)] } };
  const model = buildModel({
    format: 'keras-legacy',
    producer,
    config: { class_name: 'Sequential', config: { name: 'made', layers: [input, ...entries] } },
    groups: named.map(({ name, arrays = [] }) => ({
      name,
      tensors: arrays.map((array, at) => storedTensor(`${name}/${at}`, name, array)),
    })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  });
  const keeper = new TraceKeeper('f64');
  const plan = { model, inputs: new Map([['x', x]]), states: new Map(states ? [['rnn', states]] : []), precision: 'f64' as const };
  const run = runModel(plan, keeper);
  for (;;) {
    const step = run.next('go');
    if (step.done) return keeper.finish(step.value);
  }
}

const RECURRENT = /LSTM|GRU|RNN|Bidirectional/;

function nameOf(layers: readonly MadeLayer[], index: number): string {
  const { className } = layers[index];
  if (!RECURRENT.test(className)) return `${className.toLowerCase()}_${index}`;
  const before = layers.slice(0, index).filter((layer) => RECURRENT.test(layer.className)).length;
  return before === 0 ? 'rnn' : `rnn_${before + 1}`;
}

/** Largest |got − expected|; infinite when the counts differ. */
export function worst(got: ArrayLike<number>, expected: readonly number[]): number {
  if (got.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, index) => Math.abs(got[index] - value)));
}
