/** Curves ready to draw: per unit and pixel the smallest and largest value, (units, pixels) row-major, NaN kept as gaps; min = max where a pixel holds at most one step. */
export interface SeriesView {
  readonly from: number;
  readonly to: number;
  readonly stepsPerPixel: number;
  readonly units: readonly number[];
  readonly min: Float32Array | Float64Array;
  readonly max: Float32Array | Float64Array;
  /** 0 where every step behind the pixel is padding, else 1; (pixels). null where no mask reached the array. */
  readonly mask: Uint8Array | null;
  /** Smallest and largest finite value in view, over the units asked. */
  readonly range: readonly [number, number];
}

/** One product of a weighted sum: `x[2]` or `h[8]`, its value, its weight, value · weight. */
export interface Term {
  readonly name: string;
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}

/** One gate written out: products, subtotals, pre-activation z and the activated value. */
export interface GateCalculation {
  readonly signal: string;
  readonly letter: string;
  readonly activation: string;
  readonly input: readonly Term[];
  readonly recurrent: readonly Term[];
  /** None, one, or one of the input and one of the recurrent product. */
  readonly bias: readonly number[];
  /**
   * What the reset gate r does to it, in the candidate of a GRU: `before`, each h is multiplied by its r before it is weighed; `after`, the
   * recurrent product with its bias is multiplied by r of the unit. null elsewhere.
   */
  readonly reset: 'before' | 'after' | null;
  readonly sums: { readonly input: number; readonly recurrent: number; readonly bias: number; readonly z: number };
  readonly value: number;
  /** Slope of the activation at z. */
  readonly slope: number;
  /** The activation around z, for drawing: equal counts of z and value. */
  readonly curve: { readonly z: readonly number[]; readonly value: readonly number[] };
}

/** One unit at one step as one would write it on paper; terms in index order. */
export interface HandCalculation {
  /** The name of the recurrence in a trace: `lstm`, `bidirectional/forward`, `rnn/0`. */
  readonly layer: string;
  readonly unit: number;
  readonly timestep: number;
  readonly sample: number;
  /** True at padding: nothing was computed, there are no gates, and the states repeat. */
  readonly masked: boolean;
  /** The timestep that was processed before this one, later in time where the sequence is read backwards; null at the first. */
  readonly before: number | null;
  readonly gates: readonly GateCalculation[];
  /** The states, c = f·c₋₁ + i·g and h = o·φ(c) of an LSTM: the formula, the same with its numbers, the value. */
  readonly steps: readonly { readonly signal: string; readonly formula: string; readonly filled: string; readonly value: number }[];
  /** The states before the step, by name: h, and c of an LSTM. */
  readonly previous: Readonly<Record<string, number>>;
}
