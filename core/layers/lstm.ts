import type { Shape, Tensor } from '../tensor/index.ts';
import { type Activation, activate } from './activation.ts';
import { gateColumn, LSTM_GATES } from './gate-order.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Settings, SignalSpec, WeightSpec } from './layer-kind.ts';
import { addRowTimesMatrix, inPrecision, type Numbers, numbers } from './numbers.ts';
import { activationSetting, flag, KERAS_RNN_EXTRAS, RECURRENT_ACTIVATION, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/rnn/lstm.py';

/** Long short-term memory layer. Formulas and argument names follow Keras' `LSTM`. */
export const LSTM: LayerKind = {
  className: 'LSTM',
  aliases: ['CuDNNLSTM', 'UnifiedLSTM', 'LSTMV1', 'LSTMV2'],
  isRecurrent: true,
  reach: 'causal',
  settings: {
    units: required('integer', SOURCE),
    activation: activationSetting('tanh', SOURCE),
    recurrent_activation: RECURRENT_ACTIVATION,
    use_bias: flag(true, SOURCE),
    unit_forget_bias: flag(true, SOURCE),
    return_sequences: flag(false, SOURCE),
    return_state: flag(false, SOURCE),
    go_backwards: flag(false, SOURCE),
    stateful: flag(false, SOURCE),
    ...KERAS_RNN_EXTRAS,
  },
  weights: lstmWeights,
  outputShapes(settings, inputs) {
    const units = settings.units as number; // as: validated by the model room
    const sequence = settings.return_sequences ? [inputs[0]?.[0] ?? -1, units] : [units];
    return settings.return_state ? [sequence, [units], [units]] : [sequence];
  },
  signals: lstmSignals,
  evaluate: evaluateLstm,
};

/** kernel (features, 4 units), recurrent_kernel (units, 4 units), bias (4 units). */
export function lstmWeights(settings: Settings, inputs: readonly Shape[]): readonly WeightSpec[] {
  const units = settings.units as number;
  const features = inputs[0]?.at(-1) ?? -1;
  return [
    { name: 'kernel', shape: [features, 4 * units], gates: LSTM_GATES },
    { name: 'recurrent_kernel', shape: [units, 4 * units], gates: LSTM_GATES },
    ...(settings.use_bias ? [{ name: 'bias', shape: [4 * units], gates: LSTM_GATES }] : []),
  ];
}

/** The four gates, the cell state and the hidden state, each with the range that its activation bounds it to. */
export function lstmSignals(settings: Settings): readonly SignalSpec[] {
  const gate = (settings.recurrent_activation as Activation).range;
  const candidate = (settings.activation as Activation).range;
  const hidden = gate && candidate ? ([Math.min(0, candidate[0]), Math.max(0, candidate[1])] as const) : null;
  return [
    { name: 'i', letter: 'i', range: gate, meaning: 'input gate' },
    { name: 'f', letter: 'f', range: gate, meaning: 'forget gate' },
    { name: 'g', letter: 'g', range: candidate, meaning: 'candidate' },
    { name: 'o', letter: 'o', range: gate, meaning: 'output gate' },
    { name: 'c', letter: 'c', range: null, meaning: 'cell state' },
    { name: 'h', letter: 'h', range: hidden, meaning: 'hidden state' },
  ];
}

/** What one timestep of one sample needs; all arrays are written in place. */
interface Cell {
  readonly units: number;
  readonly features: number;
  readonly kernel: Numbers;
  readonly recurrentKernel: Numbers;
  readonly bias: Numbers | null;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  /** x · kernel, h · recurrentKernel and their sum with the bias; (4 units) each, columns in LSTM_GATES order. */
  readonly inputSums: Numbers;
  readonly recurrentSums: Numbers;
  readonly z: Numbers;
  readonly cellOut: Numbers;
}

/** Steps between two flushes to the recorder hold about this many numbers per signal. */
const CHUNK_NUMBERS = 8192;
const PAUSE_MS = 12;

/**
 * Runs x (samples, timesteps, features) through the layer. Signal index t is the step in which input timestep t was read; the output
 * stands in processing order, as Keras returns it. Source: Keras 3.15 `RNN.call`, `LSTMCell.call`.
 */
function* evaluateLstm(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const x = call.inputs[0]; // as: the model room checked the rank
  const [samples = 0, timesteps = 0] = x.shape;
  const cell = cellOf(call, x);
  const { units, features } = cell;
  const h = numbers(call.precision, samples * units);
  const c = numbers(call.precision, samples * units);
  if (call.initialState?.[0]) h.set(call.initialState[0].data);
  if (call.initialState?.[1]) c.set(call.initialState[1].data);

  const rows = inPrecision(x, call.precision);
  const sequence = call.settings.return_sequences ? numbers(call.precision, samples * timesteps * units) : null;
  const backwards = call.settings.go_backwards === true;
  const chunkSteps = Math.max(1, Math.min(timesteps, Math.floor(CHUNK_NUMBERS / (samples * units))));
  const planes = Object.fromEntries(
    ['i', 'f', 'g', 'o', 'c', 'h'].map((signal) => [signal, numbers(call.precision, chunkSteps * samples * units)]),
  );
  const { i: iPlane, f: fPlane, g: gPlane, o: oPlane, c: cPlane, h: hPlane } = planes as Record<string, Numbers>;
  if (!iPlane || !fPlane || !gPlane || !oPlane || !cPlane || !hPlane) throw new Error('planes are made just above');
  const [iColumn, fColumn, gColumn, oColumn] = LSTM_GATES.map((gate) => gateColumn(gate, units)) as [number, number, number, number];

  let resumedAt = performance.now();
  for (let processed = 0; processed < timesteps; processed += chunkSteps) {
    const count = Math.min(chunkSteps, timesteps - processed);
    const from = backwards ? timesteps - processed - count : processed;
    for (let k = 0; k < count; k++) {
      const timestep = backwards ? timesteps - 1 - (processed + k) : processed + k;
      for (let sample = 0; sample < samples; sample++) {
        const state = sample * units;
        stepLstm(cell, rows, (sample * timesteps + timestep) * features, h, c, state);
        const place = ((timestep - from) * samples + sample) * units;
        for (let unit = 0; unit < units; unit++) {
          iPlane[place + unit] = cell.z[iColumn + unit];
          fPlane[place + unit] = cell.z[fColumn + unit];
          gPlane[place + unit] = cell.z[gColumn + unit];
          oPlane[place + unit] = cell.z[oColumn + unit];
          cPlane[place + unit] = c[state + unit];
          hPlane[place + unit] = h[state + unit];
        }
        sequence?.set(h.subarray(state, state + units), (sample * timesteps + processed + k) * units);
      }
    }
    for (const [signal, plane] of Object.entries(planes)) call.recorder.chunk(call.name, signal, from, from + count, plane, units);
    if (performance.now() - resumedAt > PAUSE_MS) {
      yield { done: processed + count, of: timesteps };
      resumedAt = performance.now();
    }
  }

  const state: Tensor[] = [
    { shape: [samples, units], data: h },
    { shape: [samples, units], data: c },
  ];
  const output: Tensor = sequence ? { shape: [samples, timesteps, units], data: sequence } : { shape: [samples, units], data: h.slice() };
  return { outputs: call.settings.return_state ? [output, ...state] : [output], state };
}

function cellOf(call: LayerCall, x: Tensor): Cell {
  const units = call.settings.units as number;
  const load = (name: string): Numbers | null => {
    const tensor = call.weights.get(name);
    return tensor ? inPrecision(tensor, call.precision) : null;
  };
  const kernel = load('kernel');
  const recurrentKernel = load('recurrent_kernel');
  if (!kernel || !recurrentKernel) throw new Error('the model room checks that the kernels are there');
  return {
    units,
    features: x.shape.at(-1) ?? 0,
    kernel,
    recurrentKernel,
    bias: load('bias'),
    activation: call.settings.activation as Activation,
    recurrentActivation: call.settings.recurrent_activation as Activation,
    inputSums: numbers(call.precision, 4 * units),
    recurrentSums: numbers(call.precision, 4 * units),
    z: numbers(call.precision, 4 * units),
    cellOut: numbers(call.precision, units),
  };
}

/**
 * Advances hidden state `h` and cell state `c` of one sample, from `state` on, by one timestep. Writes both and leaves the four gates in
 * `cell.z`. z = x · kernel + h · recurrentKernel + bias; c = f · c + i · g; h = o · φ(c).
 */
function stepLstm(cell: Cell, x: Numbers, xStart: number, h: Numbers, c: Numbers, state: number): void {
  const { units, inputSums, recurrentSums, z, bias, cellOut } = cell;
  const columns = 4 * units;
  inputSums.fill(0);
  recurrentSums.fill(0);
  addRowTimesMatrix(inputSums, x, xStart, cell.kernel, cell.features, columns);
  addRowTimesMatrix(recurrentSums, h, state, cell.recurrentKernel, units, columns);
  // Storing into a Float32Array rounds; the bias is added after the sum was stored, as Keras adds it.
  for (let column = 0; column < columns; column++) z[column] = inputSums[column] + recurrentSums[column];
  if (bias) for (let column = 0; column < columns; column++) z[column] = z[column] + bias[column];

  const iColumn = gateColumn('i', units);
  const fColumn = gateColumn('f', units);
  const gColumn = gateColumn('g', units);
  const oColumn = gateColumn('o', units);
  activate(cell.recurrentActivation, z, iColumn, units);
  activate(cell.recurrentActivation, z, fColumn, units);
  activate(cell.activation, z, gColumn, units);
  activate(cell.recurrentActivation, z, oColumn, units);

  const rounds = z instanceof Float32Array;
  for (let unit = 0; unit < units; unit++) {
    const kept = z[fColumn + unit] * c[state + unit];
    const written = z[iColumn + unit] * z[gColumn + unit];
    c[state + unit] = rounds ? Math.fround(kept) + Math.fround(written) : kept + written;
    cellOut[unit] = c[state + unit];
  }
  activate(cell.activation, cellOut, 0, units);
  for (let unit = 0; unit < units; unit++) h[state + unit] = z[oColumn + unit] * cellOut[unit];
}
