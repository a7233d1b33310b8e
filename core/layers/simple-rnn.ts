import { type Activation, activate } from './activation.ts';
import { cellArrays, stateSignal } from './cell.ts';
import type { Cell, CellCall, Settings, SettingSpec } from './layer-kind.ts';
import { addRowTimesMatrix, type Numbers, numbers } from './numbers.ts';
import { recurrentKinds, type Signals } from './recurrent-kind.ts';
import { activationSetting, flag, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/simple_rnn.py';

const CELL_SETTINGS: Readonly<Record<string, SettingSpec>> = {
  units: required('integer', SOURCE),
  activation: activationSetting('tanh', SOURCE),
  use_bias: flag(true, SOURCE),
};

/** Fully connected recurrent layer, and its cell: h = activation(x · kernel + h · recurrent_kernel + bias). */
export const [SIMPLE_RNN, SIMPLE_RNN_CELL] = recurrentKinds({
  className: 'SimpleRNN',
  aliases: [],
  settings: CELL_SETTINGS,
  gates: null,
  states: ['h'],
  signals: simpleRnnSignals,
  cell: simpleRnnCell,
});

function simpleRnnSignals(settings: Settings): ReturnType<Signals> {
  const { range } = settings.activation as Activation; // as: computable() resolved it
  return [{ name: 'h', letter: 'h', range, meaning: 'hidden state' }];
}

/** What one timestep of one sample needs; the last three are written in place. */
interface Parts {
  readonly units: number;
  readonly features: number;
  readonly kernel: Numbers;
  readonly recurrentKernel: Numbers;
  readonly bias: Numbers | null;
  readonly activation: Activation;
  /** Hidden state, (samples, units). */
  readonly h: Numbers;
  /** x · kernel with its bias, and h · recurrentKernel; (units) each. */
  readonly inputSums: Numbers;
  readonly recurrentSums: Numbers;
}

function simpleRnnCell(call: CellCall): Cell {
  const { settings, samples, features, precision } = call;
  const units = settings.units as number; // as: validated by the model room
  const parts: Parts = {
    units,
    features,
    ...cellArrays(call),
    activation: settings.activation as Activation, // as: computable() resolved it
    h: numbers(precision, samples * units),
    inputSums: numbers(precision, units),
    recurrentSums: numbers(precision, units),
  };
  const hidden = stateSignal('h', units, parts.h);
  return {
    states: [parts.h],
    signals: [hidden],
    output: hidden,
    step: (x, xStart, sample) => {
      stepSimpleRnn(parts, x, xStart, sample * units);
    },
  };
}

/**
 * Advances the hidden state of one sample, from `state` on, by one timestep. Writes it. h = φ((x · kernel + bias) + h · recurrentKernel).
 * Source: Keras 3.15 `SimpleRNNCell.call`.
 */
function stepSimpleRnn(parts: Parts, x: Numbers, xStart: number, state: number): void {
  const { units, h, bias, inputSums, recurrentSums } = parts;
  inputSums.fill(0);
  recurrentSums.fill(0);
  addRowTimesMatrix(inputSums, x, xStart, parts.kernel, parts.features, units);
  if (bias) for (let unit = 0; unit < units; unit++) inputSums[unit] = inputSums[unit] + bias[unit];
  addRowTimesMatrix(recurrentSums, h, state, parts.recurrentKernel, units, units);
  for (let unit = 0; unit < units; unit++) h[state + unit] = inputSums[unit] + recurrentSums[unit];
  activate(parts.activation, h, state, units);
}
