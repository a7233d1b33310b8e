import {
  leftOutWords,
  type Rebuild,
  type Search,
  searchSettings,
  type Trial,
  type Verdict,
  verdictOf,
  wordsOf,
} from '../analysis/index.ts';
import type { AnswerInput, Model } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { type Known, knownPairs } from './known-pairs.ts';
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
  /** Combinations that were too many to try, and a sentence about them; 0 and null where all were tried. */
  readonly leftOut: number;
  readonly leftOutWords: string | null;
}

/**
 * Searches the settings that explain known arrays: named as in a trace, or one alone for the model's output. With `sample`, only
 * that one counts. Yields between pieces. @throws `expected-unknown`, `expected-none`, `selection-outside`, `cancelled`, RunError
 */
export function* guessSettings(
  { model, rebuild, ...known }: Known & { readonly model: Model; readonly rebuild: Rebuild },
  expected: ReadonlyMap<string, Tensor>,
  tolerance: number,
  sample: number | null = null,
): Generator<Progress, GuessResult, 'go' | 'stop'> {
  const startedAt = performance.now();
  const pairs = knownPairs(model, known, expected, sample);
  const search = yield* searchSettings({ model, rebuild, pairs, tolerance });
  return {
    ...verdictOf(search, pairs, tolerance),
    tolerance,
    combinations: search.combinations,
    ms: performance.now() - startedAt,
    present: search.suspects.flatMap(({ factors }) =>
      factors.flatMap(({ names, setting, present }) => names.map((name) => settingOf(name, setting, present))),
    ),
    guesses: search.best.map((trial) => guessOf(trial, tolerance)),
    depth: search.depth,
    leftOut: search.leftOut,
    leftOutWords: leftOutWords(search),
  };
}

function guessOf(trial: Trial, tolerance: number): Guess {
  return {
    settings: trial.hypothesis.flatMap(({ factor, choice }) => factor.names.map((name) => settingOf(name, factor.setting, choice.value))),
    words: trial.hypothesis.length === 0 && trial.maxAbs <= tolerance ? 'every setting right' : wordsOf(trial),
    maxAbs: trial.maxAbs,
    explains: trial.maxAbs <= tolerance,
    set: trial.answers,
  };
}

function settingOf(layer: string, setting: string, value: string): GuessedSetting {
  return { id: `${layer}.${setting}`, layer, setting, value };
}
