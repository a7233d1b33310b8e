import { expect, test } from 'vitest';
import type { Tensor } from '../../core/tensor/index.ts';
import { type MadeLayer, pattern, runMade, tensor, worst } from './made-model.ts';

/** Real Keras computed these in float32; they are printed with seven digits. */
const PRINTED_TOLERANCE = 1e-7;

/** Two sentences, one padded behind and one in front. */
const IDS = tensor([2, 5], [3, 1, 2, 0, 0, 0, 0, 4, 5, 1]);

/** Arrays of layer number `layer`: distinct weights, made without a random generator. */
const arrays = (layer: number, shapes: readonly (readonly number[])[]): readonly Tensor[] =>
  shapes.map((shape, index) => pattern(shape, 3 * layer + 1 + index));

const WORDS: MadeLayer = {
  className: 'Embedding',
  config: { input_dim: 6, output_dim: 3, mask_zero: true },
  arrays: arrays(0, [[6, 3]]),
};
const LSTM = (layer: number, features: number, sequences: boolean): MadeLayer => ({
  className: 'LSTM',
  config: { units: 2, return_sequences: sequences },
  arrays: arrays(layer, [[features, 8], [2, 8], [8]]), // prettier-ignore
});
const BOTH = (layer: number, features: number, sequences: boolean): MadeLayer => {
  const { config } = LSTM(layer, features, sequences);
  const entry = (go: boolean): unknown => ({ class_name: 'LSTM', config: { ...config, go_backwards: go } });
  return {
    className: 'Bidirectional',
    config: { layer: entry(false), backward_layer: entry(true) },
    arrays: arrays(layer, [[features, 8], [2, 8], [8], [features, 8], [2, 8], [8]]), // prettier-ignore
  };
};
const MEAN: MadeLayer = { className: 'GlobalAveragePooling1D', config: {} };
const HEAD = (features: number): MadeLayer => ({ className: 'Dense', config: { units: 1 }, arrays: arrays(3, [[features, 1], [1]]) });

const CHAINS: readonly (readonly [string, readonly MadeLayer[], readonly number[], readonly number[]])[] = [
  ['LSTM → LSTM', [WORDS, LSTM(1, 3, true), LSTM(2, 2, false), HEAD(2)], [0.6774484, 0.6693828], [0.7203011, 0.7081626]],
  ['Bidirectional → Bidirectional', [WORDS, BOTH(1, 3, true), BOTH(2, 4, false), HEAD(4)], [0.590108, 0.5639031], [0.6315103, 0.5957221]],
  ['LSTM → GlobalAveragePooling1D', [WORDS, LSTM(1, 3, true), MEAN, HEAD(2)], [0.5508582, 0.5247666], [0.5558766, 0.51486]],
];

test.each(CHAINS)('%s: the second layer sees the mask in Keras 3.15, and no longer in 3.16', (_, layers, passes, stops) => {
  expect(worst(runMade({ layers, x: IDS }).whole('output'), passes)).toBeLessThan(PRINTED_TOLERANCE);
  expect(worst(runMade({ layers, x: IDS, version: '3.16.0' }).whole('output'), stops)).toBeLessThan(PRINTED_TOLERANCE);
});
