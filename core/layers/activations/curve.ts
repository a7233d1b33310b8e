/** A function of one number with its slope. `range` bounds its values; null where one side at least is open. NaN stays NaN. */
export interface Curve {
  readonly range: readonly [number, number] | null;
  /** Value at one z. */
  at(z: number): number;
  /** Slope at one z; where the curve has a corner, the slope to its left. */
  slope(z: number): number;
}
