import { ModelError, refuse } from '../errors/index.ts';
import type { Producer } from '../read/index.ts';
import type { Curve } from './activations/curve.ts';
import { namedActivation } from './activations/layer-object.ts';
import { RECTIFYING } from './activations/rectifying.ts';
import { ROWS, type RowFunction } from './activations/rows.ts';
import { SMOOTH } from './activations/smooth.ts';
import { hardSigmoid, SQUASHING } from './activations/squashing.ts';
import { versionDefault } from './defaults.ts';
import type { Numbers } from './numbers.ts';

/** A function applied to pre-activations. Value and slope of a whole-row function are those of a row of one. */
export interface Activation extends Curve {
  readonly name: string;
  /** True when the values depend on their whole row (softmax). */
  readonly wholeRow: boolean;
  /** The function of the whole row; null where each number stands for itself. */
  readonly row: RowFunction | null;
}

const CURVES: ReadonlyMap<string, Curve> = new Map(Object.entries({ ...RECTIFYING, ...SQUASHING, ...SMOOTH }));
const ROW_FUNCTIONS: ReadonlyMap<string, RowFunction> = new Map(Object.entries(ROWS));

/** Other names of the same function: of Keras 1, of tf.nn, of TensorFlow.js. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['swish', 'silu'],
  ['hard_swish', 'hard_silu'],
  ['hardSigmoid', 'hard_sigmoid'],
  ['softmax_v2', 'softmax'],
  ['time_distributed_softmax', 'softmax'],
]);

/** Names that this version computes, as Keras writes them. */
export const ACTIVATION_NAMES: readonly string[] = [...CURVES.keys(), 'hard_sigmoid', ...ROW_FUNCTIONS.keys()];

/**
 * The activation that a configuration names, with the definition of the Keras that wrote it; null is linear, as in Keras. Its `name` is the
 * one in the configuration, a layer's is written with its settings: `LeakyReLU(0.3)`.
 * @throws `activation-unknown`
 */
export function activationOf(value: unknown, producer: Producer, where: string): Activation {
  const named = namedActivation(value);
  const activation = named === null ? null : 'curve' in named ? ofCurve(named.name, named.curve) : byName(named.name, producer);
  if (activation !== null) return activation;
  return refuse(ModelError, 'activation-unknown', where, {
    found: typeof value === 'string' ? value : JSON.stringify(value).slice(0, 80),
    known: ACTIVATION_NAMES.join(', '),
  });
}

function byName(name: string, producer: Producer): Activation | null {
  const key = ALIASES.get(name) ?? name;
  if (key === 'hard_sigmoid') return ofCurve(name, hardSigmoid(versionDefault('hard_sigmoid_steepness', producer) as number)); // as: the table
  const curve = CURVES.get(key);
  if (curve) return ofCurve(name, curve);
  const row = ROW_FUNCTIONS.get(key);
  return row ? { name, range: row.range, at: (z) => (Number.isNaN(z) ? NaN : row.lone), slope: () => 0, wholeRow: true, row } : null;
}

function ofCurve(name: string, curve: Curve): Activation {
  return { ...curve, name, wholeRow: false, row: null };
}

/** Applies an activation to `count` numbers from `start`, in place; a Float32Array rounds what it stores. */
export function activate(activation: Activation, row: Numbers, start: number, count: number): void {
  if (activation.row === null) for (let k = start; k < start + count; k++) row[k] = activation.at(row[k]);
  else activation.row.apply(row, start, count);
}
