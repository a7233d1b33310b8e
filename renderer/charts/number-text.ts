/** A value for the screen: so many significant digits, minus U+2212, non-finite as words of the field. */
export function valueText(value: number | undefined, digits = 6): string {
  if (value === undefined) return '–';
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e-4 && size < 10 ** digits ? shortened(value.toPrecision(digits)) : value.toExponential(Math.min(digits, 4) - 1);
  return text.replace(/-/g, '−');
}

const shortened = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
