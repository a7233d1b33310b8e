import { expect, test } from 'vitest';
import { runSummary } from '../../test/run-summary.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import { checkTrace, type CheckResult } from './check.ts';

const got: Record<string, Tensor> = {
  'lstm/h': { shape: [2, 2, 2], data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]) },
  'lstm/c': { shape: [2, 2, 2], data: Float32Array.from([NaN, 2, Infinity, 4, 5, 6, 7, -Infinity]) },
  output: { shape: [2, 1], data: Float32Array.from([0.5, 100]) },
};
const trace: Trace = {
  summary: runSummary(2, 2),
  keptBytes: 0,
  arrays: new Map(Object.entries(got).map(([name, { shape }]) => [name, shape])),
  whole: (name) => Float32Array.from(got[name]?.data ?? []),
  mask: () => null,
  axes: (name) => ({ sample: 0, timestep: name === 'output' ? null : 1 }),
  lastStates: new Map(),
  window: () => new Float32Array(),
  initialState: () => null,
};
const expected = (name: string, shape: number[], values: number[]): Map<string, Tensor> =>
  new Map([[name, { shape, data: Float64Array.from(values) }]]);
const check = (references: ReadonlyMap<string, Tensor>, absolute: number, relative: number, sample: number | null = null): CheckResult =>
  checkTrace(trace, references, { tolerance: { absolute, relative }, sample, layers: new Set(['lstm']) });

test('equal arrays pass, with NaN equal to NaN and infinities to themselves', () => {
  const result = check(new Map(Object.entries(got)), 0, 0);
  expect(result).toMatchObject({ pass: true, maxAbs: 0, compared: 3, missing: [] });
});

test('the largest difference is named by array, sample, timestep and unit', () => {
  const result = check(expected('lstm/h', [2, 2, 2], [1, 2, 3, 4, 5, 6.5, 7, 8.25]), 0.1, 0);
  const worst = {
    array: 'lstm/h',
    index: [1, 0, 1],
    got: 6,
    expected: 6.5,
    layer: 'lstm',
    signal: 'h',
    sample: 1,
    timestep: 0,
    unit: 1,
    beside: { axis: 'timestep', from: 0, got: [6, 8], expected: [6.5, 8.25] },
  };
  expect(result).toEqual({
    pass: false,
    maxAbs: 0.5,
    compared: 1,
    worst,
    missing: [],
    tolerance: { absolute: 0.1, relative: 0 },
    sample: null,
    samples: 2,
    timesteps: 2,
    arrays: [{ array: 'lstm/h', shape: [2, 2, 2], pass: false, maxAbs: 0.5, at: worst }],
  });
});

test('an array without a time axis is shown by units, and a sample by its number in the run', () => {
  expect(check(expected('output', [2, 1], [0.5, 99]), 1, 0).worst).toMatchObject({
    layer: '',
    signal: 'output',
    sample: 1,
    timestep: null,
    unit: 0,
    beside: { axis: 'unit', from: 0, got: [100], expected: [99] },
  });
  expect(check(expected('lstm/h', [2, 2], [5, 6, 7, 9]), 0, 0, 1).worst).toMatchObject({
    index: [0, 1, 1],
    sample: 1,
    timestep: 1,
    unit: 1,
  });
});

test('the worst array of several is told, and each has its own verdict', () => {
  const wanted = new Map([...expected('output', [2, 1], [0.5, 101]), ...expected('lstm/h', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8.25])]);
  const { worst, arrays } = check(wanted, 0.5, 0);
  expect(worst).toMatchObject({ array: 'output', got: 100, expected: 101 });
  expect(arrays.map(({ array, pass, maxAbs }) => ({ array, pass, maxAbs }))).toEqual([
    { array: 'output', pass: false, maxAbs: 1 },
    { array: 'lstm/h', pass: true, maxAbs: 0.25 },
  ]);
});

test('NaN against a number, a number against infinity and opposite infinities fail at any tolerance', () => {
  const values = [NaN, 2, Infinity, 4, 5, 6, 7, -Infinity];
  for (const [index, value] of [
    [0, 1],
    [1, NaN],
    [1, Infinity],
    [2, 3],
    [7, Infinity],
  ] as const) {
    const result = check(
      expected(
        'lstm/c',
        [2, 2, 2],
        values.map((old, at) => (at === index ? value : old)),
      ),
      1e300,
      1,
    );
    expect(result).toMatchObject({ pass: false, maxAbs: Infinity, worst: { array: 'lstm/c' } });
  }
});

test('the tolerance is ABS + REL · |expected|', () => {
  expect(check(expected('output', [2, 1], [0.5, 101]), 0, 0.01).pass).toBe(true);
  expect(check(expected('output', [2, 1], [0.5, 101]), 0, 0.009).pass).toBe(false);
  expect(check(expected('output', [2, 1], [0.5, 101]), 0.1, 0.009).pass).toBe(true);
});

test.each(['', 'arr_0'])('a lone array called "%s" is compared with the output', (name) => {
  expect(check(expected(name, [2, 1], [0.5, 100]), 0, 0)).toMatchObject({
    pass: true,
    compared: 1,
    worst: { array: 'output' },
  });
});

test('an array that the run did not give is missing, and then nothing passes', () => {
  const wanted = new Map([...expected('gru/z', [1], [0]), ...expected('output', [2, 1], [0.5, 100])]);
  expect(check(wanted, 0, 0)).toMatchObject({ pass: false, compared: 1, missing: ['gru/z'] });
  expect(check(new Map(), 0, 0)).toMatchObject({ pass: false, compared: 0, worst: null });
});

test('another shape is refused with both shapes; one sample may lack the samples axis', () => {
  expect(() => check(expected('lstm/h', [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]), 0, 0)).toThrow(
    '"lstm/h" has shape (2, 4); the run gave (2, 2, 2)',
  );
  expect(check(expected('lstm/h', [2, 2], [5, 6, 7, 8]), 0, 0, 1)).toMatchObject({ pass: true });
  expect(check(expected('lstm/h', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), 0, 0, 1)).toMatchObject({ pass: true });
});
