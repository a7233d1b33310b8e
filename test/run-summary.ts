import type { RunSummary } from '../core/run/index.ts';

/** What a run in float32 tells that reached its end, for tests of what is made of its arrays. */
export function runSummary(samples: number, timesteps: number): RunSummary {
  return {
    samples,
    timesteps,
    timeMajor: false,
    kernel: 'reference',
    precision: 'f32',
    ms: 0,
    stoppedAt: null,
    firstNonFinite: null,
  };
}
