import type { LayerKind } from './layer-kind.ts';
import { lstmSignals, lstmWeights } from './lstm.ts';
import { cellShapes } from './recurrent-shapes.ts';
import { activationSetting, CELL_EXTRAS, flag, RECURRENT_ACTIVATION, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/lstm.py';

/** The cell of an LSTM, as `RNN` holds it. */
export const LSTM_CELL: LayerKind = {
  className: 'LSTMCell',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: {
    units: required('integer', SOURCE),
    activation: activationSetting('tanh', SOURCE),
    recurrent_activation: RECURRENT_ACTIVATION,
    use_bias: flag(true, SOURCE),
    unit_forget_bias: flag(true, SOURCE),
    ...CELL_EXTRAS,
  },
  weights: lstmWeights,
  outputShapes: (settings) => cellShapes(settings, 2),
  signals: lstmSignals,
  evaluate: null,
};
