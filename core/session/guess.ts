import {
  type KnownPair,
  oneSample,
  type Rebuild,
  samplesOf,
  type Search,
  searchSettings,
  type Trial,
  type Verdict,
  verdictOf,
  wordsOf,
} from '../analysis/index.ts';
import { refuse, TraceError } from '../errors/index.ts';
import type { AnswerInput, Model } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { referenceName } from './check.ts';
import type { Progress } from './progress.ts';

/** A setting that a combination changes. */
export interface GuessedSetting {
  /** `lstm.gate_order`; the settings of Keras bear their own names. */
  readonly id: string;
  readonly layer: string;
  readonly setting: string;
  readonly value: string;
}

/** A combination of settings that was tried. */
export interface Guess {
  /** What it changes; nothing for the model as it is. */
  readonly settings: readonly GuessedSetting[];
  /** What is wrong if it is right, in words. */
  readonly words: string;
  /** Largest difference from the known output. */
  readonly maxAbs: number;
  readonly explains: boolean;
  /** Answers that apply it, tried out; none needed for the model as it is, null where no answer can (a gate order is no setting). */
  readonly set: readonly { readonly id: string; readonly value: AnswerInput }[] | null;
}

/** Which settings explain a known output. */
export interface GuessResult extends Verdict {
  readonly tolerance: number;
  /** Tried. */
  readonly combinations: number;
  readonly ms: number;
  /** Every setting that was in question, with its value as the model is. */
  readonly present: readonly GuessedSetting[];
  /** The nearest first, the model as it is among them. */
  readonly guesses: readonly Guess[];
  /** Most settings that were changed together in one layer, and in a pair of layers. */
  readonly depth: Search['depth'];
}

/** What the lab knows of the model and its input. */
interface Known {
  readonly model: Model;
  readonly rebuild: Rebuild;
  readonly inputs: ReadonlyMap<string, Tensor>;
  readonly states: ReadonlyMap<string, readonly Tensor[]>;
}

/**
 * Searches the settings that explain known arrays: named as in a trace, or one alone for the model's output. With `sample`, only
 * that one counts. Yields between pieces. @throws `expected-unknown`, `expected-none`, `selection-outside`, `cancelled`, RunError
 */
export function* guessSettings(
  { model, rebuild, inputs, states }: Known,
  expected: ReadonlyMap<string, Tensor>,
  tolerance: number,
  sample: number | null = null,
): Generator<Progress, GuessResult, 'go' | 'stop'> {
  const startedAt = performance.now();
  const whole: KnownPair = { inputs, states, precision: 'f32', expected: comparable(expected) };
  const pair = sample === null ? whole : oneOf(whole, sample);
  const search = yield* searchSettings({ model, rebuild, pair, tolerance });
  return {
    ...verdictOf(search, pair, tolerance),
    tolerance,
    combinations: search.combinations,
    ms: performance.now() - startedAt,
    present: search.suspects.flatMap(({ factors }) =>
      factors.flatMap(({ layers, setting, present }) => layers.map((layer) => settingOf(layer, setting, present))),
    ),
    guesses: search.best.map((trial) => guessOf(trial, tolerance)),
    depth: search.depth,
  };
}

/** @throws `selection-outside` */
function oneOf(pair: KnownPair, sample: number): KnownPair {
  const count = samplesOf(pair);
  if (sample >= count) refuse(TraceError, 'selection-outside', null, { axis: 'sample', asked: sample, count });
  return oneSample(pair, sample);
}

/** References by the names that they have in a trace. @throws `expected-none` */
function comparable(expected: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  if (![...expected.values()].some(({ data }) => data.length > 0)) refuse(TraceError, 'expected-none', null);
  return new Map([...expected].map(([name, tensor]) => [referenceName(name, expected), tensor]));
}

function guessOf(trial: Trial, tolerance: number): Guess {
  return {
    settings: trial.hypothesis.flatMap(({ factor, choice }) =>
      factor.layers.map((layer) => settingOf(layer, factor.setting, choice.value)),
    ),
    words: trial.hypothesis.length === 0 && trial.maxAbs <= tolerance ? 'every setting right' : wordsOf(trial),
    maxAbs: trial.maxAbs,
    explains: trial.maxAbs <= tolerance,
    set: trial.answers,
  };
}

function settingOf(layer: string, setting: string, value: string): GuessedSetting {
  return { id: `${layer}.${setting}`, layer, setting, value };
}
