import type { Tensor } from '../tensor/index.ts';
import { type Activation, activate } from './activation.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { addRowTimesMatrix, inPrecision, numbers } from './numbers.ts';
import { Pace } from './pace.ts';
import { masked } from './same-shape.ts';
import { activationSetting, flag, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/core/dense.py';
/** Rows between two looks at the clock. */
const ROWS_A_LOOK = 256;

/** Densely connected layer: y = activation(x · kernel + bias) over the last axis, so on every timestep of a sequence. */
export const DENSE: LayerKind = {
  className: 'Dense',
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  settings: {
    units: required('integer', SOURCE),
    activation: activationSetting('linear', SOURCE),
    use_bias: flag(true, SOURCE),
  },
  weights(settings, inputs) {
    const units = settings.units as number; // as: validated by the model room
    return [
      { name: 'kernel', shape: [inputs[0]?.at(-1) ?? -1, units], gates: null },
      ...(settings.use_bias ? [{ name: 'bias', shape: [units], gates: null }] : []),
    ];
  },
  outputShapes: (settings, inputs) => [[...(inputs[0] ?? []).slice(0, -1), settings.units as number]],
  signals: () => [],
  evaluate: evaluateDense,
};

function* evaluateDense(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const x = call.inputs[0]; // as: one input, checked by the model room
  const units = call.settings.units as number;
  const features = x.shape.at(-1) ?? 0;
  const rows = features === 0 ? 0 : x.data.length / features;
  const values = inPrecision(x, call.precision);
  const kernel = inPrecision(call.weights.get('kernel') as Tensor, call.precision);
  const biasTensor = call.weights.get('bias');
  const bias = biasTensor ? inPrecision(biasTensor, call.precision) : null;
  const output = numbers(call.precision, rows * units);
  const sums = numbers(call.precision, units);
  const activation = call.settings.activation as Activation;

  const pace = new Pace();
  for (let row = 0; row < rows; row++) {
    // y = activation(x · kernel + bias)
    sums.fill(0);
    addRowTimesMatrix(sums, values, row * features, kernel, features, units);
    if (bias) for (let unit = 0; unit < units; unit++) sums[unit] = sums[unit] + bias[unit];
    activate(activation, sums, 0, units);
    output.set(sums, row * units);
    if (row % ROWS_A_LOOK === 0 && pace.isDue()) yield { done: row, of: rows };
  }
  return masked(call, [...x.shape.slice(0, -1), units], output);
}
