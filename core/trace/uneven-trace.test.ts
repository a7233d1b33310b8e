import { expect, test } from 'vitest';
import { runSummary } from '../../test/run-summary.ts';
import { TraceKeeper } from './kept-trace.ts';
import { unevenTrace } from './uneven-trace.ts';

/** The trace of one sample of token ids. */
function traceOf(...ids: number[]) {
  const keeper = new TraceKeeper('f32');
  keeper.array('input', { shape: [1, ids.length], data: Float32Array.from(ids) }, 'timesteps');
  return keeper.finish(runSummary(1, ids.length));
}

test('token ids of a shorter sample end where it ends', () => {
  const parts = [
    { trace: traceOf(7, 8, 9), samples: [1] },
    { trace: traceOf(5), samples: [0] },
  ];
  const trace = unevenTrace(parts, runSummary(2, 3));
  const ids = (sample: number, from: number, to: number) => [...trace.window({ layer: '', signal: 'input', sample, units: [0], from, to })];
  expect([ids(0, 0, 3), ids(0, 0, 1), ids(0, 1, 3), ids(1, 0, 3)]).toEqual([[5, NaN, NaN], [5], [NaN, NaN], [7, 8, 9]]);
});
