import { expect, test } from 'vitest';
import { besideRows } from './beside-rows.ts';

const worst = { array: 'lstm/h', index: [0, 5, 2], got: 1, expected: 1.5, layer: 'lstm', signal: 'h', sample: 0, timestep: 5, unit: 2 };

test('pairs around the largest difference bear their steps, or their units where there is no time axis', () => {
  const beside = { from: 4, got: [0.5, 1, NaN], expected: [0.25, 1.5, NaN] };
  expect(besideRows({ ...worst, beside: { ...beside, axis: 'timestep' } })).toEqual([
    { at: 4, got: 0.5, expected: 0.25, difference: 0.25, isWorst: false },
    { at: 5, got: 1, expected: 1.5, difference: 0.5, isWorst: true },
    { at: 6, got: NaN, expected: NaN, difference: NaN, isWorst: false },
  ]);
  const units = besideRows({ ...worst, timestep: null, beside: { ...beside, from: 1, axis: 'unit' } });
  expect(units.map(({ at, isWorst }) => [at, isWorst])).toEqual([
    [1, false],
    [2, true],
    [3, false],
  ]);
});
