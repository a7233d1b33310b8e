import type { Shape } from '../tensor/index.ts';
import { versionDefault, versionSource } from './defaults.ts';
import type { LayerKind, Settings, WeightSpec } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { flag, integers, numeric } from './settings.ts';
import { axisLength, listOf } from './shapes.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/normalization';

/** gamma · (x − moving_mean) / √(moving_variance + epsilon) + beta along `axis`. */
export const BATCH_NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'BatchNormalization',
  aliases: ['BatchNormalizationV1', 'BatchNormalizationV2'],
  settings: {
    axis: integers(-1, `${FOLDER}/batch_normalization.py`),
    epsilon: {
      values: 'number',
      default: (producer) => versionDefault('batch_normalization_epsilon', producer),
      source: versionSource('batch_normalization_epsilon'),
    },
    center: flag(true, `${FOLDER}/batch_normalization.py`),
    scale: flag(true, `${FOLDER}/batch_normalization.py`),
    renorm: flag(false, `${FOLDER}/batch_normalization.py`),
  },
  weights(settings, inputs) {
    const shape = normalisedShape(settings, inputs[0]);
    const moving = ['moving_mean', 'moving_variance', ...(settings.renorm ? ['moving_stddev', 'renorm_mean', 'renorm_stddev'] : [])];
    return [...gammaAndBeta(settings, shape), ...moving.map((name) => weight(name, shape))];
  },
  evaluate: null,
};

/** gamma · (x − mean) / √(variance + epsilon) + beta, mean and variance of each sample over `axis`. */
export const LAYER_NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'LayerNormalization',
  settings: {
    axis: integers(-1, `${FOLDER}/layer_normalization.py`),
    epsilon: numeric(1e-3, `${FOLDER}/layer_normalization.py`),
    center: flag(true, `${FOLDER}/layer_normalization.py`),
    scale: flag(true, `${FOLDER}/layer_normalization.py`),
    rms_scaling: flag(false, 'Keras 3.8 keras/src/layers/normalization/layer_normalization.py'),
  },
  weights(settings, inputs) {
    const shape = normalisedShape(settings, inputs[0]);
    // Scaling by the root mean square has a gamma and never a beta.
    return settings.rms_scaling ? [weight('gamma', shape)] : gammaAndBeta(settings, shape);
  },
  evaluate: null,
};

/** (x − mean) / √variance with what `adapt` found (then it has weights) or with what the configuration says. */
export const NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'Normalization',
  settings: {
    axis: { ...integers(-1, 'Keras 3.15 keras/src/layers/preprocessing/normalization.py'), isOptional: true },
    mean: { values: 'any', default: () => null, source: 'Keras 3.15 keras/src/layers/preprocessing/normalization.py' },
    variance: { values: 'any', default: () => null, source: 'Keras 3.15 keras/src/layers/preprocessing/normalization.py' },
    invert: flag(false, 'Keras 3.15 keras/src/layers/preprocessing/normalization.py'),
  },
  weights(settings, inputs) {
    if (settings.mean !== null) return [];
    const shape = listOf(settings.axis).map((axis) => axisLength(inputs[0] ?? [], axis));
    return [weight('mean', shape), weight('variance', shape), weight('count', [])];
  },
  evaluate: null,
};

/** scale · x + offset. */
export const RESCALING: LayerKind = {
  ...SAME_SHAPE,
  className: 'Rescaling',
  settings: {
    scale: { values: 'any', default: () => null, source: 'Keras 3.15 keras/src/layers/preprocessing/rescaling.py', required: true },
    offset: { values: 'any', default: () => 0, source: 'Keras 3.15 keras/src/layers/preprocessing/rescaling.py' },
  },
  evaluate: null,
};

function normalisedShape(settings: Settings, input: Shape | undefined): Shape {
  return listOf(settings.axis).map((axis) => axisLength(input ?? [], axis));
}

function gammaAndBeta(settings: Settings, shape: Shape): readonly WeightSpec[] {
  return [...(settings.scale ? [weight('gamma', shape)] : []), ...(settings.center ? [weight('beta', shape)] : [])];
}

function weight(name: string, shape: Shape): WeightSpec {
  return { name, shape, gates: null };
}
