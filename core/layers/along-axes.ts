import { refuse, RunError } from '../errors/index.ts';
import { type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import { inPrecision, type Numbers, numbers, type Precision } from './numbers.ts';
import { permuted, viewed, wholeView } from './views.ts';

/** One number of `count` numbers from `start`. `round` rounds to the precision of the run. */
export type Reduction = (row: Numbers, start: number, count: number, round: (value: number) => number) => number;

/** Whole axes of a tensor, the samples being 0, from what Keras writes; all of them for none. @throws `axis-unknown` */
export function wholeAxes(axes: readonly number[] | null, rank: number, layer: string): readonly number[] {
  return (axes ?? [...Array(rank).keys()]).map((axis) => {
    const index = axis < 0 ? axis + rank : axis;
    return index >= 0 && index < rank ? index : refuse(RunError, 'axis-unknown', layer, { layer, axis, rank });
  });
}

/** A tensor with the numbers along `axes` made one, the axes gone or of length 1. */
export function reducedAlong(x: Tensor, axes: readonly number[], keepsAxes: boolean, precision: Precision, reduction: Reduction): Tensor {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const rows = viewed(inPrecision(x, precision), permuted(wholeView(x.shape), [...kept, ...axes]));
  const count = sizeOf(axes.map((axis) => x.shape[axis]));
  const shape: Shape = keepsAxes ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length)) : kept.map((axis) => x.shape[axis]);
  const data = numbers(precision, sizeOf(shape));
  const round = precision === 'f32' ? Math.fround : (value: number): number => value;
  for (let k = 0; k < data.length; k++) data[k] = reduction(rows, k * count, count, round);
  return { shape, data };
}

/** A tensor of the same shape whose numbers along one axis are replaced together by `apply`, which writes them in place. */
export function replacedAlong(
  x: Tensor,
  axis: number,
  precision: Precision,
  apply: (row: Numbers, start: number, count: number) => void,
): Tensor {
  const order = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
  const turned = permuted(wholeView(x.shape), order);
  const rows = viewed(inPrecision(x, precision), turned);
  const count = x.shape[axis];
  for (let start = 0; start < rows.length; start += count) apply(rows, start, count);
  const back = [...x.shape.keys()].map((other) => order.indexOf(other));
  return { shape: x.shape, data: viewed(rows, permuted(wholeView(turned.shape), back)) };
}
