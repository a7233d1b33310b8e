import type { Guess, GuessResult } from '../../core/session/index.ts';

/** Rows that are shown, unless more of them fit alike. */
const MOST_ROWS = 9;
/** Settings that have a column of their own; the reading names the rest. */
const MOST_COLUMNS = 4;

export interface GuessRow {
  readonly guess: Guess;
  /** One value for each column; `isChanged` where it is not what the model has. */
  readonly cells: readonly { readonly value: string; readonly isChanged: boolean }[];
  /** Length of the bar, 0..1: the difference beside the largest that is shown. */
  readonly bar: number;
}

export interface GuessTable {
  /** Ids of the settings that the combinations shown differ in. */
  readonly columns: readonly string[];
  readonly rows: readonly GuessRow[];
}

/** The nearest combinations as a table, with a column for each setting in which they differ. */
export function guessTable({ guesses, present, tied }: GuessResult): GuessTable {
  const shown = guesses.slice(0, Math.max(MOST_ROWS, tied));
  const columns = [...new Set(shown.flatMap(({ settings }) => settings.map(({ id }) => id)))].slice(0, MOST_COLUMNS);
  const largest = Math.max(0, ...shown.map(({ maxAbs }) => maxAbs).filter(Number.isFinite));
  const rows = shown.map((guess): GuessRow => {
    const cells = columns.map((id) => {
      const changed = guess.settings.find((setting) => setting.id === id)?.value;
      return { value: changed ?? present.find((setting) => setting.id === id)?.value ?? '', isChanged: changed !== undefined };
    });
    const bar = largest === 0 ? 0 : Math.min(1, Number.isFinite(guess.maxAbs) ? guess.maxAbs / largest : 1);
    return { guess, cells, bar };
  });
  return { columns, rows };
}
