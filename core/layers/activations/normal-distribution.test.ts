import { expect, test } from 'vitest';
import { normalBelow } from './normal-distribution.ts';

/** Far to the left 1 − erf loses digits until the continued fraction takes over at z = −3 √2. */
const TAIL_TOLERANCE = 3e-11;

/** Source: Python 3.11 `math.erfc(-z / math.sqrt(2)) / 2`. */
test.each([
  [-1.5, 0.06680720126885809],
  [-4.2, 1.3345749015906346e-5],
  [-4.3, 8.539905470991816e-6],
  [-6, 9.865876450377012e-10],
  [-12, 1.776482112077702e-33],
  [-37, 5.725571222525139e-300],
])('the share below %d keeps its digits, and its mirror is what is left', (z, share) => {
  expect(Math.abs(normalBelow(z) / share - 1)).toBeLessThan(TAIL_TOLERANCE);
  expect(Math.abs(normalBelow(-z) - (1 - share))).toBeLessThan(1e-15);
});
