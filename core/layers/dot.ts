import { type Shape, sizeOf } from '../tensor/index.ts';
import { batchMatmul } from './batch-matmul.ts';
import { shapesApart } from './broadcasting.ts';
import { versionDefault } from './defaults.ts';
import { requireInputs } from './given-inputs.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers, type Precision } from './numbers.ts';
import { SAME_SHAPE, unmasked } from './same-shape.ts';
import { flag, required } from './settings.ts';
import { axisIndex, listOf } from './shapes.ts';
import { permuted, viewed, wholeView } from './views.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/merging/dot.py';

/** Dot products along one axis of each input, of vectors of length 1 with `normalize`. A mask ends here. Axes count the samples. */
export const DOT: LayerKind = {
  ...SAME_SHAPE,
  className: 'Dot',
  reach: 'whole',
  settings: { axes: required('integers', SOURCE), normalize: flag(false, SOURCE) },
  outputShapes: (settings, [a = [], b = []]) => [dotted(a, b, axesOf(settings.axes, a.length, b.length))],
  evaluate: evaluateDot,
};

/** z = Σ x · y over the two axes. */
function* evaluateDot(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  requireInputs(call, 2);
  const [x, y] = call.inputs;
  const [a, b] = axesOf(call.settings.axes, x.shape.length - 1, y.shape.length - 1);
  if (x.shape[a + 1] !== y.shape[b + 1]) shapesApart(call.name, x.shape, y.shape);
  const inner = x.shape[a + 1];
  const others = (rank: number, axis: number): readonly number[] => [...Array(rank).keys()].filter((at) => at !== 0 && at !== axis + 1);
  // Rows of x and columns of y: the axis that is summed over goes last in x, first behind the samples in y.
  const leftView = permuted(wholeView(x.shape), [0, ...others(x.shape.length, a), a + 1]);
  const rightView = permuted(wholeView(y.shape), [0, b + 1, ...others(y.shape.length, b)]);
  const left = viewed(inPrecision(x, call.precision), leftView);
  const right = viewed(inPrecision(y, call.precision), rightView);
  const [batch] = x.shape;
  const rows = sizeOf(leftView.shape.slice(1, -1));
  const columns = sizeOf(rightView.shape.slice(2));
  const floor = versionDefault('normalize_floor', call.producer) as number; // as: the table
  if (call.settings.normalize === true) {
    for (let row = 0; row < batch * rows; row++) normalise(left, row * inner, 1, inner, floor, call.precision);
    for (let sample = 0; sample < batch; sample++)
      for (let column = 0; column < columns; column++)
        normalise(right, sample * inner * columns + column, columns, inner, floor, call.precision);
  }
  const product = yield* batchMatmul(left, right, { batch, rows, inner, columns }, call.precision);
  return unmasked([batch, ...dotted(x.shape.slice(1), y.shape.slice(1), [a, b])], product);
}

/** v / √Σv², the length not below `floor`. Writes the `count` numbers from `start`, `stride` apart. Source: Keras 3.15 `ops.nn._normalize`. */
function normalise(values: Numbers, start: number, stride: number, count: number, floor: number, precision: Precision): void {
  const sum = numbers(precision, 1);
  for (let k = 0; k < count; k++) {
    const value = values[start + k * stride];
    sum[0] = sum[0] + (precision === 'f32' ? Math.fround(value * value) : value * value);
  }
  const inverse = 1 / Math.max(Math.sqrt(sum[0]), floor);
  for (let k = 0; k < count; k++) values[start + k * stride] = values[start + k * stride] * inverse;
}

/** The axis of each input as an index behind the samples. */
function axesOf(axes: unknown, ...[rank, otherRank]: readonly [number, number]): readonly [number, number] {
  const [first = -1, second = first] = listOf(axes);
  return [axisIndex(first, rank), axisIndex(second, otherRank)];
}

/** Both shapes without the axis that is summed over; one number a sample where nothing is left. */
function dotted(a: Shape, b: Shape, [first, second]: readonly [number, number]): Shape {
  const left = [...a.filter((_, at) => at !== first), ...b.filter((_, at) => at !== second)];
  return left.length === 0 ? [1] : left;
}
