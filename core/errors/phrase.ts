import { fillTemplate, type MessageValues } from './lab-error.ts';
import { NOTE_PHRASES } from './phrases-notes.ts';
import { QUESTION_PHRASES } from './phrases-questions.ts';
import { TREE_PHRASES } from './phrases-tree.ts';
import { quoteForMessage } from './quote.ts';

/** Every reason and effect that the core gives in words, in English, by its code; a language fills its own table by the same codes. */
export const PHRASES = { ...NOTE_PHRASES, ...QUESTION_PHRASES, ...TREE_PHRASES } as const;

export type PhraseCode = keyof typeof PHRASES;

/** A sentence, or the end of one, for people: its code and values, and its English. */
export interface Phrase {
  readonly code: PhraseCode;
  readonly values: Readonly<Record<string, string | number | Phrase>>;
  readonly text: string;
}

/** Longest text from a file in a phrase. */
const LONGEST_VALUE = 300;

/** A phrase from its code. What stands in it may come from a file: it is cut, and cannot steer a terminal. */
export function phrase(code: PhraseCode, values: Phrase['values'] = {}): Phrase {
  const harmless = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? quoteForMessage(value, LONGEST_VALUE) : value]),
  );
  const words: MessageValues = Object.fromEntries(
    Object.entries(harmless).map(([name, value]) => [name, typeof value === 'object' ? value.text : value]),
  );
  return { code, values: harmless, text: fillTemplate(PHRASES[code], words) };
}
