import { expect, test } from 'vitest';
import { runSummary } from '../../test/run-summary.ts';
import { LabError } from '../errors/index.ts';
import type { Shape } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import { selectArrays, traceArrays } from './trace-arrays.ts';

/** 2 samples, 4 timesteps, 3 units; every number differs. */
function countingTrace(): Trace {
  const arrays = new Map<string, Shape>([
    ['input', [2, 4, 1]],
    ['lstm/f', [2, 4, 3]],
    ['lstm/c', [2, 4, 3]],
    ['output', [2, 2]],
  ]);
  const whole = (name: string): Float32Array => {
    const size = (arrays.get(name) ?? []).reduce((product, axis) => product * axis, 1);
    return Float32Array.from({ length: size }, (_, index) => index + name.length * 1000);
  };
  return {
    summary: runSummary(2, 4),
    keptBytes: 0,
    arrays,
    whole,
    window: () => new Float32Array(),
    mask: () => null,
    axes: (name) => ({ sample: 0, timestep: name === 'output' ? null : 1 }),
    initialState: () => null,
    lastStates: new Map(),
  };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof LabError) return error.code;
  }
  return 'nothing was refused';
};

test('without a selection every array comes whole, in the order of the trace', () => {
  const trace = countingTrace();
  const found = [...traceArrays(trace)];
  expect(found.map(([name]) => name)).toEqual(['input', 'lstm/f', 'lstm/c', 'output']);
  expect(found.map(([, tensor]) => tensor.data)).toEqual(found.map(([name]) => trace.whole(name)));
});

test('signals are chosen by letter or by whole name', () => {
  const names = (signals: string[]): string[] => selectArrays(countingTrace(), { signals }).map(({ name }) => name);
  expect(names(['c'])).toEqual(['lstm/c']);
  expect(names(['output', 'lstm/f'])).toEqual(['lstm/f', 'output']);
});

test('timesteps are cut out of every sample, arrays without a time axis stay whole', () => {
  const found = new Map(traceArrays(countingTrace(), { signals: ['f', 'output'], from: 1, to: 3 }));
  expect(found.get('lstm/f')).toEqual({
    shape: [2, 2, 3],
    data: Float32Array.from([3, 4, 5, 6, 7, 8, 15, 16, 17, 18, 19, 20], (k) => k + 6000),
  });
  expect(found.get('output')?.shape).toEqual([2, 2]);
});

test('one sample keeps the samples axis', () => {
  const found = new Map(traceArrays(countingTrace(), { sample: 1, from: 2, to: null }));
  expect(found.get('lstm/c')).toEqual({ shape: [1, 2, 3], data: Float32Array.from([18, 19, 20, 21, 22, 23], (k) => k + 6000) });
  expect(found.get('output')).toEqual({ shape: [1, 2], data: Float32Array.from([6002, 6003]) });
});

test('what the trace does not have is refused by name', () => {
  const trace = countingTrace();
  expect(codeOf(() => selectArrays(trace, { signals: ['x'] }))).toBe('selection-unknown');
  expect(codeOf(() => selectArrays(trace, { sample: 2 }))).toBe('selection-outside');
  expect(codeOf(() => selectArrays(trace, { from: 0, to: 5 }))).toBe('selection-outside');
  expect(codeOf(() => selectArrays(trace, { from: 4 }))).toBe('selection-outside');
});
