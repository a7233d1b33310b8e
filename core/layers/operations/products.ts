import { type Shape, sizeOf, type Tensor } from '../../tensor/index.ts';
import { batchMatmul } from '../batch-matmul.ts';
import { commonShape, shapesApart, stretched } from '../broadcasting.ts';
import type { LayerCall, LayerKind, LayerProgress, Settings } from '../layer-kind.ts';
import { inPrecision, type Precision } from '../numbers.ts';
import { broadcast, listOf, UNKNOWN_SHAPE } from '../shapes.ts';
import { permuted, viewed, wholeView } from '../views.ts';
import { contracted, contractedShape, type Contraction } from './contraction.ts';
import { einsumContraction, MOST_OPERANDS, subscriptsOf } from './einsum-labels.ts';
import { operands, operandShapes, wholeOperandShapes } from './operands.ts';
import { ANY, operation, type Operation } from './operation.ts';

/** Operations that multiply and add up. */
export const PRODUCTS: readonly LayerKind[] = [
  operation('Matmul', {
    // Only tf.linalg.matmul turns an operand before it multiplies.
    settings: { transpose_a: ANY, transpose_b: ANY },
    operands: 2,
    obstacle: ({ transpose_a: a, transpose_b: b }) =>
      [a, b].every((flag) => flag === null || typeof flag === 'boolean') ? null : 'transpose',
    shapes(settings, inputs) {
      const [first, second] = operandShapes(settings, inputs, 2);
      const a = settings.transpose_a === true ? turned(first) : first;
      const b = settings.transpose_b === true ? turned(second) : second;
      if (a.length < 2 && b.length < 2) return [UNKNOWN_SHAPE];
      return [[...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2) ?? -1, b.at(-1) ?? -1]];
    },
    compute: matmul,
  }),
  operation('Einsum', {
    settings: { subscripts: ANY },
    operands: MOST_OPERANDS,
    obstacle: ({ subscripts }) => (subscriptsOf(subscripts) === null ? 'subscripts' : null),
    ...summing(
      ({ subscripts }, ranks) => {
        const read = subscriptsOf(subscripts);
        return read === null ? null : einsumContraction(read, ranks);
      },
      ({ subscripts }) => subscriptsOf(subscripts)?.inputs.length ?? 0,
    ),
  }),
  operation('Dot', {
    operands: 2,
    ...summing((_, [a, b]) => {
      const isScalar = a === 0 || b === 0;
      return axesContraction([a, b], isScalar ? [[], []] : [[a - 1], [Math.max(0, b - 2)]]);
    }),
  }),
  operation('Tensordot', {
    settings: { axes: ANY },
    operands: 2,
    obstacle: ({ axes }) => (isAxes(axes ?? 2) ? null : 'axes'),
    ...summing(({ axes }, ranks) => (isAxes(axes ?? 2) ? axesContraction(ranks, tensordotAxes(axes ?? 2, ranks)) : null)),
  }),
];

/** c = a · b over the last two axes, all others stretched to one shape. */
function* matmul(call: LayerCall): Generator<LayerProgress, readonly Tensor[], void> {
  const [first, second] = operands(call, 2);
  const a = call.settings.transpose_a === true ? turnedTensor(first, call.precision) : first;
  const b = call.settings.transpose_b === true ? turnedTensor(second, call.precision) : second;
  const [rows, inner] = a.shape.slice(-2);
  const [innerToo, columns] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || inner !== innerToo) shapesApart(call.name, a.shape, b.shape);
  const outer = commonShape([a.shape.slice(0, -2), b.shape.slice(0, -2)], call.name);
  const left = stretched(inPrecision(a, call.precision), a.shape, [...outer, rows, inner]);
  const right = stretched(inPrecision(b, call.precision), b.shape, [...outer, inner, columns]);
  const data = yield* batchMatmul(left, right, { batch: sizeOf(outer), rows, inner, columns }, call.precision);
  return [{ shape: [...outer, rows, columns], data }];
}

/** The last two axes the other way round. */
function turned<T>(axes: readonly T[]): readonly T[] {
  return [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
}

function turnedTensor(tensor: Tensor, precision: Precision): Tensor {
  const view = permuted(wholeView(tensor.shape), turned([...tensor.shape.keys()]));
  return { shape: view.shape, data: viewed(inPrecision(tensor, precision), view) };
}

/** An operation that sums products over axes that run together; null where it is not known which. */
function summing(
  contractionOf: (settings: Settings, ranks: readonly number[]) => Contraction | null,
  countOf: (settings: Settings) => number = () => 2,
): Pick<Operation, 'shapes' | 'compute'> {
  return {
    shapes(settings, inputs) {
      const shapes = wholeOperandShapes(settings, inputs, countOf(settings));
      const contraction = contractionOf(settings, ranksOf(shapes));
      return [contraction === null ? UNKNOWN_SHAPE : contractedShape(shapes, contraction).slice(1)];
    },
    *compute(call) {
      const tensors = operands(call, countOf(call.settings));
      const shapes = tensors.map(({ shape }) => shape);
      const contraction = contractionOf(call.settings, ranksOf(shapes));
      return [yield* contracted(call, tensors, contraction ?? shapesApart(call.name, shapes[0], shapes[1] ?? []))];
    },
  };
}

function ranksOf(shapes: readonly Shape[]): readonly number[] {
  return shapes.map(({ length }) => length);
}

/**
 * Sums over `first` axes of one operand together with `second` ones of the other; what is left of the one stands before what is left of the
 * other. Null where they have no such axes.
 */
function axesContraction([a, b]: readonly number[], [first, second]: readonly (readonly number[])[]): Contraction | null {
  const areThere = (axes: readonly number[], rank: number): boolean =>
    axes.every((axis, at) => axis >= 0 && axis < rank && axes.indexOf(axis) === at);
  if (!areThere(first, a) || !areThere(second, b)) return null;
  const left = Array.from({ length: a }, (_, axis) => `a${axis}`);
  const right = Array.from({ length: b }, (_, axis) => {
    const at = second.indexOf(axis);
    return at < 0 ? `b${axis}` : `a${first[at]}`;
  });
  const isKept = (label: string): boolean => !(left.includes(label) && right.includes(label));
  return { inputs: [left, right], output: [...left, ...right].filter(isKept) };
}

/** As many last axes of the first operand with as many first ones of the second, or these of both; whole. Source: Keras 3.15 `Tensordot`, NumPy `tensordot` */
function tensordotAxes(axes: unknown, [a = 0, b = 0]: readonly number[]): readonly (readonly number[])[] {
  if (typeof axes === 'number') {
    const count = Math.max(0, axes);
    return [Array.from({ length: count }, (_, k) => a - count + k), [...Array(count).keys()]];
  }
  const [first, second] = axes as readonly unknown[]; // as: isAxes() looked at it
  return [listOf(first).map((axis) => (axis < 0 ? axis + a : axis)), listOf(second).map((axis) => (axis < 0 ? axis + b : axis))];
}

function isAxes(axes: unknown): boolean {
  if (typeof axes === 'number') return Number.isInteger(axes) && axes <= MOST_AXES;
  if (!Array.isArray(axes) || axes.length !== 2) return false;
  const [first, second] = axes.map((given: unknown) => listOf(given));
  return first.length === second.length && [...first, ...second].every(Number.isInteger);
}

/** More axes than any tensor has here. */
const MOST_AXES = 16;
