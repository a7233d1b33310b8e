import { describe, expect, test } from 'vitest';
import type { LabErrorData, SequenceCard } from '../../core/session/index.ts';
import { readSequenceText } from '../../core/read/index.ts';
import { columnsOfError, countRows, editableText, formWords, rowOfError } from './sequence-text.ts';

const refusal = (values: LabErrorData['values'], where: string | null = null): LabErrorData => ({
  code: 'sequence',
  message: '',
  where,
  hint: '',
  values,
});
const sequence = (shape: readonly number[], preview: readonly (readonly number[])[], names: readonly string[]): SequenceCard => ({
  title: 'typed',
  shape,
  axes: ['samples', 'timesteps', 'features'],
  names,
  preview,
  text: null,
  others: [],
  warnings: [],
});

test('rows are counted without names and empty lines; JSON has no lines to count', () => {
  expect(['', '1,2', 'a\tb\n1\t2\n\n3\t4\n', '1\n2\n3', '[[1, 2]]', 'a b\n1 2', '1 2\n3 4'].map(countRows)).toEqual([
    0,
    1,
    2,
    3,
    null,
    1,
    2,
  ]);
});

test('how a text was read is told by its encoding and what parts its cells', () => {
  const words = ['1\t2', '1;2', '1,2', '1 2', '[[1, 2]]']
    .map((text) => readSequenceText(text, 'typed').text)
    .map((form) => form && formWords(form));
  expect(words).toEqual(
    ['tabs', 'semicolons', 'commas', 'blanks', 'lists'].map((cells) => ({ encoding: null, cells: `setup.sequence.cells.${cells}` })),
  );
  expect(formWords({ encoding: 'utf-16le', delimiter: ';' })).toEqual({ encoding: 'UTF-16LE', cells: 'setup.sequence.cells.semicolons' });
});

test('a whole sequence can be edited as text, one that is cut or has more samples cannot', () => {
  const preview = [
    [1, 2],
    [3, -4.5],
  ];
  expect(editableText(sequence([1, 2, 2], preview, ['a', 'b']))).toBe('a\tb\n1\t2\n3\t-4.5');
  expect(editableText(sequence([1, 2, 2], preview, []))).toBe('1\t2\n3\t-4.5');
  expect(editableText(sequence([1, 900, 2], preview, []))).toBeNull();
  expect(editableText(sequence([2, 2, 2], preview, []))).toBeNull();
  expect(editableText({ ...sequence([1, 3], [[4], [1], [7]], []), axes: ['samples', 'timesteps'] })).toBe('4\n1\n7');
  expect(editableText({ ...sequence([2, 2], preview, ['a', 'b']), axes: ['samples', 'features'] })).toBe('a\tb\n1\t2\n3\t-4.5');
});

describe('the cursor goes to the row that the message names', () => {
  const text = 'a,b\n1,2\n\n3,x\n';
  const selected = (error: LabErrorData) => {
    const row = rowOfError(error, text);
    return row && text.slice(row.from, row.to);
  };

  test('by the line of a JSON text', () => expect(selected(refusal({ line: 4 }))).toBe('3,x'));

  test('by the row of a table, as the core itself names it', () => {
    let error: unknown;
    try {
      readSequenceText('a,b\n1,2\n3,x\n', 'typed');
    } catch (thrown) {
      error = thrown;
    }
    const row = rowOfError(error as LabErrorData, 'a,b\n1,2\n3,x\n'); // as: what core refuses with is a LabError
    expect(row).toEqual({ from: 8, to: 11 });
  });

  test('and stays where it is when there is no such row', () =>
    expect([refusal({}, 'typed, row 70'), refusal({ line: 'x' }), refusal({}, 'typed'), refusal({})].map(selected)).toEqual([
      null,
      null,
      null,
      null,
    ]));
});

test('a refused table tells its columns, each once, so that some can be chosen', () => {
  let error: unknown;
  try {
    readSequenceText('site,rain,site,,"a,""b"\nA,1,2,3,4\n', 'typed');
  } catch (thrown) {
    error = thrown;
  }
  expect(columnsOfError(error as LabErrorData)).toEqual(['site', 'rain', 'a,"b']); // as: what core refuses with is a LabError
  expect(columnsOfError(refusal({}))).toEqual([]);
});
