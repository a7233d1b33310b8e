import { type MessageKey, t } from '../i18n/index.ts';

const LETTERS = 'xifgochy';

/** The name of a signal by its letter, as the screen says it; a letter of another cell stands for itself. */
export function signalName(letter: string): string {
  return LETTERS.includes(letter) ? t(`signal.${letter}.name` as MessageKey) : letter; // as: every letter above has both keys
}

/** What a signal means, in one sentence. */
export function signalSentence(letter: string): string {
  return LETTERS.includes(letter) ? t(`signal.${letter}.sentence` as MessageKey) : letter; // as: every letter above has both keys
}
