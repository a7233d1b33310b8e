/** Curves ready to draw: per unit and pixel the smallest and largest value, (units, pixels) row-major, NaN kept as gaps; min = max where a pixel holds at most one step. */
export interface SeriesView {
  readonly from: number;
  readonly to: number;
  readonly stepsPerPixel: number;
  readonly units: readonly number[];
  readonly min: Float32Array | Float64Array;
  readonly max: Float32Array | Float64Array;
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
  readonly bias: readonly number[];
  readonly sums: { readonly input: number; readonly recurrent: number; readonly bias: number; readonly z: number };
  readonly value: number;
  /** Slope of the activation at z. */
  readonly slope: number;
  /** The activation around z, for drawing: equal counts of z and value. */
  readonly curve: { readonly z: readonly number[]; readonly value: readonly number[] };
}

/** One unit at one step as one would write it on paper; terms in index order. */
export interface HandCalculation {
  readonly layer: string;
  readonly unit: number;
  readonly timestep: number;
  readonly sample: number;
  readonly masked: boolean;
  readonly gates: readonly GateCalculation[];
  /** c = f·c + i·g, then h = o·φ(c): the formula, the same with its numbers, the value. */
  readonly steps: readonly { readonly signal: string; readonly formula: string; readonly filled: string; readonly value: number }[];
  /** Cell and hidden state before the step. */
  readonly previous: { readonly c: number; readonly h: number };
}
