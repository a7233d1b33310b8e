import type { Curve } from './activations/curve.ts';
import { elu, leakyRelu, relu, thresholdedRelu } from './activations/rectifying.ts';
import { eachNumber } from './each-number.ts';
import type { LayerCall, LayerKind } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { numeric, optional } from './settings.ts';

const FOLDER = 'Keras 3.15 keras/src/layers/activations';

/** min(max_value, x) from `threshold` on, negative_slope · (x − threshold) below it. */
export const RELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'ReLU',
  settings: {
    max_value: optional('number', `${FOLDER}/relu.py`),
    negative_slope: numeric(0, `${FOLDER}/relu.py`),
    threshold: numeric(0, `${FOLDER}/relu.py`),
  },
  evaluate: (call) =>
    apply(
      call,
      relu({
        negativeSlope: valueOf(call, 'negative_slope'),
        maxValue: call.settings.max_value === null ? null : valueOf(call, 'max_value'),
        threshold: valueOf(call, 'threshold'),
      }),
    ),
};

/** x above 0, negative_slope · x below. Keras 1 and 2 call the slope `alpha`; the default is the same everywhere. */
export const LEAKY_RELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'LeakyReLU',
  settings: { negative_slope: numeric(0.3, `${FOLDER}/leaky_relu.py; Keras 2.3.1 keras/layers/advanced_activations.py`) },
  evaluate: (call) => apply(call, leakyRelu(valueOf(call, 'negative_slope'))),
};

/** x above 0, alpha · (eˣ − 1) below. */
export const ELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'ELU',
  settings: { alpha: numeric(1, `${FOLDER}/elu.py`) },
  evaluate: (call) => apply(call, elu(valueOf(call, 'alpha'))),
};

/** x above theta, else 0. Only Keras 1 and 2 have it. */
export const THRESHOLDED_RELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'ThresholdedReLU',
  settings: { theta: numeric(1, 'Keras 2.3.1 keras/layers/advanced_activations.py') },
  evaluate: (call) => apply(call, thresholdedRelu(valueOf(call, 'theta'))),
};

function apply(call: LayerCall, curve: Curve): ReturnType<typeof eachNumber> {
  return eachNumber(call, (x) => curve.at(x));
}

/** A number among the settings; in f32 as float32, in which Keras compares and multiplies. */
function valueOf(call: LayerCall, setting: string): number {
  const value = call.settings[setting] as number; // as: validated by the model room
  return call.precision === 'f32' ? Math.fround(value) : value;
}
