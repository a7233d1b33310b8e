import type { Shape } from '../tensor/index.ts';

/** A tensor of whose shape nothing is known. */
export const UNKNOWN_SHAPE: Shape = [-1, -1];

/** Length of an axis that is worked out from others; −1 where one of them is free. */
export function lengthOf(parts: readonly number[], make: (...parts: number[]) => number): number {
  return parts.some((part) => part < 0) ? -1 : Math.max(0, make(...parts));
}

/** Product of lengths; −1 where one is free. */
export function productOf(lengths: readonly number[]): number {
  return lengthOf(lengths, (...known) => known.reduce((product, length) => product * length, 1));
}

/** The number that stands in a setting as `3` or `[3]`. */
export function single(value: unknown, otherwise: number): number {
  const first: unknown = Array.isArray(value) ? (value as unknown[])[0] : value;
  return typeof first === 'number' ? first : otherwise;
}

/** The numbers that stand in a setting as `3` or `[3, 4]`. */
export function listOf(value: unknown): readonly number[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((entry) => typeof entry === 'number');
}

/** Index within a shape that lacks the samples axis, of an axis that Keras counts with it; −1 names the last one. */
export function axisIndex(axis: number, rank: number): number {
  return axis < 0 ? rank + axis : axis - 1;
}

/** Length of an axis that Keras counts with the samples axis; −1 where the shape has none such. */
export function axisLength(shape: Shape, axis: number): number {
  return shape[axisIndex(axis, shape.length)] ?? -1;
}

/** The shape with another length on one axis. */
export function withAxis(shape: Shape, index: number, length: number): Shape {
  return shape.map((axis, at) => (at === index ? length : axis));
}

/** What two shapes become when one is added to the other: aligned at their last axes, a length of 1 stretched. */
export function broadcast(a: Shape, b: Shape): Shape {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const lead = long.length - short.length;
  return long.map((length, index) => {
    if (index < lead) return length;
    const other = short[index - lead] ?? 1;
    if (other === 1) return length;
    if (length === 1) return other;
    // A free axis has to turn out as long as the other one, or 1.
    return length < 0 ? other : length;
  });
}
