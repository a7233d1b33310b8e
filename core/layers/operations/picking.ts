import type { Shape, Tensor } from '../../tensor/index.ts';
import { wholeAxes } from '../along-axes.ts';
import { shapesApart } from '../broadcasting.ts';
import { argument, argumentEntries } from '../call-arguments.ts';
import type { LayerCall, LayerKind } from '../layer-kind.ts';
import { inPrecision, numbers } from '../numbers.ts';
import { optional } from '../settings.ts';
import { axisIndex, lengthOf, listOf, single, UNKNOWN_SHAPE, withAxis } from '../shapes.ts';
import { constantOf, operands } from './operands.ts';
import { counted, isCounts } from './counts.ts';
import { ANY, operation, SOURCE } from './operation.ts';

/** Operations that choose entries of an axis, some of them more than once. Axes count the samples. */
export const PICKING: readonly LayerKind[] = [
  operation('Tile', {
    settings: { repeats: ANY },
    operands: 1,
    obstacle: ({ repeats }) => (isCounts(repeats) ? null : 'repeats'),
    shapes: ({ repeats }, [input = UNKNOWN_SHAPE]) => [tiledShape([-1, ...input], listOf(repeats)).slice(1)],
    compute(call) {
      const [x] = operands(call, 1);
      const repeats = listOf(call.settings.repeats);
      const rank = Math.max(x.shape.length, repeats.length);
      const start: Tensor = { shape: [...Array<number>(rank - x.shape.length).fill(1), ...x.shape], data: x.data };
      const times = [...Array<number>(rank - repeats.length).fill(1), ...repeats];
      // Axis after axis the whole once more.
      return [
        times.reduce(
          (tensor, count, axis) =>
            picked(
              call,
              tensor,
              axis,
              counted(count * tensor.shape[axis], (k) => k % tensor.shape[axis]),
            ),
          start,
        ),
      ];
    },
  }),
  operation('Repeat', {
    settings: { repeats: ANY, axis: optional('integers', SOURCE) },
    operands: 1,
    obstacle: ({ repeats, axis }) => (isCounts(repeats) && listOf(repeats).length === 1 && axis !== null ? null : 'repeats'),
    shapes: ({ repeats, axis }, [input = UNKNOWN_SHAPE]) => [
      stretchedAxis(input, single(axis, 0), (length) => length * single(repeats, 1)),
    ],
    compute: (call) =>
      along(call, (length) => counted(length * single(call.settings.repeats, 1), (k) => Math.floor(k / single(call.settings.repeats, 1)))),
  }),
  operation('Roll', {
    settings: { shift: ANY, axis: optional('integers', SOURCE) },
    operands: 1,
    obstacle: ({ shift, axis }) => (Number.isInteger(shift) && axis !== null && listOf(axis).length === 1 ? null : 'shift'),
    shapes: (_, [input = UNKNOWN_SHAPE]) => [input],
    compute: (call) => along(call, (length) => counted(length, (k) => (((k - single(call.settings.shift, 0)) % length) + length) % length)),
  }),
  operation('Take', {
    settings: { axis: optional('integers', SOURCE) },
    readsArguments: true,
    obstacle: (settings) => {
      const indices = constantOf(argument(settings, '1'));
      const isAll = argumentEntries(settings).every(({ name }) => name === '1');
      return isAll && indices !== null && indices.shape.length < 2 && settings.axis !== null ? null : 'indices';
    },
    shapes: (settings, [input = UNKNOWN_SHAPE]) => {
      const indices = constantOf(argument(settings, '1'));
      const at = axisIndex(single(settings.axis, 0), input.length);
      return [indices?.shape.length === 0 ? input.filter((_, axis) => axis !== at) : withAxis(input, at, indices?.data.length ?? -1)];
    },
    compute(call) {
      const indices = constantOf(argument(call.settings, '1'));
      const [taken] = along(call, (length) => [...(indices?.data ?? [])].map((index) => (index < 0 ? index + length : index)));
      const [axis] = wholeAxes([single(call.settings.axis, 0)], taken.shape.length, call.name);
      return [indices?.shape.length === 0 ? { shape: taken.shape.filter((_, at) => at !== axis), data: taken.data } : taken];
    },
  }),
];

/** Entries of one axis in another choice. @throws `shapes-apart` */
function picked(call: LayerCall, x: Tensor, axis: number, places: readonly number[]): Tensor {
  const length = x.shape[axis];
  if (!places.every((place) => Number.isInteger(place) && place >= 0 && place < length))
    shapesApart(call.name, x.shape, places.slice(0, 8));
  const values = inPrecision(x, call.precision);
  const chunk = x.shape.slice(axis + 1).reduce((size, other) => size * other, 1);
  const outer = values.length / (chunk * length);
  const data = numbers(call.precision, outer * places.length * chunk);
  for (let row = 0; row < outer; row++) {
    for (const [at, place] of places.entries()) {
      const from = (row * length + place) * chunk;
      data.set(values.subarray(from, from + chunk), (row * places.length + at) * chunk);
    }
  }
  return { shape: withAxis(x.shape, axis, places.length), data };
}

/** The choice that `placesOf` makes from the axis in the settings. */
function along(call: LayerCall, placesOf: (length: number) => readonly number[]): readonly Tensor[] {
  const [x] = operands({ ...call, settings: {} }, 1);
  const [axis] = wholeAxes([single(call.settings.axis, 0)], x.shape.length, call.name);
  return [picked(call, x, axis, placesOf(x.shape[axis]))];
}

function tiledShape(input: Shape, repeats: readonly number[]): Shape {
  const rank = Math.max(input.length, repeats.length);
  const from = [...Array<number>(rank - input.length).fill(1), ...input];
  return from.map((length, at) => lengthOf([length], (known) => known * (repeats[at - (rank - repeats.length)] ?? 1)));
}

function stretchedAxis(input: Shape, axis: number, make: (length: number) => number): Shape {
  const index = axisIndex(axis, input.length);
  return withAxis(input, index, lengthOf([input[index] ?? -1], make));
}
