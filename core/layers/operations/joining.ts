import type { Shape, Tensor } from '../../tensor/index.ts';
import { wholeAxes } from '../along-axes.ts';
import { shapesApart } from '../broadcasting.ts';
import { requireInputs } from '../given-inputs.ts';
import { joined } from '../joining.ts';
import type { LayerCall, LayerKind } from '../layer-kind.ts';
import { concatenated } from '../merging.ts';
import { inPrecision } from '../numbers.ts';
import { integers } from '../settings.ts';
import { axisIndex, listOf, single, UNKNOWN_SHAPE, withAxis } from '../shapes.ts';
import { viewed, wholeView } from '../views.ts';
import { counted } from './counts.ts';
import { constantOf, operands } from './operands.ts';
import { ANY, operation, SOURCE } from './operation.ts';

const AXIS_0 = { axis: integers(0, SOURCE) };

/** Operations that put tensors together and take them apart. Axes count the samples. */
export const JOINING: readonly LayerKind[] = [
  operation('Concatenate', {
    settings: AXIS_0,
    shapes: ({ axis }, inputs) => [concatenated(inputs, single(axis, 0))],
    compute: (call) => [joinedInputs(call, call.inputs, single(call.settings.axis, 0))],
  }),
  operation('Stack', {
    settings: AXIS_0,
    shapes({ axis }, inputs) {
      const index = placeOf(single(axis, 0), (inputs[0] ?? UNKNOWN_SHAPE).length + 2);
      return [insertedAxis(inputs[0] ?? UNKNOWN_SHAPE, index - 1, inputs.length)];
    },
    compute(call) {
      const place = placeOf(single(call.settings.axis, 0), (call.inputs[0]?.shape.length ?? 0) + 1);
      const parts = call.inputs.map(({ shape, data }) => ({ shape: insertedAxis(shape, place, 1), data }));
      return [joinedInputs(call, parts, place)];
    },
  }),
  operation('Split', {
    settings: { indices_or_sections: ANY, ...AXIS_0 },
    operands: 1,
    obstacle: ({ indices_or_sections: parts }) => (constantOf(parts) === null ? 'indices_or_sections' : null),
    shapes({ indices_or_sections: parts, axis }, [input = UNKNOWN_SHAPE]) {
      const index = axisIndex(single(axis, 0), input.length);
      const length = input[index] ?? -1;
      const bounds = boundsOf(parts, length);
      return bounds.slice(1).map((end, at) => withAxis(input, index, length < 0 ? -1 : end - bounds[at]));
    },
    compute(call) {
      const [x] = operands(call, 1);
      const [axis] = wholeAxes([single(call.settings.axis, 0)], x.shape.length, call.name);
      const bounds = boundsOf(call.settings.indices_or_sections, x.shape[axis]);
      if (!bounds.every((bound, at) => Number.isInteger(bound) && bound >= (bounds[at - 1] ?? 0) && bound <= x.shape[axis]))
        shapesApart(call.name, x.shape, bounds);
      return bounds.slice(1).map((end, at) => part(call, x, axis, bounds[at], end));
    },
  }),
  operation('Unstack', {
    settings: { num: ANY, ...AXIS_0 },
    operands: 1,
    shapes({ num, axis }, [input = UNKNOWN_SHAPE]) {
      const index = axisIndex(single(axis, 0), input.length);
      const count = typeof num === 'number' ? num : (input[index] ?? 1);
      return Array.from({ length: Math.min(1000, Math.max(1, count)) }, () => input.filter((_, at) => at !== index));
    },
    compute(call) {
      const [x] = operands(call, 1);
      const [axis] = wholeAxes([single(call.settings.axis, 0)], x.shape.length, call.name);
      const shape = x.shape.filter((_, at) => at !== axis);
      return Array.from({ length: x.shape[axis] }, (_, at) => ({ shape, data: part(call, x, axis, at, at + 1).data }));
    },
  }),
];

function joinedInputs(call: LayerCall, parts: readonly Tensor[], axis: number): Tensor {
  requireInputs(call, 1);
  const [place] = wholeAxes([axis], parts[0].shape.length, call.name);
  return joined(parts, place, call.precision, call.name);
}

/** Place in the result of an axis that is new. */
function placeOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function insertedAxis(shape: Shape, at: number, length: number): Shape {
  return [...shape.slice(0, Math.max(0, at)), length, ...shape.slice(Math.max(0, at))];
}

/** Where parts begin and end: equal ones for a number, else at these places. */
function boundsOf(parts: unknown, length: number): readonly number[] {
  if (typeof parts !== 'number') return [0, ...listOf(parts), length];
  const count = Math.min(1000, Math.max(1, Math.trunc(parts)));
  return counted(count + 1, (k) => (k * length) / count);
}

function part(call: LayerCall, x: Tensor, axis: number, from: number, to: number): Tensor {
  const { strides } = wholeView(x.shape);
  const shape = withAxis(x.shape, axis, to - from);
  return { shape, data: viewed(inPrecision(x, call.precision), { shape, strides, start: from * strides[axis] }) };
}
