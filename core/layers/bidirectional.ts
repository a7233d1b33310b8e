import type { Shape } from '../tensor/index.ts';
import type { InnerLayer, LayerKind, Settings } from './layer-kind.ts';
import { choice, required } from './settings.ts';
import { lengthOf, withAxis } from './shapes.ts';
import { prefixedSignals, prefixedWeights } from './wrapped.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/bidirectional.py';

/**
 * A recurrent layer that reads the sequence forwards and one that reads it backwards. Without a `backward_layer` the second is made like
 * the first, `go_backwards` turned round. Weights and signals: `forward/…`, then `backward/…`.
 */
export const BIDIRECTIONAL: LayerKind = {
  className: 'Bidirectional',
  aliases: [],
  isRecurrent: true,
  reach: 'whole',
  settings: {
    layer: { ...required('layer', SOURCE), part: 'forward' },
    backward_layer: { values: 'layer', default: () => null, source: SOURCE, isOptional: true, part: 'backward' },
    merge_mode: choice(['concat', 'sum', 'mul', 'ave', null], SOURCE),
  },
  weights: (settings, inputs) => [
    ...prefixedWeights('forward', weightsOf(forwardOf(settings), inputs)),
    ...prefixedWeights('backward', weightsOf(backwardOf(settings), inputs)),
  ],
  outputShapes: bidirectionalShapes,
  signals(settings) {
    const [forward, backward] = [forwardOf(settings), backwardOf(settings)];
    return [
      ...prefixedSignals('forward', 'forward', forward.kind.signals(forward.settings)),
      ...prefixedSignals('backward', 'backward', backward.kind.signals(backward.settings)),
    ];
  },
  evaluate: null,
};

/** The output merged (two outputs when `merge_mode` is null), then the states of the forward and those of the backward layer. */
function bidirectionalShapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[] {
  const [forward = [], ...forwardStates] = shapesOf(forwardOf(settings), inputs);
  const [backward = [], ...backwardStates] = shapesOf(backwardOf(settings), inputs);
  const states = [...forwardStates, ...backwardStates];
  if (settings.merge_mode === null) return [forward, backward, ...states];
  if (settings.merge_mode !== 'concat') return [forward, ...states];
  const last = forward.length - 1;
  const width = lengthOf([forward[last] ?? -1, backward[last] ?? -1], (a, b) => a + b);
  return [withAxis(forward, last, width), ...states];
}

function weightsOf(layer: InnerLayer, inputs: readonly Shape[]): ReturnType<LayerKind['weights']> {
  return layer.kind.weights(layer.settings, inputs);
}

function shapesOf(layer: InnerLayer, inputs: readonly Shape[]): readonly Shape[] {
  return layer.kind.outputShapes(layer.settings, inputs);
}

function forwardOf(settings: Settings): InnerLayer {
  return settings.layer as InnerLayer; // as: computable() made it
}

function backwardOf(settings: Settings): InnerLayer {
  return (settings.backward_layer as InnerLayer | null) ?? forwardOf(settings); // as: computable() made it
}
