import type { Shape } from '../tensor/index.ts';
import { DOT } from './dot.ts';
import { evaluateMerge, MERGES } from './elementwise-merging.ts';
import { requireInputs } from './given-inputs.ts';
import { joined } from './joining.ts';
import type { LayerKind } from './layer-kind.ts';
import { joinedMask } from './merged-mask.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { integers } from './settings.ts';
import { axisIndex, broadcast, lengthOf, single, withAxis } from './shapes.ts';

/** Layers that make one tensor of several. */
export const MERGING: readonly LayerKind[] = [
  ...Object.entries(MERGES).map(([className, merge]): LayerKind => ({
    ...SAME_SHAPE,
    className,
    settings: {},
    outputShapes: (_settings, inputs) => [broadcastAll(inputs)],
    evaluate: evaluateMerge(merge),
  })),
  {
    ...SAME_SHAPE,
    className: 'Concatenate',
    settings: { axis: integers(-1, 'Keras 3.15 keras/src/layers/merging/concatenate.py') },
    outputShapes: (settings, inputs) => [concatenated(inputs, single(settings.axis, -1))],
    // eslint-disable-next-line require-yield -- numbers are copied and nothing else
    *evaluate(call) {
      requireInputs(call, 1);
      const axis = axisIndex(single(call.settings.axis, -1), call.inputs[0].shape.length - 1) + 1;
      const output = joined(call.inputs, axis, call.precision, call.name);
      return { outputs: [output], masks: [joinedMask(call, output.shape, axis)], state: [] };
    },
  },
  DOT,
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
