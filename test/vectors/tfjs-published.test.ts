import { expect, test } from 'vitest';
import { filled, type MadeLayer, runMade, tensor, worst } from './made-model.ts';

/** Computed by TensorFlow.js in float32, printed with seven or eight digits. Source: tfjs-layers 4.22 src/layers/recurrent_test.ts. */
const PUBLISHED_TOLERANCE = 5e-7;

const TFJS = 'tfjs-layers 4.22.0';
/** Those tests leave the recurrent activation to TensorFlow.js: hard_sigmoid as Keras 2 defines it. */
const lstm = (units: number, features: number, bias: number, config: Readonly<Record<string, unknown>> = {}): MadeLayer => {
  const biases = filled([4 * units], bias);
  biases.data.fill(1, units, 2 * units);
  return {
    className: 'LSTM',
    config: { units, ...config },
    arrays: [filled([features, 4 * units], 1), filled([units, 4 * units], 1), biases],
  };
};

test('LSTM(5) of ones over two timesteps of ones', () => {
  const trace = runMade({ layers: [lstm(5, 2, 1, { return_sequences: true })], x: filled([4, 2, 2], 1), version: TFJS });
  const expected = [0.7595095, 0.96367633].flatMap((h) => Array<number>(5).fill(h));
  for (let sample = 0; sample < 4; sample++)
    expect(worst(trace.whole('rnn/output').slice(sample * 10, sample * 10 + 10), expected)).toBeLessThan(PUBLISHED_TOLERANCE);
  expect(worst(trace.whole('rnn/c').slice(5, 10), Array<number>(5).fill(1.9950523))).toBeLessThan(PUBLISHED_TOLERANCE);
});

test('GRU(5) of ones over three timesteps of zeros', () => {
  const arrays = [filled([4, 15], 1), filled([5, 15], 1), filled([15], 1)];
  const layers = [{ className: 'GRU', config: { units: 5, return_sequences: true }, arrays }];
  const trace = runMade({ layers, x: filled([1, 3, 4], 0), version: TFJS });
  const expected = [0.22847827, 0.2813754, 0.29444352].flatMap((h) => Array<number>(5).fill(h));
  expect(worst(trace.whole('rnn/output'), expected)).toBeLessThan(PUBLISHED_TOLERANCE);
});

test('Embedding, LSTM(3) and Dense of ones over 0 to 3 tokens of 6', () => {
  const layers = [
    { className: 'Embedding', config: { input_dim: 10, output_dim: 4, mask_zero: true }, arrays: [filled([10, 4], 1)] },
    lstm(3, 4, 0),
    { className: 'Dense', config: { units: 1 }, arrays: [filled([3, 1], 1), filled([1], 0)] },
  ];
  const x = tensor([4, 6], [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0]);
  const expected = [0, 2.283937, 2.891939, 2.9851441];
  expect(worst(runMade({ layers, x, version: TFJS }).whole('output'), expected)).toBeLessThan(PUBLISHED_TOLERANCE);
});

test.each([
  ['hard_sigmoid', [0, 1.28765, 1.8165315, 1.9599036]],
  ['sigmoid', [0, 1.3048077, 1.813747, 1.9517548]],
])('Embedding, LSTM(2) that goes backwards with %s, and Dense over 0 to 3 tokens', (recurrentActivation, expected) => {
  const table = [0.1, 0.2, 0.3, 0.4, -0.1, -0.2, -0.3, -0.4];
  const eights = [1, 2, 3, 4, 5, 6, 7, 8];
  const kernel = tensor([2, 8], [...eights, ...eights.map((value) => -value)]);
  const layers = [
    { className: 'Embedding', config: { input_dim: 4, output_dim: 2, mask_zero: true }, arrays: [tensor([4, 2], table)] },
    {
      className: 'LSTM',
      config: { units: 2, go_backwards: true, recurrent_activation: recurrentActivation },
      arrays: [kernel, kernel, tensor([8], eights)],
    },
    { className: 'Dense', config: { units: 1 }, arrays: [filled([2, 1], 1), filled([1], 0)] },
  ];
  const x = tensor([4, 3], [0, 0, 0, 1, 0, 0, 1, 2, 0, 1, 2, 3]);
  expect(worst(runMade({ layers, x, version: TFJS }).whole('output'), expected)).toBeLessThan(PUBLISHED_TOLERANCE);
});
