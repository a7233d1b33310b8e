import { type Activation, activate } from './activation.ts';
import type { LayerKind } from './layer-kind.ts';
import { inPrecision } from './numbers.ts';
import { identity, masked, SAME_SHAPE } from './same-shape.ts';
import { required } from './settings.ts';

/** Entry of a model. */
export const INPUT_LAYER: LayerKind = { ...SAME_SHAPE, className: 'InputLayer', settings: {}, evaluate: identity };

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
    return masked(call, x.shape, output);
  },
};
