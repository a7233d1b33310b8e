import { expect, test } from 'vitest';
import { runSummary } from '../../test/run-summary.ts';
import { TraceKeeper } from '../trace/index.ts';
import type { SignalSpec } from '../layers/index.ts';
import { seriesView } from './series.ts';

const SIGNAL: SignalSpec = { name: 'backward/h', letter: 'h', range: null, meaning: '', units: 1, backwards: true };

/** A trace of one sample in which some steps are padding. */
function traceWith(mask: readonly number[] | null, timesteps: number) {
  const keeper = new TraceKeeper('f32');
  keeper.begin('bidirectional', [SIGNAL], [1, timesteps], null);
  if (mask) keeper.array('bidirectional/mask', { shape: [1, timesteps], data: Uint8Array.from(mask) }, 'timesteps');
  return keeper.finish(runSummary(1, timesteps));
}

const query = (from: number, to: number) => ({ layer: 'bidirectional/backward', signal: 'h', sample: 0, units: [0], from, to });

test('the mask of a layer comes with the curves of its parts, one number for each step', () => {
  const trace = traceWith([0, 0, 1, 1, 0], 5);
  expect(seriesView(trace, query(1, 5), 100).mask).toEqual(Uint8Array.of(0, 1, 1, 0));
  expect(seriesView(traceWith(null, 5), query(0, 5), 100).mask).toBe(null);
});

test('a pixel is padding only where every step behind it is', () => {
  const counting = new Set([2, 9, 10, 16]);
  const mask = Array.from({ length: 17 }, (_, step) => (counting.has(step) ? 1 : 0));
  for (const pixels of [1, 2, 3, 5, 7, 16]) {
    const view = seriesView(traceWith(mask, 17), query(0, 17), pixels).mask ?? [];
    const expected = Array.from({ length: pixels }, (_, pixel) => {
      const [from, to] = [Math.floor((pixel * 17) / pixels), Math.floor(((pixel + 1) * 17) / pixels)];
      return mask.slice(from, to).some((counts) => counts === 1) ? 1 : 0;
    });
    expect([...view], `${pixels} pixels`).toEqual(expected);
  }
});
