import type { RunSummary } from '../run/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';

/** Array of a trace by the names of the command line: layer `lstm`, signal `f`; layer `` with signal `input` or `output` for the model's own. */
export interface WindowQuery {
  readonly layer: string;
  readonly signal: string;
  readonly sample: number;
  readonly units: readonly number[] | 'all';
  readonly from: number;
  readonly to: number;
}

/** Timesteps of an array of one sample. */
export type StepsQuery = Omit<WindowQuery, 'units'>;

/** Which axes of an array of a trace count samples and timesteps. */
export interface TraceAxes {
  readonly sample: 0 | 1;
  /** Null for an array without a time axis. */
  readonly timestep: 0 | 1 | null;
}

/** Any window of any run. */
export interface Trace {
  readonly summary: RunSummary;
  readonly keptBytes: number;
  /**
   * Every array by its name (`lstm/f`, `lstm/output`, `input`, `output`), with its whole shape, (samples, timesteps, units) or (samples,
   * units); `lstm/mask` is (samples, timesteps).
   */
  readonly arrays: ReadonlyMap<string, Shape>;
  /** Time comes first in what goes into a `time_major` model and in what its layers return; never in a signal. @throws `signal-unknown` */
  axes(name: string): TraceAxes;
  /** Gives (units, to − from), packed, the caller's own copy. Token ids and masks have one unit; another array without a time axis counts as one timestep. @throws `window-outside` */
  window(query: WindowQuery): Float32Array | Float64Array;
  /** A whole array, in the shape that `arrays` says. @throws `signal-unknown` */
  whole(name: string): Float32Array | Float64Array | Uint8Array;
  /**
   * Which timesteps of a signal count, (to − from): those of its layer; of what a layer returns, and of the model's own arrays, those that
   * are told of the array. Null where no mask reached it.
   */
  mask(query: StepsQuery): Uint8Array | null;
  /** States that a layer started from, [h, c] of (samples, units) each; null when it started from zeros. */
  initialState(layer: string): readonly Tensor[] | null;
  /** States at which stateful layers stopped, by layer, in the order of its kind: (samples, units) each. */
  readonly lastStates: ReadonlyMap<string, readonly Tensor[]>;
}
