import { describe, expect, test } from 'vitest';
import type { LabErrorData, SequenceCard } from '../../core/session/index.ts';
import { countRows, editableText, rowOfError } from './sequence-text.ts';

const refusal = (values: LabErrorData['values']): LabErrorData => ({ code: 'sequence', message: '', where: null, hint: '', values });
const sequence = (shape: readonly number[], preview: readonly (readonly number[])[], names: readonly string[]): SequenceCard => ({
  title: 'typed',
  shape,
  names,
  preview,
  warnings: [],
});

test('rows are counted without names and empty lines; JSON has no lines to count', () => {
  expect(['', '1,2', 'a\tb\n1\t2\n\n3\t4\n', '1\n2\n3', '[[1, 2]]'].map(countRows)).toEqual([0, 1, 2, 3, null]);
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
});

describe('the cursor goes to the row that the message names', () => {
  const text = 'a,b\n1,2\n\n3,x\n';
  const selected = (values: LabErrorData['values']) => {
    const row = rowOfError(refusal(values), text);
    return row && text.slice(row.from, row.to);
  };

  test('by line, counted from 1', () => expect(selected({ line: 4 })).toBe('3,x'));
  test('by row of values, counted from 0', () => expect(selected({ row: 1 })).toBe('3,x'));
  test('and stays where it is when there is no such row', () =>
    expect([selected({ row: 7 }), selected({ line: 'x' }), selected({})]).toEqual([null, null, null]));
});
