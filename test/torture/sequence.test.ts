import { describe, expect, test } from 'vitest';
import { Lab } from '../../core/session/index.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import { refusalOf } from './refusal.ts';

/** Rows 68 and 73 of the torture list. */
const UNITS = 5;
const FEATURES = 6;

function labWith(): Lab {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: UNITS, return_sequences: true }, features: FEATURES, seed: 3 });
  return lab;
}

const rows = (count: number, width: number): string =>
  Array.from({ length: count }, (_, row) => Array.from({ length: width }, (_, column) => (row + column) / 10).join(',')).join('\n');

describe('row 68: a table with a row of another number of values', () => {
  test('one ragged row is named by its number', () => {
    const text = `${rows(117, FEATURES)}\n${rows(1, FEATURES - 1)}\n${rows(3, FEATURES)}`;
    expect(refusalOf(() => labWith().setSequenceText(text))).toMatchObject({
      code: 'seq-columns',
      where: 'typed, row 118',
      values: { found: FEATURES - 1, expected: FEATURES },
    });
  });

  test.each([
    ['without a header', '', 'typed, row 1'],
    ['behind a header', 'a,b,c,d,e\n', 'typed, row 2'],
  ])('all rows, against the model, %s; the sequence before stays', (_, header, where) => {
    const lab = labWith();
    const { sequence } = lab.card;
    expect(refusalOf(() => lab.setSequenceText(header + rows(4, FEATURES - 1)))).toMatchObject({
      code: 'seq-columns',
      where,
      values: { found: FEATURES - 1, expected: FEATURES },
    });
    expect(lab.card.sequence).toEqual(sequence);
  });
});

describe('row 73: weights that are no numbers, or far too large', () => {
  const withKernel = (value: (row: number, column: number) => number): Lab => {
    const lab = labWith();
    const kernel = Array.from({ length: FEATURES }, (_, row) => Array.from({ length: 4 * UNITS }, (_, column) => value(row, column)));
    lab.setWeights('lstm', 'kernel', `[${kernel.map((row) => `[${row.join(', ')}]`).join(', ')}]`.replaceAll('NaN', 'nan'));
    return lab;
  };
  const first = (lab: Lab) => runToEnd(lab, 'f32').firstNonFinite;

  test('all NaN: NaN from step 0, with the first of them', () => {
    expect(first(withKernel(() => NaN))).toMatchObject({ layer: 'lstm', sample: 0, timestep: 0, cause: 'weight kernel[0,0] = NaN' });
  });

  test('one NaN is named by its place in the array', () => {
    const lab = withKernel((row, column) => (row === 3 && column === 17 ? NaN : (row - column) / 40));
    expect(first(lab)).toMatchObject({ layer: 'lstm', timestep: 0, unit: 2, cause: 'weight kernel[3,17] = NaN' });
  });

  test('weights of 1e30 saturate every gate and stay finite', () => {
    expect(first(withKernel(() => 1e30))).toBeNull();
  });
});
