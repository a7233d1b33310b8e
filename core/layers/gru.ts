import { type Activation, activate } from './activation.ts';
import { cellArrays, gateSignal, stateSignal } from './cell.ts';
import { versionDefault, versionSource } from './defaults.ts';
import { GRU_GATES, gruColumn } from './gate-order.ts';
import type { Cell, CellCall, Settings, SettingSpec } from './layer-kind.ts';
import { addRowTimesMatrix, columnRange, type Numbers, numbers } from './numbers.ts';
import { recurrentKinds, type Signals } from './recurrent-kind.ts';
import { hiddenRange } from './recurrent-shapes.ts';
import { activationSetting, flag, RECURRENT_ACTIVATION, required } from './settings.ts';

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

/** Gated recurrent unit, the layer and the cell that `RNN` holds. Formulas and argument names follow Keras' `GRU`. */
export const [GRU, GRU_CELL] = recurrentKinds({
  className: 'GRU',
  aliases: ['CuDNNGRU', 'UnifiedGRU', 'GRUV1', 'GRUV2'],
  settings: CELL_SETTINGS,
  gates: GRU_GATES,
  biasRows: (settings) => (settings.reset_after ? 2 : 1),
  states: ['h'],
  signals: gruSignals,
  cell: gruCell,
});

function gruSignals(settings: Settings): ReturnType<Signals> {
  const gate = (settings.recurrent_activation as Activation).range; // as: computable() resolved both activations
  const candidate = (settings.activation as Activation).range;
  return [
    { name: 'z', letter: 'z', range: gate, meaning: 'update gate' },
    { name: 'r', letter: 'r', range: gate, meaning: 'reset gate' },
    { name: 'g', letter: 'g', range: candidate, meaning: 'candidate' },
    // h = z · h + (1 − z) · g stays between its own past and the candidate as long as z stays in 0..1
    { name: 'h', letter: 'h', range: hiddenRange(gate, candidate), meaning: 'hidden state' },
  ];
}

/** What one timestep of one sample needs; from `h` on, all is written in place. */
interface Parts {
  readonly units: number;
  readonly features: number;
  /** (features, 3 units), columns in GRU_GATES order. */
  readonly kernel: Numbers;
  /** Columns of the recurrent kernel: (units, 2 units) of both gates, (units, units) of the candidate. */
  readonly gateKernel: Numbers;
  readonly candidateKernel: Numbers;
  /** Added to the input product and to the recurrent product, (3 units) each. */
  readonly inputBias: Numbers | null;
  readonly recurrentBias: Numbers | null;
  readonly resetAfter: boolean;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  /** Hidden state, (samples, units). */
  readonly h: Numbers;
  /** x · kernel with its bias, then the gates: (3 units). */
  readonly z: Numbers;
  /** h · gateKernel, (2 units), and the recurrent part of the candidate, (units). */
  readonly gateSums: Numbers;
  readonly candidateSums: Numbers;
  /** r · h of a layer that resets before the product, (units). */
  readonly kept: Numbers;
}

function gruCell(call: CellCall): Cell {
  const parts = partsOf(call);
  const { units, z, h } = parts;
  const hidden = stateSignal('h', units, h);
  return {
    states: [h],
    signals: [...GRU_GATES.map((gate) => gateSignal(gate, units, z, gruColumn(gate, units))), hidden],
    output: hidden,
    step: (x, xStart, sample) => {
      stepGru(parts, x, xStart, sample * units);
    },
  };
}

function partsOf(call: CellCall): Parts {
  const { settings, samples, features, precision } = call;
  const units = settings.units as number; // as: validated by the model room
  const { kernel, recurrentKernel, bias } = cellArrays(call);
  const columns = 3 * units;
  const candidate = gruColumn('g', units);
  const resetAfter = settings.reset_after === true;
  return {
    units,
    features,
    kernel,
    gateKernel: columnRange(recurrentKernel, columns, 0, candidate),
    candidateKernel: columnRange(recurrentKernel, columns, candidate, columns),
    inputBias: bias?.subarray(0, columns) ?? null,
    recurrentBias: resetAfter ? (bias?.subarray(columns) ?? null) : null,
    resetAfter,
    activation: settings.activation as Activation, // as: computable() resolved both
    recurrentActivation: settings.recurrent_activation as Activation,
    h: numbers(precision, samples * units),
    z: numbers(precision, columns),
    gateSums: numbers(precision, candidate),
    candidateSums: numbers(precision, units),
    kept: numbers(precision, units),
  };
}

/**
 * Advances the hidden state of one sample, from `state` on, by one timestep. Writes it and leaves update gate, reset gate and candidate in
 * `z`. z = σ(x · W + b + h · U + d), r likewise; g = φ(x · W + b + r · (h · U + d)), or φ(x · W + b + (r · h) · U) where the reset gate acts
 * before the product; h = z · h + (1 − z) · g. Source: Keras 3.15 `GRUCell.call`.
 */
function stepGru(parts: Parts, x: Numbers, xStart: number, state: number): void {
  const { units, z, h, inputBias, recurrentBias, gateSums, candidateSums, kept } = parts;
  const columns = 3 * units;
  const zColumn = gruColumn('z', units);
  const rColumn = gruColumn('r', units);
  const gColumn = gruColumn('g', units);
  z.fill(0);
  gateSums.fill(0);
  candidateSums.fill(0);
  addRowTimesMatrix(z, x, xStart, parts.kernel, parts.features, columns);
  if (inputBias) for (let column = 0; column < columns; column++) z[column] = z[column] + inputBias[column];

  addRowTimesMatrix(gateSums, h, state, parts.gateKernel, units, gColumn);
  if (recurrentBias) for (let column = 0; column < gColumn; column++) gateSums[column] = gateSums[column] + recurrentBias[column];
  for (let column = 0; column < gColumn; column++) z[column] = z[column] + gateSums[column];
  activate(parts.recurrentActivation, z, zColumn, units);
  activate(parts.recurrentActivation, z, rColumn, units);

  if (parts.resetAfter) {
    addRowTimesMatrix(candidateSums, h, state, parts.candidateKernel, units, units);
    if (recurrentBias) for (let unit = 0; unit < units; unit++) candidateSums[unit] = candidateSums[unit] + recurrentBias[gColumn + unit];
    for (let unit = 0; unit < units; unit++) candidateSums[unit] = z[rColumn + unit] * candidateSums[unit];
  } else {
    for (let unit = 0; unit < units; unit++) kept[unit] = z[rColumn + unit] * h[state + unit];
    addRowTimesMatrix(candidateSums, kept, 0, parts.candidateKernel, units, units);
  }
  for (let unit = 0; unit < units; unit++) z[gColumn + unit] = z[gColumn + unit] + candidateSums[unit];
  activate(parts.activation, z, gColumn, units);

  const rounds = z instanceof Float32Array;
  for (let unit = 0; unit < units; unit++) {
    const update = z[zColumn + unit];
    const old = update * h[state + unit];
    const share = rounds ? Math.fround(1 - update) : 1 - update;
    const fresh = share * z[gColumn + unit];
    h[state + unit] = rounds ? Math.fround(old) + Math.fround(fresh) : old + fresh;
  }
}
