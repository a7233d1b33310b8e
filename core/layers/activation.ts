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
export const ACTIVATION_ALIASES: ReadonlyMap<string, string> = new Map([
  ['swish', 'silu'],
  ['hard_swish', 'hard_silu'],
  ['hardSigmoid', 'hard_sigmoid'],
  ['softmax_v2', 'softmax'],
  ['time_distributed_softmax', 'softmax'],
]);

/**
 * Names of hard_sigmoid that say the definition too; what a file calls `hard_sigmoid` depends on the release that wrote it. No Keras knows
 * them: they are for answers, and for telling the two apart.
 */
const HARD_SIGMOIDS: ReadonlyMap<string, Producer> = new Map([
  ['hard_sigmoid_keras_2', { name: 'keras', version: '2.2.4' }],
  ['hard_sigmoid_keras_3', { name: 'keras', version: '3.15.1' }],
]);

/** Names that this version computes, as Keras writes them. */
export const ACTIVATION_NAMES: readonly string[] = [...CURVES.keys(), 'hard_sigmoid', ...ROW_FUNCTIONS.keys()];

/**
 * The activation that a configuration names, with the definition of the Keras that wrote it; null is linear, as in Keras. Its `name` is the
 * one in the configuration, a layer's is written with its settings: `LeakyReLU(0.3)`.
 * @throws `activation-unknown`
 */
export function activationOf(value: unknown, producer: Producer, where: string): Activation {
  const meant = namedActivation(value);
  const activation = meant === null ? null : 'curve' in meant ? ofCurve(meant.name, meant.curve) : byName(meant.name, producer);
  if (activation !== null) return activation;
  return refuse(ModelError, 'activation-unknown', where, {
    found: typeof value === 'string' ? value : JSON.stringify(value).slice(0, 80),
    known: ACTIVATION_NAMES.join(', '),
  });
}

/** The name of an activation that no release reads in another way: `hard_sigmoid_keras_2` for the `hard_sigmoid` of a file of Keras 2. */
export function definiteName(value: unknown, producer: Producer, where: string): string {
  const activation = activationOf(value, producer, where);
  const { name } = activation;
  if ((ACTIVATION_ALIASES.get(name) ?? name) !== 'hard_sigmoid') return name;
  const isSame = (release: Producer): boolean => activationOf('hard_sigmoid', release, where).at(1) === activation.at(1);
  return [...HARD_SIGMOIDS].find(([, release]) => isSame(release))?.[0] ?? name;
}

function byName(name: string, producer: Producer): Activation | null {
  const release = HARD_SIGMOIDS.get(name);
  if (release) return named(byName('hard_sigmoid', release), name);
  const key = ACTIVATION_ALIASES.get(name) ?? name;
  if (key === 'hard_sigmoid') return ofCurve(name, hardSigmoid(versionDefault('hard_sigmoid_steepness', producer) as number)); // as: the table
  const curve = CURVES.get(key);
  if (curve) return ofCurve(name, curve);
  const row = ROW_FUNCTIONS.get(key);
  return row ? { name, range: row.range, at: (z) => (Number.isNaN(z) ? NaN : row.lone), slope: () => 0, wholeRow: true, row } : null;
}

function named(activation: Activation | null, name: string): Activation | null {
  return activation && { ...activation, name };
}

function ofCurve(name: string, curve: Curve): Activation {
  return { ...curve, name, wholeRow: false, row: null };
}

/** Applies an activation to `count` numbers from `start`, in place; a Float32Array rounds what it stores. */
export function activate(activation: Activation, row: Numbers, start: number, count: number): void {
  if (activation.row === null) for (let k = start; k < start + count; k++) row[k] = activation.at(row[k]);
  else activation.row.apply(row, start, count);
}
