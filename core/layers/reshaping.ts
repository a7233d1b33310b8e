import { ModelError, refuse, RunError } from '../errors/index.ts';
import { formatShape, type Shape, sizeOf } from '../tensor/index.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers } from './numbers.ts';
import { SAME_SHAPE, unmasked } from './same-shape.ts';
import { dataFormat, required } from './settings.ts';
import { lengthOf, listOf, productOf, withAxis } from './shapes.ts';
import { permuted, viewed, wholeView } from './views.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/reshaping';

/** Layers that lay the numbers of a sample out in another shape. Masks end at all of them. */
export const RESHAPING: readonly LayerKind[] = [
  {
    ...SAME_SHAPE,
    className: 'Flatten',
    reach: 'whole',
    settings: { data_format: dataFormat(`${FOLDER}/flatten.py`) },
    outputShapes: (_settings, inputs) => [[productOf(inputs[0] ?? [])]],
    evaluate: flatten,
  },
  {
    ...SAME_SHAPE,
    className: 'Reshape',
    reach: 'whole',
    settings: { target_shape: required('integers', `${FOLDER}/reshape.py`) },
    outputShapes: (settings, inputs) => [reshaped(inputs[0] ?? [], listOf(settings.target_shape))],
    evaluate: reshape,
  },
  {
    ...SAME_SHAPE,
    className: 'Permute',
    reach: 'whole',
    settings: { dims: required('integers', `${FOLDER}/permute.py`) },
    outputShapes: (settings, inputs) => [listOf(settings.dims).map((dim) => inputs[0]?.[dim - 1] ?? -1)],
    // Keras refuses other orders when the layer is made.
    obstacle: ({ dims }) => (isOrder(listOf(dims)) ? null : `dims = ${JSON.stringify(dims)}`),
    evaluate: permute,
  },
  {
    ...SAME_SHAPE,
    className: 'RepeatVector',
    settings: { n: required('integer', `${FOLDER}/repeat_vector.py`) },
    outputShapes: (settings, inputs) => [[settings.n as number, ...(inputs[0] ?? [])]], // as: validated by the model room
    evaluate: repeat,
  },
];

/** A target shape in which one −1 stands for what is left over. */
export function reshaped(input: Shape, target: Shape): Shape {
  const rest = target.indexOf(-1);
  if (rest < 0) return target;
  const known = productOf(target.filter((length) => length !== -1));
  return withAxis(
    target,
    rest,
    lengthOf([productOf(input), known], (all, part) => (part === 0 ? 0 : Math.floor(all / part))),
  );
}

/** Row by row; `channels_first` puts the features last before. */
// eslint-disable-next-line require-yield -- one copy at most
function* flatten(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { shape, data } = inputOf(call);
  const [samples = 0, ...sample] = shape;
  const rest = sample.slice(1).map((_, index) => index + 2);
  const turns = call.settings.data_format === 'channels_first' && rest.length > 0;
  return unmasked([samples, sizeOf(sample)], turns ? viewed(data, permuted(wholeView(shape), [0, ...rest, 1])) : data);
}

/** The same numbers in another shape. @throws `reshape-size` */
// eslint-disable-next-line require-yield -- one reference
function* reshape(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { shape, data } = inputOf(call);
  const [samples = 0, ...sample] = shape;
  const stated = listOf(call.settings.target_shape);
  const target = reshaped(sample, stated);
  if (sizeOf(target) !== sizeOf(sample)) {
    refuse(RunError, 'reshape-size', call.name, { layer: call.name, found: formatShape(sample), target: formatShape(stated) });
  }
  return unmasked([samples, ...target], data);
}

/** Axes in another order; the samples stay first. @throws `config-value` */
// eslint-disable-next-line require-yield -- one copy
function* permute(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const x = inputOf(call);
  const dims = listOf(call.settings.dims);
  if (dims.length !== x.shape.length - 1) {
    const expected = `${x.shape.length - 1} axes in their new order`;
    refuse(ModelError, 'config-value', `${call.name}.dims`, { layer: call.name, setting: 'dims', found: JSON.stringify(dims), expected });
  }
  const view = permuted(wholeView(x.shape), [0, ...dims]);
  return unmasked(view.shape, viewed(x.data, view));
}

/** Every vector n times. */
// eslint-disable-next-line require-yield -- one copy
function* repeat(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { shape, data } = inputOf(call);
  const [samples = 0, features = 0] = shape;
  const times = call.settings.n as number; // as: validated by the model room
  const output = numbers(call.precision, data.length * times);
  for (let row = 0; row < samples * times; row++) {
    const from = Math.floor(row / times) * features;
    output.set(data.subarray(from, from + features), row * features);
  }
  return unmasked([samples, times, features], output);
}

function inputOf({ inputs, precision }: LayerCall): { readonly shape: Shape; readonly data: Numbers } {
  return { shape: inputs[0].shape, data: inPrecision(inputs[0], precision) }; // as: one input, checked by the model room
}

function isOrder(dims: readonly number[]): boolean {
  return dims.every((_, index) => dims.includes(index + 1));
}
