import type { Shape } from '../tensor/index.ts';
import type { Activation } from './activation.ts';
import { versionDefault, versionSource } from './defaults.ts';
import { GRU_GATES } from './gate-order.ts';
import type { LayerKind, Settings, SettingSpec, SignalSpec, WeightSpec } from './layer-kind.ts';
import { cellShapes, hiddenRange, sequenceShapes } from './recurrent-shapes.ts';
import { activationSetting, CELL_EXTRAS, flag, RECURRENT_ACTIVATION, required, RNN_EXTRAS, SEQUENCE_SETTINGS } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/gru.py';

const CELL_SETTINGS: Readonly<Record<string, SettingSpec>> = {
  units: required('integer', SOURCE),
  activation: activationSetting('tanh', SOURCE),
  recurrent_activation: RECURRENT_ACTIVATION,
  use_bias: flag(true, SOURCE),
  reset_after: {
    values: 'flag',
    default: (producer) => versionDefault('reset_after', producer),
    source: versionSource('reset_after'),
  },
};

/** Gated recurrent unit. Formulas and argument names follow Keras' `GRU`. */
export const GRU: LayerKind = {
  className: 'GRU',
  aliases: ['CuDNNGRU', 'UnifiedGRU', 'GRUV1', 'GRUV2'],
  isRecurrent: true,
  reach: 'causal',
  settings: { ...CELL_SETTINGS, ...SEQUENCE_SETTINGS, ...RNN_EXTRAS, ...CELL_EXTRAS },
  weights: gruWeights,
  outputShapes: (settings, inputs) => sequenceShapes(settings, inputs, cellShapes(settings, 1)),
  signals: gruSignals,
  evaluate: null,
};

/** The cell of a GRU, as `RNN` holds it. */
export const GRU_CELL: LayerKind = {
  className: 'GRUCell',
  aliases: [],
  isRecurrent: true,
  reach: 'causal',
  settings: { ...CELL_SETTINGS, ...CELL_EXTRAS },
  weights: gruWeights,
  outputShapes: (settings) => cellShapes(settings, 1),
  signals: gruSignals,
  evaluate: null,
};

/** kernel (features, 3 units), recurrent_kernel (units, 3 units), bias (3 units), or (2, 3 units) for input and recurrent product apart. */
function gruWeights(settings: Settings, inputs: readonly Shape[]): readonly WeightSpec[] {
  const units = settings.units as number; // as: validated by the model room
  const columns = GRU_GATES.length * units;
  return [
    { name: 'kernel', shape: [inputs[0]?.at(-1) ?? -1, columns], gates: GRU_GATES },
    { name: 'recurrent_kernel', shape: [units, columns], gates: GRU_GATES },
    ...(settings.use_bias ? [{ name: 'bias', shape: settings.reset_after ? [2, columns] : [columns], gates: GRU_GATES }] : []),
  ];
}

function gruSignals(settings: Settings): readonly SignalSpec[] {
  const gate = (settings.recurrent_activation as Activation).range; // as: computable() resolved both activations
  const candidate = (settings.activation as Activation).range;
  const of = { units: settings.units as number, backwards: settings.go_backwards === true };
  return [
    { name: 'z', letter: 'z', range: gate, meaning: 'update gate', ...of },
    { name: 'r', letter: 'r', range: gate, meaning: 'reset gate', ...of },
    { name: 'g', letter: 'g', range: candidate, meaning: 'candidate', ...of },
    // h = z · h + (1 − z) · g stays between its own past and the candidate as long as z stays in 0..1
    { name: 'h', letter: 'h', range: hiddenRange(gate, candidate), meaning: 'hidden state', ...of },
  ];
}
