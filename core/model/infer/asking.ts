import { type Phrase, phrase } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Answers, Question } from '../model.ts';
import type { Decided } from './reading.ts';

export type OpenQuestion = Omit<Question, 'answered'>;

/** What a question says beside its id. */
export interface Ask {
  /** The likely answer first. */
  readonly choices: readonly unknown[];
  readonly why: Phrase;
  readonly effect: Phrase;
}

/** Settings of one layer while they are decided: what is known, with its reason, and what has to be asked. */
export interface Settling {
  /** Name under which its settings are asked for: `lstm`, `bidirectional/forward`. */
  readonly name: string;
  readonly className: string;
  readonly config: Record<string, unknown>;
  readonly reasons: Map<string, Phrase>;
  readonly questions: OpenQuestion[];
  readonly answers: Answers;
  readonly producer: Producer;
}

/** Takes over what shapes, names or the format decide. */
export function decide({ config, reasons }: Settling, settings: Readonly<Record<string, Decided>>): void {
  for (const [key, { value, note }] of Object.entries(settings)) {
    config[key] = value;
    reasons.set(key, note);
  }
}

/** Asks for a setting unless something decides it, and gives the value that holds until somebody answers. */
export function ask(settling: Settling, setting: string, { choices, why, effect }: Ask): unknown {
  const { name, config, reasons, questions, answers } = settling;
  if (Object.hasOwn(config, setting)) return config[setting];
  const id = `${name}.${setting}`;
  const [likely] = choices;
  questions.push({ id, choices, likely, why, effect });
  config[setting] = likely;
  reasons.set(setting, phrase('note-guessed', { why }));
  return answers.has(id) ? answers.get(id) : likely;
}

/** The likely choice first, the others in their order. */
export function likelyFirst<T>(likely: T, choices: readonly T[]): readonly T[] {
  return [likely, ...choices.filter((choice) => choice !== likely)];
}
