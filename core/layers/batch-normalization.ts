import type { Shape, Tensor } from '../tensor/index.ts';
import { keptOnly, placesIn, sampleAxes } from './places.ts';
import { versionDefault, versionSource } from './defaults.ts';
import { eachNumber } from './each-number.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Settings, WeightSpec } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers, roundingOf } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { choice, flag, integers } from './settings.ts';
import { axisLength, listOf } from './shapes.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/normalization/batch_normalization.py';

/** gamma · (x − moving_mean) / √(moving_variance + epsilon) + beta along `axis`. */
export const BATCH_NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'BatchNormalization',
  aliases: ['BatchNormalizationV1', 'BatchNormalizationV2'],
  settings: {
    axis: integers(-1, SOURCE),
    epsilon: {
      values: 'number',
      default: (producer) => versionDefault('batch_normalization_epsilon', producer),
      source: versionSource('batch_normalization_epsilon'),
    },
    center: flag(true, SOURCE),
    scale: flag(true, SOURCE),
    renorm: flag(false, SOURCE),
    mode: choice([0, 1, 2], 'Keras 1.2.2 keras/layers/normalization.py; later releases have no such argument'),
  },
  weights(settings, inputs) {
    const shape = normalisedShape(settings, inputs[0]);
    const moving = ['moving_mean', 'moving_variance', ...(settings.renorm ? ['moving_stddev', 'renorm_mean', 'renorm_stddev'] : [])];
    return [...gammaAndBeta(settings, shape), ...moving.map((name) => ({ name, shape, gates: null }))];
  },
  // It normalises with the mean and variance of all samples that are predicted together.
  obstacle: ({ mode }) => (mode === 2 ? 'mode = 2' : null),
  evaluate: (call) => (call.settings.mode === 1 ? evaluateEachStep(call) : evaluateBatchNormalization(call)),
};

/**
 * y = gamma · (x − mean) / (√(variance + epsilon) + epsilon) + beta, mean and variance over the features of each sample and step; epsilon
 * counts twice. Source: Keras 1.2.2 keras/layers/normalization.py, `mode` 1
 */
function evaluateEachStep(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const { precision, settings } = call;
  const x = inPrecision(call.inputs[0], precision);
  const features = call.inputs[0].shape.at(-1) ?? 1;
  const epsilon = settings.epsilon as number;
  const round = roundingOf(precision);
  const [gamma, beta] = [arrayOf(call, 'gamma'), arrayOf(call, 'beta')];
  let [mean, deviation] = [0, 0];
  return eachNumber(call, (value, k) => {
    const feature = k % features;
    if (feature === 0) {
      let [sum, squares] = [0, 0];
      for (let at = k; at < k + features; at++) sum += x[at];
      mean = round(sum / features);
      for (let at = k; at < k + features; at++) squares += round(x[at] - mean) ** 2;
      deviation = round(round(Math.sqrt(round(round(squares / features) + epsilon))) + epsilon);
    }
    const normed = round(round(value - mean) / deviation);
    return round((gamma?.[feature] ?? 1) * normed) + (beta?.[feature] ?? 0);
  });
}

/** y = x · inv + (beta − moving_mean · inv), inv = gamma / √(moving_variance + epsilon). Source: TensorFlow 2.21 nn_impl.py `batch_normalization` */
function evaluateBatchNormalization(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const sample = call.inputs[0].shape.slice(1); // as: one input, checked by the model room
  const places = placesIn(sample, keptOnly(sample, sampleAxes(call)));
  const { inv, shift } = factors(call);
  const round = roundingOf(call.precision);
  return eachNumber(call, (x, k) => {
    const place = places[k % places.length];
    return round(x * inv[place]) + shift[place];
  });
}

function factors(call: LayerCall): { readonly inv: Numbers; readonly shift: Numbers } {
  const { weights, precision, settings } = call;
  const mean = inPrecision(weights.get('moving_mean') as Tensor, precision); // as: checked by the model room
  const inv = inPrecision(weights.get('moving_variance') as Tensor, precision).slice();
  const shift = numbers(precision, inv.length);
  const [gamma, beta] = [arrayOf(call, 'gamma'), arrayOf(call, 'beta')];
  for (let k = 0; k < inv.length; k++) {
    inv[k] = inv[k] + (settings.epsilon as number);
    inv[k] = 1 / Math.sqrt(inv[k]);
    if (gamma) inv[k] = inv[k] * gamma[k];
    shift[k] = -mean[k] * inv[k];
    if (beta) shift[k] = shift[k] + beta[k];
  }
  return { inv, shift };
}

/** Lengths of the axes that have numbers of their own. */
export function normalisedShape(settings: Settings, input: Shape | undefined): Shape {
  return listOf(settings.axis).map((axis) => axisLength(input ?? [], axis));
}

export function gammaAndBeta(settings: Settings, shape: Shape): readonly WeightSpec[] {
  return [
    ...(settings.scale ? [{ name: 'gamma', shape, gates: null }] : []),
    ...(settings.center ? [{ name: 'beta', shape, gates: null }] : []),
  ];
}

/** An array of the layer in the run's precision; null where the layer has none of that name. */
export function arrayOf({ weights, precision }: LayerCall, name: string): Numbers | null {
  const stored = weights.get(name);
  return stored ? inPrecision(stored, precision) : null;
}
