import { expect, test } from 'vitest';
import { ticksOf } from './ticks.ts';

test('ticks are round steps within the window, and never too many', () => {
  expect(ticksOf(0, 1, 8)).toEqual([0]);
  expect(ticksOf(288, 296, 8)).toEqual([288, 289, 290, 291, 292, 293, 294, 295]);
  expect(ticksOf(0, 730, 8)).toEqual([0, 100, 200, 300, 400, 500, 600, 700]);
  expect(ticksOf(10_440, 10_803, 8)).toEqual([10_450, 10_500, 10_550, 10_600, 10_650, 10_700, 10_750, 10_800]);
});
