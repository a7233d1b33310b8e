import type { Shape } from '../tensor/index.ts';
import { argument, ARGUMENTS } from './call-arguments.ts';
import type { LayerKind, Settings, SettingSpec } from './layer-kind.ts';
import { broadcastAll, concatenated } from './merging.ts';
import { reshaped } from './reshaping.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { flag, integers, numeric, optional, required } from './settings.ts';
import { axisIndex, listOf, single, UNKNOWN_SHAPE, withAxis } from './shapes.ts';
import { sliced } from './slices.ts';

const SOURCE = 'Keras 3.15 keras/src/ops/numpy.py, nn.py, core.py';

/** Activations and functions of one number: the shape stays. */
const UNARY: Readonly<Record<string, Readonly<Record<string, SettingSpec>>>> = {
  ...Object.fromEntries(
    ['Relu', 'Sigmoid', 'Tanh', 'Softplus', 'Silu', 'Exp', 'Log', 'Sqrt', 'Square', 'Absolute', 'Negative', 'Cast'].map((name) => [
      name,
      {},
    ]),
  ),
  Softmax: { axis: integers(-1, SOURCE) },
  Gelu: { approximate: flag(true, SOURCE) },
  Elu: { alpha: numeric(1, SOURCE) },
  LeakyRelu: { negative_slope: numeric(0.2, SOURCE) },
  Clip: { x_min: { values: 'any', default: () => null, source: SOURCE }, x_max: { values: 'any', default: () => null, source: SOURCE } },
};

/** Operations of functional Keras 3 models (`x[:, -1]`, `x + 2`, `ops.mean(x, axis=1)`), under `ops.` and their class. Axes count the samples. */
export const OPERATIONS: readonly LayerKind[] = [
  ...Object.entries(UNARY).map(([name, settings]) => operation(name, settings, (_, inputs) => inputs[0] ?? UNKNOWN_SHAPE)),
  ...['Add', 'Subtract', 'Multiply', 'Divide', 'TrueDivide', 'Power', 'Maximum', 'Minimum'].map((name) =>
    // The other operand may be a number; the samples axis is the same on both sides.
    operation(name, { arguments: ARGUMENTS }, (_, inputs) => broadcastAll(inputs)),
  ),
  ...['Mean', 'Sum', 'Max', 'Min'].map((name) =>
    operation(name, { axis: optional('integers', SOURCE), keepdims: flag(false, SOURCE) }, reduced),
  ),
  operation('GetItem', { arguments: ARGUMENTS }, (settings, inputs) => sliced(inputs[0] ?? UNKNOWN_SHAPE, argument(settings, '1'))),
  operation('ExpandDims', { axis: required('integers', SOURCE) }, (settings, inputs) =>
    inserted(inputs[0] ?? UNKNOWN_SHAPE, single(settings.axis, -1)),
  ),
  operation('Squeeze', { axis: optional('integers', SOURCE) }, squeezed),
  operation('Concatenate', { axis: integers(0, SOURCE) }, (settings, inputs) => concatenated(inputs, single(settings.axis, 0))),
  operation('Stack', { axis: integers(0, SOURCE) }, (settings, inputs) => {
    const stacked = inserted(inputs[0] ?? UNKNOWN_SHAPE, single(settings.axis, 0));
    return withAxis(stacked, axisIndex(single(settings.axis, 0), stacked.length), inputs.length);
  }),
  operation('Reshape', { newshape: required('integers', SOURCE) }, (settings, inputs) => {
    const [samples, ...target] = listOf(settings.newshape);
    return samples === -1 ? reshaped(inputs[0] ?? UNKNOWN_SHAPE, target) : target;
  }),
  operation('Transpose', { axes: optional('integers', SOURCE) }, (settings, inputs) =>
    settings.axes === null
      ? UNKNOWN_SHAPE
      : listOf(settings.axes)
          .slice(1)
          .map((axis) => inputs[0]?.[axis - 1] ?? -1),
  ),
  operation('Matmul', {}, (_, inputs) => multiplied(inputs)),
];

function operation(
  name: string,
  settings: Readonly<Record<string, SettingSpec>>,
  shapeOf: (settings: Settings, inputs: readonly Shape[]) => Shape,
): LayerKind {
  return {
    ...SAME_SHAPE,
    className: `ops.${name}`,
    reach: 'whole',
    settings,
    outputShapes: (values, inputs) => [shapeOf(values, inputs)],
    evaluate: null,
  };
}

/** The axes in `axis` gone, or of length 1 with `keepdims`. */
function reduced(settings: Settings, inputs: readonly Shape[]): Shape {
  const input = inputs[0] ?? UNKNOWN_SHAPE;
  if (settings.axis === null) return [];
  const indices = listOf(settings.axis).map((axis) => axisIndex(axis, input.length));
  return settings.keepdims
    ? input.map((length, at) => (indices.includes(at) ? 1 : length))
    : input.filter((_, at) => !indices.includes(at));
}

/** A new axis of length 1 at the place that `axis` has in the result. */
function inserted(input: Shape, axis: number): Shape {
  const index = axisIndex(axis, input.length + 1);
  return [...input.slice(0, index), 1, ...input.slice(index)];
}

/** Axes of length 1 gone: those in `axis`, or all. */
function squeezed(settings: Settings, inputs: readonly Shape[]): Shape {
  const input = inputs[0] ?? UNKNOWN_SHAPE;
  const indices = listOf(settings.axis).map((axis) => axisIndex(axis, input.length));
  return input.filter((length, at) => !(settings.axis === null ? length === 1 : indices.includes(at)));
}

/** (…, a, b) · (…, b, c) */
function multiplied([a = UNKNOWN_SHAPE, b = UNKNOWN_SHAPE]: readonly Shape[]): Shape {
  return [...broadcastAll([a.slice(0, -2), b.slice(0, -2)]), a.at(-2) ?? -1, b.at(-1) ?? -1];
}
