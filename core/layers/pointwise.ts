import { type Activation, activate } from './activation.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision } from './numbers.ts';
import { required } from './settings.ts';

/** What the layers below share: no weights, the shape stays. */
const SAME_SHAPE = {
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  weights: () => [],
  outputShapes: (_settings, inputs) => [inputs[0] ?? []],
  signals: () => [],
} as const satisfies Partial<LayerKind>;

// eslint-disable-next-line require-yield -- one copy of a reference: nothing to interrupt
function* identity(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  return { outputs: [call.inputs[0]], state: [] };
}

/** Entry of a model. */
export const INPUT_LAYER: LayerKind = { ...SAME_SHAPE, className: 'InputLayer', settings: {}, evaluate: identity };

/** Dropout: identity when predicting. Source: Keras 3.15 keras/src/layers/regularization/dropout.py */
export const DROPOUT: LayerKind = {
  ...SAME_SHAPE,
  className: 'Dropout',
  settings: { rate: { values: 'number', default: () => 0, source: 'Keras 3.15 keras/src/layers/regularization/dropout.py' } },
  evaluate: identity,
};

/** Applies an activation function; softmax over the last axis. Source: Keras 3.15 keras/src/layers/activations/activation.py */
export const ACTIVATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'Activation',
  settings: { activation: required('activation', 'Keras 3.15 keras/src/layers/activations/activation.py') },
  // eslint-disable-next-line require-yield -- a few operations a number
  *evaluate(call) {
    const x = call.inputs[0]; // as: one input, checked by the model room
    const output = inPrecision(x, call.precision).slice();
    const width = x.shape.at(-1) ?? 1;
    for (let row = 0; row < output.length; row += width) activate(call.settings.activation as Activation, output, row, width);
    return { outputs: [{ shape: x.shape, data: output }], state: [] };
  },
};
