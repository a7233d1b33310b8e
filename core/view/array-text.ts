import type { Tensor } from '../tensor/index.ts';

/** The shortest decimal that reads back as the same number in its precision, as NumPy prints it: `2.`, `-0.125`, `1.5e-09`. */
export function numberText(value: number, single: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const text = single ? shortestFloat32(value) : String(value);
  return /[.e]/.test(text) ? text : `${Object.is(value, -0) ? '-0' : text}.`;
}

function shortestFloat32(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

/** An array as `print(layer.get_weights())` shows it, with every number: `array([[2., 1.], [0., 1.]], dtype=float32)`, one row a line. */
export function arrayText({ shape, data }: Tensor): string {
  const single = data instanceof Float32Array;
  const indent = 'array('.length;
  const write = (axis: number, start: number, size: number): string => {
    if (axis === shape.length) return numberText(data[start] ?? NaN, single);
    const count = shape[axis] ?? 0;
    const step = count === 0 ? 0 : size / count;
    const parts = Array.from({ length: count }, (_, index) => write(axis + 1, start + index * step, step));
    const innermost = axis === shape.length - 1;
    return `[${parts.join(innermost ? ', ' : `,\n${' '.repeat(indent + axis + 1)}`)}]`;
  };
  return `array(${write(0, 0, data.length)}, dtype=${single ? 'float32' : 'float64'})`;
}
