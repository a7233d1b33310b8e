import { type Activation, activate } from './activation.ts';
import { cellArrays, gateSignal, stateSignal } from './cell.ts';
import { gateColumn, LSTM_GATES } from './gate-order.ts';
import type { Cell, CellCall, Settings, SettingSpec } from './layer-kind.ts';
import { addRowTimesMatrix, type Numbers, numbers } from './numbers.ts';
import { recurrentKinds, type Signals } from './recurrent-kind.ts';
import { hiddenRange } from './recurrent-shapes.ts';
import { activationSetting, flag, RECURRENT_ACTIVATION, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/lstm.py';

const CELL_SETTINGS: Readonly<Record<string, SettingSpec>> = {
  units: required('integer', SOURCE),
  activation: activationSetting('tanh', SOURCE),
  recurrent_activation: RECURRENT_ACTIVATION,
  use_bias: flag(true, SOURCE),
  unit_forget_bias: flag(true, SOURCE),
};

/** Long short-term memory, the layer and the cell that `RNN` holds. Formulas and argument names follow Keras' `LSTM`. */
export const [LSTM, LSTM_CELL] = recurrentKinds({
  className: 'LSTM',
  aliases: ['CuDNNLSTM', 'UnifiedLSTM', 'LSTMV1', 'LSTMV2'],
  settings: CELL_SETTINGS,
  gates: LSTM_GATES,
  states: ['h', 'c'],
  signals: lstmSignals,
  cell: lstmCell,
});

/** The four gates, the cell state and the hidden state, each with the range that its activation bounds it to. */
function lstmSignals(settings: Settings): ReturnType<Signals> {
  const gate = (settings.recurrent_activation as Activation).range; // as: computable() resolved both activations
  const candidate = (settings.activation as Activation).range;
  return [
    { name: 'i', letter: 'i', range: gate, meaning: 'input gate' },
    { name: 'f', letter: 'f', range: gate, meaning: 'forget gate' },
    { name: 'g', letter: 'g', range: candidate, meaning: 'candidate' },
    { name: 'o', letter: 'o', range: gate, meaning: 'output gate' },
    { name: 'c', letter: 'c', range: null, meaning: 'cell state' },
    { name: 'h', letter: 'h', range: hiddenRange(gate, candidate), meaning: 'hidden state' },
  ];
}

/** What one timestep of one sample needs; from `h` on, all is written in place. */
interface Parts {
  readonly units: number;
  readonly features: number;
  readonly kernel: Numbers;
  readonly recurrentKernel: Numbers;
  readonly bias: Numbers | null;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  /** Hidden and cell state, (samples, units). */
  readonly h: Numbers;
  readonly c: Numbers;
  /** x · kernel, h · recurrentKernel and their sum with the bias; (4 units) each, columns in LSTM_GATES order. */
  readonly inputSums: Numbers;
  readonly recurrentSums: Numbers;
  readonly z: Numbers;
  readonly cellOut: Numbers;
}

function lstmCell(call: CellCall): Cell {
  const parts = partsOf(call);
  const { units, z, h, c } = parts;
  const hidden = stateSignal('h', units, h);
  return {
    states: [h, c],
    signals: [...LSTM_GATES.map((gate) => gateSignal(gate, units, z, gateColumn(gate, units))), stateSignal('c', units, c), hidden],
    output: hidden,
    step: (x, xStart, sample) => {
      stepLstm(parts, x, xStart, sample * units);
    },
  };
}

function partsOf(call: CellCall): Parts {
  const { settings, samples, features, precision } = call;
  const units = settings.units as number; // as: validated by the model room
  return {
    units,
    features,
    ...cellArrays(call),
    activation: settings.activation as Activation, // as: computable() resolved both
    recurrentActivation: settings.recurrent_activation as Activation,
    h: numbers(precision, samples * units),
    c: numbers(precision, samples * units),
    inputSums: numbers(precision, 4 * units),
    recurrentSums: numbers(precision, 4 * units),
    z: numbers(precision, 4 * units),
    cellOut: numbers(precision, units),
  };
}

/**
 * Advances hidden state `h` and cell state `c` of one sample, from `state` on, by one timestep. Writes both and leaves the four gates in
 * `z`. z = x · kernel + h · recurrentKernel + bias; c = f · c + i · g; h = o · φ(c). Source: Keras 3.15 `LSTMCell.call`.
 */
function stepLstm(parts: Parts, x: Numbers, xStart: number, state: number): void {
  const { units, inputSums, recurrentSums, z, bias, cellOut, h, c } = parts;
  const columns = 4 * units;
  inputSums.fill(0);
  recurrentSums.fill(0);
  addRowTimesMatrix(inputSums, x, xStart, parts.kernel, parts.features, columns);
  addRowTimesMatrix(recurrentSums, h, state, parts.recurrentKernel, units, columns);
  // Storing into a Float32Array rounds; the bias is added after the sum was stored, as Keras adds it.
  for (let column = 0; column < columns; column++) z[column] = inputSums[column] + recurrentSums[column];
  if (bias) for (let column = 0; column < columns; column++) z[column] = z[column] + bias[column];

  const iColumn = gateColumn('i', units);
  const fColumn = gateColumn('f', units);
  const gColumn = gateColumn('g', units);
  const oColumn = gateColumn('o', units);
  activate(parts.recurrentActivation, z, iColumn, units);
  activate(parts.recurrentActivation, z, fColumn, units);
  activate(parts.activation, z, gColumn, units);
  activate(parts.recurrentActivation, z, oColumn, units);

  const rounds = z instanceof Float32Array;
  for (let unit = 0; unit < units; unit++) {
    const kept = z[fColumn + unit] * c[state + unit];
    const written = z[iColumn + unit] * z[gColumn + unit];
    c[state + unit] = rounds ? Math.fround(kept) + Math.fround(written) : kept + written;
    cellOut[unit] = c[state + unit];
  }
  activate(parts.activation, cellOut, 0, units);
  for (let unit = 0; unit < units; unit++) h[state + unit] = z[oColumn + unit] * cellOut[unit];
}
