import type { Shape } from '../tensor/index.ts';
import type { InnerLayer, LayerKind, Settings, SignalSpec, WeightSpec } from './layer-kind.ts';
import { sequenceShapes } from './recurrent-shapes.ts';
import { required, RNN_EXTRAS, SEQUENCE_SETTINGS } from './settings.ts';
import { prefixedSignals, prefixedWeights } from './wrapped.ts';

/** A recurrent layer around a cell. Its weights and signals are those of the cell; of stacked cells with the cell's number before: `0/h`. */
export const RNN: LayerKind = {
  className: 'RNN',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { cell: { ...required('layer', 'Keras 3.15 keras/src/layers/rnn/rnn.py'), part: '' }, ...SEQUENCE_SETTINGS, ...RNN_EXTRAS },
  weights: (settings, inputs) => cellOf(settings).kind.weights(cellOf(settings).settings, inputs),
  outputShapes(settings, inputs) {
    const cell = cellOf(settings);
    return sequenceShapes(settings, inputs, cell.kind.outputShapes(cell.settings, inputs));
  },
  signals: (settings) => cellOf(settings).kind.signals(cellOf(settings).settings),
  evaluate: null,
};

/** Cells one on top of the other: each reads the output of the one before. */
export const STACKED_RNN_CELLS: LayerKind = {
  className: 'StackedRNNCells',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { cells: required('layers', 'Keras 3.15 keras/src/layers/rnn/stacked_rnn_cells.py') },
  weights(settings, inputs): readonly WeightSpec[] {
    let features: Shape = [inputs[0]?.at(-1) ?? -1];
    return cellsOf(settings).flatMap((cell, index) => {
      const weights = prefixedWeights(String(index), cell.kind.weights(cell.settings, [features]));
      features = cell.kind.outputShapes(cell.settings, [features])[0] ?? [-1];
      return weights;
    });
  },
  /** Output of the last cell, then the states of all, in their order. */
  outputShapes(settings, inputs) {
    const shapes = cellsOf(settings).map((cell) => cell.kind.outputShapes(cell.settings, inputs));
    return [shapes.at(-1)?.[0] ?? [], ...shapes.flatMap(([, ...states]) => states)];
  },
  signals: (settings): readonly SignalSpec[] =>
    cellsOf(settings).flatMap((cell, index) => prefixedSignals(String(index), `cell ${index}`, cell.kind.signals(cell.settings))),
  evaluate: null,
};

function cellOf(settings: Settings): InnerLayer {
  return settings.cell as InnerLayer; // as: computable() made it
}

function cellsOf(settings: Settings): readonly InnerLayer[] {
  return settings.cells as readonly InnerLayer[]; // as: computable() made them
}
