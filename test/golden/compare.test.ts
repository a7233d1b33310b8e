import { expect, test } from 'vitest';
import { compare, describe, limitsOf } from './compare.ts';

const expected = new Map([['lstm/h', { shape: [1, 3, 2], data: Float64Array.of(0.1, 0.2, Number.NaN, 0.4, 0.5, 0.6) }]]);
const run = (...numbers: number[]) => new Map([['lstm/h', { shape: [1, 3, 2], data: Float64Array.from(numbers) }]]);

test('equal numbers agree, and NaN in a reference is any value', () => {
  expect(compare(run(0.1, 0.2, 77, 0.4, 0.5, 0.6), expected, limitsOf(0)).isWithin).toBe(true);
});

test('the worst difference is named by array, sample, timestep and unit', () => {
  const result = compare(run(0.1, 0.2, 77, 0.4, 0.5, 0.625), expected, limitsOf(2e-6));
  expect(result.isWithin).toBe(false);
  expect(describe(result)).toBe('lstm/h: sample 0, timestep 2, unit 1: got 0.625, expected 0.6, |Δ| 2.5e-2, limit 2.0e-6');
});

test('NaN in a run, a missing array and another shape all fail', () => {
  expect(compare(run(0.1, 0.2, 77, Number.NaN, 0.5, 0.6), expected, limitsOf(1)).isWithin).toBe(false);
  expect(compare(new Map(), expected, limitsOf(1)).isWithin).toBe(false);
  const flat = new Map([['lstm/h', { shape: [6], data: new Float64Array(6) }]]);
  expect(describe(compare(flat, expected, limitsOf(1)))).toBe('missing lstm/h: expected (1, 3, 2), got (6)');
});

test('the first pattern that fits an array counts, with absolute and relative parts', () => {
  const limit = limitsOf({ '*/output': 5, '*': [1, 0.5] });
  expect([limit('dense/output', 100), limit('lstm/h', -100)]).toEqual([5, 51]);
});
