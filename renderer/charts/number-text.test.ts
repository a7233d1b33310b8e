import { expect, test } from 'vitest';
import { valueText } from './number-text.ts';

test('values have six significant digits, a true minus and no needless zeros', () => {
  const values = [4, 0, -0, 0.982612345, -0.0309387, 123456.7, 1234567.8, -2.5e-7];
  expect(values.map((value) => valueText(value))).toEqual(['4', '0', '0', '0.982612', '−0.0309387', '123457', '1.235e+6', '−2.500e−7']);
});

test('values that are not finite, or not there, are told apart', () => {
  expect([Number.NaN, Infinity, -Infinity, undefined].map((value) => valueText(value))).toEqual(['NaN', '∞', '−∞', '–']);
});
