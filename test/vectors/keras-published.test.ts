import { expect, test } from 'vitest';
import type { Tensor } from '../../core/tensor/index.ts';
import { counted, filled, type MadeLayer, masked, runMade, tensor, worst } from './made-model.ts';

/**
 * What Keras' own unit tests expect, computed there in float32 from inputs up to 71 and printed with eight digits.
 * Source: Keras 3.15.1 keras/src/layers/rnn/*_test.py.
 */
const PUBLISHED_TOLERANCE = 5e-7;

interface Constants {
  readonly kernel?: number;
  readonly recurrent?: number;
  readonly bias?: number;
}

/** A layer whose arrays hold one number each, as those tests make it. */
function constant(
  className: 'LSTM' | 'GRU' | 'SimpleRNN',
  units: number,
  features: number,
  config: Readonly<Record<string, unknown>> = {},
  { kernel = 0.01, recurrent = 0.02, bias = 0.03 }: Constants = {},
): MadeLayer {
  const columns = { LSTM: 4, GRU: 3, SimpleRNN: 1 }[className] * units;
  const biases = (): Tensor => {
    if (className === 'GRU' && config.reset_after !== false) return filled([2, columns], bias);
    const values = filled([columns], bias);
    if (className === 'LSTM' && config.unit_forget_bias !== false) values.data.fill(1, units, 2 * units);
    return values;
  };
  const arrays = [
    filled([features, columns], kernel),
    filled([units, columns], recurrent),
    ...(config.use_bias === false ? [] : [biases()]),
  ];
  return { className, config: { units, ...config }, arrays };
}

function both(forward: MadeLayer, config: Readonly<Record<string, unknown>> = {}, backward: MadeLayer = forward): MadeLayer {
  const entry = ({ className, config: inner }: MadeLayer, go: boolean): unknown => ({
    class_name: className,
    config: { ...inner, go_backwards: go },
  });
  return {
    className: 'Bidirectional',
    config: { layer: entry(forward, false), backward_layer: entry(backward, true), ...config },
    arrays: [...(forward.arrays ?? []), ...(backward.arrays ?? [])],
  };
}

/** Every number `times` in a row: all units of a layer with constant arrays are equal. */
const each = (times: number, values: readonly number[]): number[] => values.flatMap((value) => Array<number>(times).fill(value));

const LONG = counted([3, 6, 4]);
const THREE = counted([2, 3, 4]);
const FOUR = counted([2, 4, 3]);
const STATE = tensor([2, 2], [0, 1, 2, 3]);
const times = (factor: number): Tensor => tensor([2, 2], [0, factor, 2 * factor, 3 * factor]);
const PADDED_BEHIND = [[1, 1, 1, 0], [1, 1, 0, 0]]; // prettier-ignore
const PADDED_BEFORE = [[0, 1, 1, 1], [0, 0, 1, 1]]; // prettier-ignore
const PADDED_WITHIN = [[1, 1, 0, 1], [1, 0, 0, 1]]; // prettier-ignore
const SEQUENCES = { return_sequences: true };

interface Case {
  readonly layer: MadeLayer;
  readonly x: Tensor;
  readonly expected: readonly number[];
  readonly states?: readonly Tensor[];
  readonly mask?: readonly (readonly number[])[];
}

const CASES: Readonly<Record<string, Case>> = {
  'LSTM(3)': { layer: constant('LSTM', 3, 4), x: LONG, expected: each(3, [0.6288687, 0.86899155, 0.9460773]) },
  'LSTM(3, go_backwards)': {
    layer: constant('LSTM', 3, 4, { go_backwards: true }),
    x: LONG,
    expected: each(3, [0.35622165, 0.74789524, 0.8872726]),
  },
  'LSTM(3, unit_forget_bias=False)': {
    layer: constant('LSTM', 3, 4, { unit_forget_bias: false }),
    x: LONG,
    expected: each(3, [0.57019705, 0.8661914, 0.9459622]),
  },
  'LSTM(3, use_bias=False)': {
    layer: constant('LSTM', 3, 4, { use_bias: false }),
    x: LONG,
    expected: each(3, [0.54986924, 0.86226785, 0.9443936]),
  },
  'LSTM(2) from states': {
    layer: constant('LSTM', 2, 3),
    x: FOUR,
    states: [STATE, STATE],
    expected: [0.20574439, 0.3558822, 0.64930826, 0.66276],
  },
  'LSTM(2, go_backwards) from states': {
    layer: constant('LSTM', 2, 3, { go_backwards: true }),
    x: FOUR,
    states: [STATE, STATE],
    expected: [0.13281618, 0.2790356, 0.5839337, 0.5992567],
  },
  'LSTM(2) with padding behind': {
    layer: constant('LSTM', 2, 3, SEQUENCES),
    x: FOUR,
    mask: PADDED_BEHIND,
    expected: each(2, [0.0158891, 0.05552048, 0.11755939, 0.11755939, 0.14185596, 0.28556206, 0.28556206, 0.28556206]),
  },
  'LSTM(2, zero_output_for_mask) with padding behind': {
    layer: constant('LSTM', 2, 3, { ...SEQUENCES, zero_output_for_mask: true }),
    x: FOUR,
    mask: PADDED_BEHIND,
    expected: each(2, [0.0158891, 0.05552048, 0.11755939, 0, 0.14185596, 0.28556206, 0, 0]),
  },
  'LSTM(2, go_backwards) with padding before': {
    layer: constant('LSTM', 2, 3, { go_backwards: true }),
    x: FOUR,
    mask: PADDED_BEFORE,
    expected: each(2, [0.15341201, 0.3844719]),
  },
  'GRU(3)': { layer: constant('GRU', 3, 4), x: LONG, expected: each(3, [0.5217289, 0.6371659, 0.39384964]) },
  'GRU(3, go_backwards)': {
    layer: constant('GRU', 3, 4, { go_backwards: true }),
    x: LONG,
    expected: each(3, [0.24406259, 0.611516, 0.3928808]),
  },
  'GRU(3, reset_after=False)': {
    layer: constant('GRU', 3, 4, { reset_after: false }),
    x: LONG,
    expected: each(3, [0.51447755, 0.6426879, 0.40208298]),
  },
  'GRU(3, use_bias=False)': {
    layer: constant('GRU', 3, 4, { use_bias: false }),
    x: LONG,
    expected: each(3, [0.49988455, 0.64701194, 0.4103359]),
  },
  'GRU(2) from a state': {
    layer: constant('GRU', 2, 3),
    x: FOUR,
    states: [STATE],
    expected: [0.23774096, 0.33508456, 0.83659905, 1.0227708],
  },
  'GRU(2) with padding within': {
    layer: constant('GRU', 2, 3, SEQUENCES),
    x: FOUR,
    mask: PADDED_WITHIN,
    expected: each(2, [0.03606692, 0.09497581, 0.09497581, 0.19393763, 0.16051409, 0.16051409, 0.16051409, 0.30818558]),
  },
  'SimpleRNN(4)': { layer: constant('SimpleRNN', 4, 4), x: THREE, expected: each(4, [0.405432, 0.73605347]) },
  'SimpleRNN(4, go_backwards)': {
    layer: constant('SimpleRNN', 4, 4, { go_backwards: true }),
    x: THREE,
    expected: each(4, [0.11144729, 0.5528889]),
  },
  'Bidirectional(SimpleRNN(2))': {
    layer: both(constant('SimpleRNN', 2, 4)),
    x: THREE,
    expected: each(2, [0.39687276, 0.10004295, 0.7237238, 0.53391594]),
  },
  "Bidirectional(SimpleRNN(2), merge_mode='ave')": {
    layer: both(constant('SimpleRNN', 2, 4), { merge_mode: 'ave' }),
    x: THREE,
    expected: each(2, [0.24845785, 0.6288199]),
  },
  "Bidirectional(SimpleRNN(2), merge_mode='mul') with a backward layer of its own": {
    layer: both(
      constant('SimpleRNN', 2, 4),
      { merge_mode: 'mul' },
      constant('SimpleRNN', 2, 4, {}, { kernel: 0.03, recurrent: 0.02, bias: 0.01 }),
    ),
    x: THREE,
    expected: each(2, [0.08374989, 0.6740834]),
  },
  "Bidirectional(GRU(2, return_sequences), merge_mode='sum')": {
    layer: both(constant('GRU', 2, 4, SEQUENCES), { merge_mode: 'sum' }),
    x: THREE,
    expected: each(2, [0.20937867, 0.34462988, 0.40290534, 0.59829646, 0.6734641, 0.6479671]),
  },
  'Bidirectional(LSTM(2)) from states': {
    layer: both(constant('LSTM', 2, 3)),
    x: FOUR,
    states: [times(1), times(2), times(3), times(4)],
    expected: [0.20794602, 0.4577124, 0.14046375, 0.48191673, 0.6682636, 0.6711909, 0.60943645, 0.60950446],
  },
  'Bidirectional(GRU(2)) with padding within': {
    layer: both(constant('GRU', 2, 3)),
    x: FOUR,
    mask: PADDED_WITHIN,
    expected: each(2, [0.19393763, 0.11669192, 0.30818558, 0.28380975]),
  },
};

test.each(Object.entries(CASES))('%s gives what Keras 3.15.1 publishes', (_, { layer, x, expected, states, mask }) => {
  const padding = mask && masked(x, mask);
  const layers = padding ? [padding.layer, layer] : [layer];
  const trace = runMade({ layers, x: padding?.x ?? x, ...(states && { states }) });
  expect(worst(trace.whole('rnn/output'), expected)).toBeLessThan(PUBLISHED_TOLERANCE);
});

test('Bidirectional(LSTM(2, return_state)) gives what Keras 3.15.1 publishes', () => {
  const trace = runMade({ layers: [both(constant('LSTM', 2, 3, { return_state: true }))], x: FOUR });
  const outputs = ['output', 'output:1', 'output:2', 'output:3', 'output:4'].map((name) => trace.whole(`rnn/${name}`));
  const [y, forwardH, forwardC, backwardH, backwardC] = outputs;
  const [h, hBackward] = [each(2, [0.1990008, 0.52335435]), each(2, [0.12659755, 0.44717982])];
  expect(worst(y, each(2, [0.1990008, 0.12659755, 0.52335435, 0.44717982]))).toBeLessThan(PUBLISHED_TOLERANCE);
  expect(worst(forwardH, h)).toBeLessThan(PUBLISHED_TOLERANCE);
  expect(worst(forwardC, each(2, [0.35567185, 1.0492687]))).toBeLessThan(PUBLISHED_TOLERANCE);
  expect(worst(backwardH, hBackward)).toBeLessThan(PUBLISHED_TOLERANCE);
  expect(worst(backwardC, each(2, [0.2501858, 0.941473]))).toBeLessThan(PUBLISHED_TOLERANCE);
});

// A second call on the same numbers, as the published tests make it, starts from the states that the first call left.
test.each([
  ['LSTM', [0.3124785, 0.6863672]],
  ['SimpleRNN', [0.40559256, 0.7361247]],
] as const)('a stateful %s(4) called again gives what Keras 3.15.1 publishes', (className, expected) => {
  const layer = constant(className, 4, 4, { return_state: true });
  const first = runMade({ layers: [layer], x: THREE });
  const states = (className === 'LSTM' ? [1, 2] : [1]).map((at) => tensor([2, 4], [...first.whole(`rnn/output:${at}`)]));
  expect(worst(runMade({ layers: [layer], x: THREE, states }).whole('rnn/output'), each(4, expected))).toBeLessThan(PUBLISHED_TOLERANCE);
});

test('TimeDistributed(Dense(1)) gives what Keras 3.15.1 publishes', () => {
  const dense = { class_name: 'Dense', config: { units: 1, use_bias: false } };
  const layers = [{ className: 'TimeDistributed', config: { layer: dense }, arrays: [filled([4, 1], 0.01)] }];
  expect(worst(runMade({ layers, x: counted([3, 2, 4]) }).whole('output'), [0.06, 0.22, 0.38, 0.54, 0.7, 0.86])).toBeLessThan(1e-15);
});
