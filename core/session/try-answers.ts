import { differenceOf, type KnownPair } from '../analysis/index.ts';
import { LabError } from '../errors/index.ts';
import type { AnswerInput, Model } from '../model/index.ts';
import type { Progress } from './progress.ts';

/** What another answer to a setting would do to a run. */
export interface TriedAnswer {
  readonly value: AnswerInput;
  /** max |Δ| of the model's outputs from those of the run; null where it gives another shape, numbers that are not finite, or no model. */
  readonly maxAbs: number | null;
}

/**
 * Runs the same sequence with each of the answers, and says how far the outputs move. `pairs`: what went in, and the outputs that came out.
 * `rebuild`: the model with an answer. Yields between chunks of the runs. @throws `cancelled`
 */
export function* tryAnswers(
  values: readonly AnswerInput[],
  rebuild: (value: AnswerInput) => Model,
  pairs: readonly KnownPair[],
): Generator<Progress, readonly TriedAnswer[], 'go' | 'stop'> {
  const tried: TriedAnswer[] = [];
  for (const [done, value] of values.entries()) {
    const model = orNone(() => rebuild(value));
    const difference = model ? yield* counted(differenceOf(model, pairs), { done, of: values.length }) : Infinity;
    tried.push({ value, maxAbs: Number.isFinite(difference) ? difference : null });
  }
  return tried;
}

/** Work that says how far it is each time that it yields. */
function* counted<T>(work: Generator<undefined, T, 'go' | 'stop'>, progress: Progress): Generator<Progress, T, 'go' | 'stop'> {
  for (let word: 'go' | 'stop' = 'go'; ;) {
    const step = work.next(word);
    if (step.done === true) return step.value;
    word = yield progress;
  }
}

/** An answer that the weights do not fit, or that its setting does not take, makes no model. */
function orNone(build: () => Model): Model | null {
  try {
    return build();
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
