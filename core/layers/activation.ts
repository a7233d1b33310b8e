import { ModelError, refuse } from '../errors/index.ts';
import type { Producer } from '../read/index.ts';
import { versionDefault } from './defaults.ts';

/** A function applied to pre-activations. `range` bounds its values; null on a side-less function such as relu or linear. */
export interface Activation {
  readonly name: string;
  readonly range: readonly [number, number] | null;
  /** Value at one z; for softmax the value of a lone entry, which is 1. */
  at(z: number): number;
  /** Slope at one z. */
  slope(z: number): number;
  /** True when the values depend on their whole row (softmax). */
  readonly wholeRow: boolean;
}

type Plain = Omit<Activation, 'name' | 'wholeRow'>;

/** 1 / (1 + e^−z), written so that neither side overflows. */
function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** clip(slope · z + 0.5, 0, 1) */
function hardSigmoid(steepness: number): Plain {
  return {
    range: [0, 1],
    at: (z) => (Number.isNaN(z) ? NaN : Math.min(1, Math.max(0, steepness * z + 0.5))),
    slope: (z) => (Math.abs(steepness * z) < 0.5 ? steepness : 0),
  };
}

const LINEAR: Plain = { range: null, at: (z) => z, slope: () => 1 };

const PLAIN: Readonly<Record<string, Plain>> = {
  linear: LINEAR,
  tanh: { range: [-1, 1], at: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { range: [0, 1], at: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  relu: { range: null, at: (z) => (z > 0 || Number.isNaN(z) ? z : 0), slope: (z) => (z > 0 ? 1 : 0) },
  softplus: { range: null, at: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))), slope: sigmoid },
  softmax: { range: [0, 1], at: () => 1, slope: () => 0 },
};

/** Names that this version computes, as Keras writes them. */
export const ACTIVATION_NAMES = [...Object.keys(PLAIN), 'hard_sigmoid'] as const;

/**
 * The activation that a configuration names; null is linear, as in Keras.
 * @throws `activation-unknown`
 */
export function activationOf(name: unknown, producer: Producer, where: string): Activation {
  const key = name === null || name === undefined ? 'linear' : name;
  if (key === 'hard_sigmoid')
    return { name: key, wholeRow: false, ...hardSigmoid(versionDefault('hard_sigmoid_steepness', producer) as number) };
  if (typeof key === 'string' && Object.hasOwn(PLAIN, key)) return { name: key, wholeRow: key === 'softmax', ...(PLAIN[key] ?? LINEAR) };
  return refuse(ModelError, 'activation-unknown', where, {
    found: typeof key === 'string' ? key : JSON.stringify(key).slice(0, 80),
    known: ACTIVATION_NAMES.join(', '),
  });
}

/** Applies an activation to `count` numbers from `start`, in place; a Float32Array rounds what it stores. */
export function activate(activation: Activation, row: Float32Array | Float64Array, start: number, count: number): void {
  if (!activation.wholeRow) {
    for (let k = start; k < start + count; k++) row[k] = activation.at(row[k] ?? 0);
    return;
  }
  // softmax: e^(z − max) / Σ e^(z − max)
  let largest = -Infinity;
  for (let k = start; k < start + count; k++) largest = Math.max(largest, row[k] ?? 0);
  let sum = 0;
  for (let k = start; k < start + count; k++) sum += row[k] = Math.exp((row[k] ?? 0) - largest);
  for (let k = start; k < start + count; k++) row[k] = (row[k] ?? 0) / sum;
}
