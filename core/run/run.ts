import type { Precision } from '../layers/index.ts';

/** The first value of a run that is not finite, and why. */
export interface NonFinite {
  readonly layer: string;
  readonly signal: string;
  readonly sample: number;
  readonly timestep: number;
  readonly unit: number;
  readonly cause: string;
}

export interface RunSummary {
  readonly samples: number;
  readonly timesteps: number;
  /** True where inputs, and what layers return, lie (timesteps, samples, …); signals are always (samples, timesteps, units). */
  readonly timeMajor: boolean;
  readonly kernel: 'simd' | 'reference';
  readonly precision: Precision;
  /** The forward pass alone. */
  readonly ms: number;
  /** Timestep at which the user stopped it; null when it went to the end. */
  readonly stoppedAt: number | null;
  readonly firstNonFinite: NonFinite | null;
}

/** A run is a generator of chunks of at most about 16 ms each, so that whoever drives it can answer, report and stop between them. */
export type Run = Generator<{ readonly done: number; readonly of: number }, RunSummary, 'go' | 'stop'>;
