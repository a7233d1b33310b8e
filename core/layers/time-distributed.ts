import type { InnerLayer, LayerKind } from './layer-kind.ts';
import { required } from './settings.ts';

/** Applies a layer to every timestep by itself; weights under the inner layer's own names. */
export const TIME_DISTRIBUTED: LayerKind = {
  className: 'TimeDistributed',
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  settings: { layer: required('layer', 'Keras 3.15 keras/src/layers/rnn/time_distributed.py') },
  weights(settings, inputs) {
    const { kind, settings: inner } = settings.layer as InnerLayer; // as: computable() made it
    return kind.weights(
      inner,
      inputs.map((shape) => shape.slice(1)),
    );
  },
  outputShapes(settings, inputs) {
    const { kind, settings: inner } = settings.layer as InnerLayer;
    const timesteps = inputs[0]?.[0] ?? -1;
    const shapes = kind.outputShapes(
      inner,
      inputs.map((shape) => shape.slice(1)),
    );
    return shapes.map((shape) => [timesteps, ...shape]);
  },
  signals: () => [],
  evaluate: null,
};
