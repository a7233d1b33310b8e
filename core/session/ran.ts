import type { Answers, Model } from '../model/index.ts';
import type { ByteSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import type { CheckResult } from './check.ts';
import type { ModelCard } from './protocol.ts';

/** A finished run with all that it was made of, so that what is said of it later is not said of something typed since. */
export interface Ran {
  readonly trace: Trace;
  readonly model: Model;
  readonly about: Pick<ModelCard, 'title' | 'edited'>;
  readonly answers: Answers;
  /** The files of the model. */
  readonly sources: readonly ByteSource[];
  /** By the name of the input. */
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** Initial states that were given, by layer, in the order of its kind. */
  readonly states: ReadonlyMap<string, readonly Tensor[]>;
  /** The last comparison with reference arrays; null without one. */
  readonly check: Checked | null;
}

/** A comparison and what it was made with, by the names that the references have. */
export interface Checked {
  readonly result: CheckResult;
  readonly expected: ReadonlyMap<string, Tensor>;
}
