import type { LayerKind } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { integers, numeric, optional } from './settings.ts';
import { listOf } from './shapes.ts';

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
  evaluate: null,
};

/** x above 0, negative_slope · x below. Keras 1 and 2 call the slope `alpha`; the default is the same everywhere. */
export const LEAKY_RELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'LeakyReLU',
  settings: { negative_slope: numeric(0.3, `${FOLDER}/leaky_relu.py; Keras 2.3.1 keras/layers/advanced_activations.py`) },
  evaluate: null,
};

/** x above 0, alpha · (eˣ − 1) below. */
export const ELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'ELU',
  settings: { alpha: numeric(1, `${FOLDER}/elu.py`) },
  evaluate: null,
};

/** x above theta, else 0. Only Keras 1 and 2 have it. */
export const THRESHOLDED_RELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'ThresholdedReLU',
  settings: { theta: numeric(1, 'Keras 2.3.1 keras/layers/advanced_activations.py') },
  evaluate: null,
};

/** eˣ over its sum along `axis`. */
export const SOFTMAX: LayerKind = {
  ...SAME_SHAPE,
  className: 'Softmax',
  settings: { axis: integers(-1, `${FOLDER}/softmax.py`) },
  evaluate: null,
};

/** x above 0, alpha · x below, with an alpha of its own for every entry, or for all along the `shared_axes` together. */
export const PRELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'PReLU',
  settings: { shared_axes: optional('integers', `${FOLDER}/prelu.py`) },
  weights(settings, inputs) {
    const shared = listOf(settings.shared_axes);
    return [{ name: 'alpha', shape: (inputs[0] ?? []).map((length, index) => (shared.includes(index + 1) ? 1 : length)), gates: null }];
  },
  evaluate: null,
};
