const MINUS = '\u2212';
const THIN_SPACE = '\u2009';

/** A count or index with thin spaces between thousands: 29 120. */
export function count(value: number): string {
  return withMinus(String(value).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE));
}

/** A value with a fixed number of decimals and a true minus; from 1e9 on as an exponent. */
export function fixed(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : `${MINUS}Inf`;
  if (Math.abs(value) >= 1e9) return withMinus(value.toExponential(digits));
  return withMinus(value.toFixed(digits));
}

/** The same with a plus before values that are not negative. */
export function signed(value: number, digits = 4): string {
  return value >= 0 ? `+${fixed(value, digits)}` : fixed(value, digits);
}

/** Every digit that the precision carries (9 for float32, 17 for float64), with an ASCII minus, for copies that a program reads back. */
export function exact(value: number, precision: 'f32' | 'f64'): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(precision === 'f32' ? 9 : 17))) : String(value);
}

/** A shape as Keras prints it: (3, 128), (128,), null axes as None. */
export function shapeText(shape: readonly (number | null)[]): string {
  const axes = shape.map((axis) => (axis === null ? 'None' : count(axis)));
  return axes.length === 1 ? `(${axes[0]},)` : `(${axes.join(', ')})`;
}

const withMinus = (text: string) => text.replace(/^-/, MINUS).replace('e-', `e${MINUS}`);
