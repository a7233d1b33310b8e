import { expect, test } from 'vitest';
import type { Guess, GuessResult } from '../../core/session/index.ts';
import { guessTable } from './guess-table.ts';

const setting = (id: string, value: string) => ({ id, layer: 'lstm', setting: id.slice(5), value });
const guess = (maxAbs: number, ...settings: Guess['settings'][number][]): Guess => ({
  settings,
  words: '',
  maxAbs,
  explains: maxAbs < 1e-5,
  set: null,
});

const result: GuessResult = {
  kind: 'explained',
  words: '',
  tied: 1,
  undecided: [],
  causes: [],
  why: null,
  tolerance: 1e-5,
  combinations: 288,
  ms: 5,
  present: [setting('lstm.activation', 'tanh'), setting('lstm.gate_order', 'i f g o'), setting('lstm.forget_bias', '0')],
  guesses: [
    guess(0, setting('lstm.activation', 'relu')),
    guess(2, setting('lstm.activation', 'relu'), setting('lstm.gate_order', 'f i g o')),
    guess(4),
    guess(Infinity, setting('lstm.gate_order', 'o i f g')),
  ],
  leftOut: 0,
  leftOutWords: null,
  depth: { alone: 4, pairs: 0 } as unknown as GuessResult['depth'], // as: no row reads it
};

test('a column stands for each setting in which the combinations differ; a row says which values are not those of the model', () => {
  const { columns, rows } = guessTable(result);
  expect(columns).toEqual(['lstm.activation', 'lstm.gate_order']);
  expect(rows.map(({ cells }) => cells.map(({ value, isChanged }) => (isChanged ? `${value}*` : value)).join(' | '))).toEqual([
    'relu* | i f g o',
    'relu* | f i g o*',
    'tanh | i f g o',
    'tanh | o i f g*',
  ]);
});

test('a bar is as long as its difference beside the largest finite one', () => {
  expect(guessTable(result).rows.map(({ bar }) => bar)).toEqual([0, 0.5, 1, 1]);
  expect(guessTable({ ...result, guesses: [guess(0)] }).rows.map(({ bar }) => bar)).toEqual([0]);
});

test('nine are shown, and more where more fit alike', () => {
  const many = Array.from({ length: 20 }, (_, index) => guess(index < 12 ? 0 : index, setting('lstm.activation', `a${index}`)));
  expect([guessTable({ ...result, guesses: many }).rows.length, guessTable({ ...result, guesses: many, tied: 12 }).rows.length]).toEqual([
    9, 12,
  ]);
});
