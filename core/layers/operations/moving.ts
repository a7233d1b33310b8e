import { type Shape, sizeOf, type Tensor } from '../../tensor/index.ts';
import { wholeAxes } from '../along-axes.ts';
import { commonShape, shapesApart, stretched } from '../broadcasting.ts';
import { argument } from '../call-arguments.ts';
import type { LayerCall, LayerKind, Settings } from '../layer-kind.ts';
import { inPrecision } from '../numbers.ts';
import { reshaped } from '../reshaping.ts';
import { optional, required } from '../settings.ts';
import { axisIndex, listOf, UNKNOWN_SHAPE } from '../shapes.ts';
import { itemsOf, sliced, slicedView } from '../slices.ts';
import { permuted, viewed, type View, wholeView } from '../views.ts';
import { operands } from './operands.ts';
import { ANY, operation, type Operation, SOURCE } from './operation.ts';

/** Operations that move numbers about and compute nothing. Axes count the samples. */
export const MOVING: readonly LayerKind[] = [
  operation('GetItem', {
    readsArguments: true,
    obstacle: (settings) => (itemsOf(argument(settings, '1')) === null ? 'index' : null),
    shapes: (settings, [input = UNKNOWN_SHAPE]) => [sliced(input, argument(settings, '1'))],
    compute: (call) => seen(call, (shape) => slicedView(shape, argument(call.settings, '1'), call.name)),
  }),
  operation('ExpandDims', {
    ...renamed((shape, settings) => expanded(shape, listOf(settings.axis))),
    settings: { axis: required('integers', SOURCE) },
    shapes: ({ axis }, [input = UNKNOWN_SHAPE]) => [expanded([-1, ...input], listOf(axis)).slice(1)],
  }),
  operation('Squeeze', {
    ...renamed((shape, settings, layer) =>
      squeezed(shape, settings.axis === null ? null : wholeAxes(listOf(settings.axis), shape.length, layer)),
    ),
    settings: { axis: optional('integers', SOURCE) },
    shapes: ({ axis }, [input = UNKNOWN_SHAPE]) => [
      squeezed(input, axis === null ? null : listOf(axis).map((at) => axisIndex(at, input.length))),
    ],
  }),
  operation('Reshape', {
    ...renamed((shape, settings, layer) => fitted(shape, listOf(settings.newshape), layer)),
    settings: { newshape: ANY },
    obstacle: ({ newshape }) => (isIntegers(newshape) ? null : 'newshape'),
    shapes({ newshape }, [input = UNKNOWN_SHAPE]) {
      const [samples, ...target] = listOf(newshape);
      return [samples === -1 ? reshaped(input, target) : target];
    },
  }),
  operation('Ravel', { ...renamed((shape) => [sizeOf(shape)]), shapes: () => [[]] }),
  operation('Transpose', {
    ...reordered(({ axes }, rank) => (axes === null ? [...Array(rank).keys()].reverse() : listOf(axes))),
    settings: { axes: optional('integers', SOURCE) },
  }),
  operation('Swapaxes', {
    ...reordered(({ axis1, axis2 }, rank) => swapped(rank, listOf(axis1)[0], listOf(axis2)[0])),
    settings: { axis1: required('integers', SOURCE), axis2: required('integers', SOURCE) },
  }),
  operation('Moveaxis', {
    ...reordered(({ source, destination }, rank) => moved(rank, listOf(source), listOf(destination))),
    settings: { source: required('integers', SOURCE), destination: required('integers', SOURCE) },
  }),
  operation('Flip', {
    settings: { axis: optional('integers', SOURCE) },
    operands: 1,
    shapes: (_, [input = UNKNOWN_SHAPE]) => [input],
    compute: (call) =>
      seen(call, (shape) =>
        flipped(shape, wholeAxes(call.settings.axis === null ? null : listOf(call.settings.axis), shape.length, call.name)),
      ),
  }),
  operation('BroadcastTo', {
    settings: { shape: ANY },
    operands: 1,
    obstacle: ({ shape }) => (isIntegers(shape) ? null : 'shape'),
    shapes: ({ shape }) => [listOf(shape).slice(1)],
    compute(call) {
      const [x] = operands(call, 1);
      const target = listOf(call.settings.shape);
      const shape = commonShape([x.shape, target], call.name);
      return [{ shape, data: stretched(inPrecision(x, call.precision), x.shape, shape) }];
    },
  }),
];

function isIntegers(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => Number.isInteger(entry));
}

/** The same numbers in another shape. */
function renamed(shapeOf: (shape: Shape, settings: Settings, layer: string) => Shape): Pick<Operation, 'operands' | 'compute'> {
  return {
    operands: 1,
    compute(call) {
      const [x] = operands(call, 1);
      return [{ shape: shapeOf(x.shape, call.settings, call.name), data: inPrecision(x, call.precision) }];
    },
  };
}

/** Axes in another order: axis k of the result is axis `order[k]`. The samples are expected to stay first where shapes are worked out. */
function reordered(orderOf: (settings: Settings, rank: number) => readonly number[]): Pick<Operation, 'operands' | 'compute' | 'shapes'> {
  return {
    operands: 1,
    shapes(settings, [input = UNKNOWN_SHAPE]) {
      const order = orderOf(settings, input.length + 1).map((axis) => (axis < 0 ? axis + input.length + 1 : axis));
      return [order[0] === 0 ? order.slice(1).map((axis) => input[axis - 1] ?? -1) : UNKNOWN_SHAPE];
    },
    compute: (call) =>
      seen(call, (shape) => {
        const order = wholeAxes(orderOf(call.settings, shape.length), shape.length, call.name);
        return new Set(order).size === shape.length ? permuted(wholeView(shape), order) : shapesApart(call.name, shape, order);
      }),
  };
}

function seen(call: LayerCall, viewOf: (shape: Shape) => View): readonly Tensor[] {
  const [x] = operands(call, 1);
  const view = viewOf(x.shape);
  return [{ shape: view.shape, data: viewed(inPrecision(x, call.precision), view) }];
}

/** New axes of length 1 at the places that they have in the result. */
function expanded(shape: Shape, axes: readonly number[]): Shape {
  const rank = shape.length + axes.length;
  const places = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, at) => (places.includes(at) ? 1 : (rest.shift() ?? 1)));
}

/** Axes of length 1 gone: those of `axes`, or all. */
function squeezed(shape: Shape, axes: readonly number[] | null): Shape {
  return shape.filter((length, at) => !(axes === null ? length === 1 : axes.includes(at)));
}

/** A target shape in which one −1 stands for what is left over. @throws `shapes-apart` */
function fitted(shape: Shape, target: readonly number[], layer: string): Shape {
  const result = reshaped(shape, target);
  return sizeOf(result) === sizeOf(shape) ? result : shapesApart(layer, shape, target);
}

function swapped(rank: number, first = 0, second = 0): readonly number[] {
  const [a, b] = [first, second].map((axis) => (axis < 0 ? axis + rank : axis));
  return [...Array(rank).keys()].map((axis) => (axis === a ? b : axis === b ? a : axis));
}

/** The axes of `source` at the places of `destination`, the others in order. Source: NumPy `moveaxis`. */
function moved(rank: number, source: readonly number[], destination: readonly number[]): readonly number[] {
  const whole = (axis: number): number => (axis < 0 ? axis + rank : axis);
  const places = new Map(destination.map((axis, index) => [whole(axis), whole(source[index] ?? 0)]));
  const others = [...Array(rank).keys()].filter((axis) => ![...places.values()].includes(axis));
  return Array.from({ length: rank }, (_, at) => places.get(at) ?? others.shift() ?? -1 - rank);
}

function flipped(shape: Shape, axes: readonly number[]): View {
  const { strides } = wholeView(shape);
  return {
    shape,
    strides: strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    start: axes.reduce((start, axis) => start + Math.max(0, shape[axis] - 1) * strides[axis], 0),
  };
}
