import type { MessageKey } from './dictionary.ts';
import { t } from './index.svelte.ts';

const LETTERS = 'xifgochyzr';

/** The name of a signal by its letter, as the screen says it; a letter of another cell stands for itself. */
export function signalName(letter: string): string {
  return LETTERS.includes(letter) ? t(`signal.${letter}.name` as MessageKey) : letter; // as: every letter above has both keys
}

/** What a signal means, in one sentence; g and h mean something else in each cell. `cell`: the class that holds the formulas. */
export function signalSentence(letter: string, cell = 'LSTM'): string {
  if (letter === 'g' && cell.startsWith('GRU')) return t('signal.g.gru');
  if (letter === 'h' && cell.startsWith('GRU')) return t('signal.h.gru');
  if (letter === 'h' && cell.startsWith('SimpleRNN')) return t('signal.h.simple');
  return LETTERS.includes(letter) ? t(`signal.${letter}.sentence` as MessageKey) : letter; // as: see above
}
