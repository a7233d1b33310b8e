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

/** Any window of any run. */
export interface Trace {
  readonly summary: RunSummary;
  readonly keptBytes: number;
  /**
   * Every array by its name (`lstm/f`, `lstm/output`, `input`, `output`), with its whole shape, (samples, timesteps, units) or (samples,
   * units); `lstm/mask` is (samples, timesteps).
   */
  readonly arrays: ReadonlyMap<string, Shape>;
  /** Gives (units, to − from), packed, the caller's own copy. Token ids and masks have one unit; another array without a time axis counts as one timestep. @throws `window-outside` */
  window(query: WindowQuery): Float32Array | Float64Array;
  /** A whole array, in the shape that `arrays` says. @throws `signal-unknown` */
  whole(name: string): Float32Array | Float64Array | Uint8Array;
  /** Which timesteps of a sample count for a layer or a part of it, (to − from); null where no mask reached it. */
  mask(layer: string, sample: number, from: number, to: number): Uint8Array | null;
  /** States that a layer started from, [h, c] of (samples, units) each; null when it started from zeros. */
  initialState(layer: string): readonly Tensor[] | null;
}
