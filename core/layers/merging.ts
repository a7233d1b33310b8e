import type { Shape } from '../tensor/index.ts';
import type { LayerKind } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { flag, integers, required } from './settings.ts';
import { axisIndex, broadcast, lengthOf, listOf, single, withAxis } from './shapes.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/merging';

/** Layers that make one tensor of several. */
export const MERGING: readonly LayerKind[] = [
  ...['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum'].map((className): LayerKind => ({
    ...SAME_SHAPE,
    className,
    settings: {},
    outputShapes: (_settings, inputs) => [broadcastAll(inputs)],
    evaluate: null,
  })),
  {
    ...SAME_SHAPE,
    className: 'Concatenate',
    settings: { axis: integers(-1, `${FOLDER}/concatenate.py`) },
    outputShapes: (settings, inputs) => [concatenated(inputs, single(settings.axis, -1))],
    evaluate: null,
  },
  {
    ...SAME_SHAPE,
    className: 'Dot',
    reach: 'whole',
    settings: { axes: required('integers', `${FOLDER}/dot.py`), normalize: flag(false, `${FOLDER}/dot.py`) },
    outputShapes: (settings, inputs) => [dotted(inputs, listOf(settings.axes))],
    evaluate: null,
  },
];

/** The shape that all inputs are stretched to. */
export function broadcastAll(inputs: readonly Shape[]): Shape {
  const [first = [], ...others] = inputs;
  return others.reduce<Shape>((shape, input) => broadcast(shape, input), first);
}

/** Shapes joined along an axis that Keras counts with the samples axis. */
export function concatenated(inputs: readonly Shape[], axis: number): Shape {
  const [first = []] = inputs;
  const index = axisIndex(axis, first.length);
  const lengths = inputs.map((shape) => shape[index] ?? -1);
  return withAxis(
    first,
    index,
    lengthOf(lengths, (...known) => known.reduce((sum, length) => sum + length, 0)),
  );
}

/** Both shapes without the axis that is summed over; one number a sample where nothing is left. */
function dotted(inputs: readonly Shape[], axes: readonly number[]): Shape {
  const [first = -1, second = first] = axes;
  const [a = [], b = []] = inputs;
  const left = [...without(a, first), ...without(b, second)];
  return left.length === 0 ? [1] : left;
}

function without(shape: Shape, axis: number): Shape {
  const index = axisIndex(axis, shape.length);
  return shape.filter((_, at) => at !== index);
}
