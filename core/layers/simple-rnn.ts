import type { Shape } from '../tensor/index.ts';
import type { Activation } from './activation.ts';
import type { LayerKind, Settings, SettingSpec, SignalSpec, WeightSpec } from './layer-kind.ts';
import { cellShapes, sequenceShapes } from './recurrent-shapes.ts';
import { activationSetting, CELL_EXTRAS, flag, required, RNN_EXTRAS, SEQUENCE_SETTINGS } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/simple_rnn.py';

const CELL_SETTINGS: Readonly<Record<string, SettingSpec>> = {
  units: required('integer', SOURCE),
  activation: activationSetting('tanh', SOURCE),
  use_bias: flag(true, SOURCE),
};

/** Fully connected recurrent layer: h = activation(x · kernel + h · recurrent_kernel + bias). */
export const SIMPLE_RNN: LayerKind = {
  className: 'SimpleRNN',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { ...CELL_SETTINGS, ...SEQUENCE_SETTINGS, ...RNN_EXTRAS, ...CELL_EXTRAS },
  weights: simpleRnnWeights,
  outputShapes: (settings, inputs) => sequenceShapes(settings, inputs, cellShapes(settings, 1)),
  signals: simpleRnnSignals,
  evaluate: null,
};

/** The cell of a SimpleRNN, as `RNN` holds it. */
export const SIMPLE_RNN_CELL: LayerKind = {
  className: 'SimpleRNNCell',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { ...CELL_SETTINGS, ...CELL_EXTRAS },
  weights: simpleRnnWeights,
  outputShapes: (settings) => cellShapes(settings, 1),
  signals: simpleRnnSignals,
  evaluate: null,
};

/** kernel (features, units), recurrent_kernel (units, units), bias (units). */
function simpleRnnWeights(settings: Settings, inputs: readonly Shape[]): readonly WeightSpec[] {
  const units = settings.units as number; // as: validated by the model room
  return [
    { name: 'kernel', shape: [inputs[0]?.at(-1) ?? -1, units], gates: null },
    { name: 'recurrent_kernel', shape: [units, units], gates: null },
    ...(settings.use_bias ? [{ name: 'bias', shape: [units], gates: null }] : []),
  ];
}

function simpleRnnSignals(settings: Settings): readonly SignalSpec[] {
  const { range } = settings.activation as Activation; // as: computable() resolved it
  return [
    {
      name: 'h',
      letter: 'h',
      range,
      meaning: 'hidden state',
      units: settings.units as number, // as: validated by the model room
      backwards: settings.go_backwards === true,
    },
  ];
}
