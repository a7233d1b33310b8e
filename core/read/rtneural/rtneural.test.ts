import { describe, expect, test } from 'vitest';
import { netJson, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import type { WeightFile } from '../weight-file.ts';
import { isRtneural, openRtneural } from './index.ts';

const FILE = netSource('rtneural.json');
const open = (value: unknown): WeightFile => openRtneural(value, FILE);
const withLayers = (...layers: unknown[]): unknown => ({ in_shape: [null, null, 1], layers });

test('layers in the order of the file, arrays as get_weights() gives them, empty groups too', () => {
  const file = open(netJson('rtneural.json'));
  expect([file.format, file.producer, file.leftovers]).toEqual(['rtneural', { name: 'RTNeural', version: null }, ['samplerate', 'author']]);
  expect(file.groups.map((group) => group.tensors.map((tensor) => tensor.shape))).toEqual([
    [[2, 3], [3]],
    [[3, 3, 4], [4]],
    [[4], [4], [4], [4]],
    [[1, 4]],
    [
      [4, 15],
      [5, 15],
      [2, 15],
    ],
    [],
    [[5], [5]],
    [[5, 12], [3, 12], [12]],
    [[3, 2], [2]],
  ]);
  expect(file.groups[4]?.tensors[1]).toMatchObject({ path: 'layers[4].weights[1]', dtype: 'float32', source: 'rtneural.json' });
});

test('the configuration is the JSON without its weights', () => {
  const file = open(netJson('rtneural.json'));
  expect(JSON.stringify(file.config)).not.toContain('weights');
  expect(file.config).toMatchObject({ in_shape: [null, null, 2], samplerate: 44100 });
  expect((file.config as { layers: unknown[] }).layers[1]).toEqual({
    type: 'conv1d',
    activation: 'relu',
    shape: [null, null, 4],
    kernel_size: [3],
    dilation: [2],
    groups: 1,
  });
});

test('is known by in_shape and the type of its first layer', () => {
  const values = [withLayers(), withLayers({ type: 'lstm' }), withLayers({ class_name: 'LSTM' }), withLayers(3), { layers: [] }, [], null];
  expect(values.map(isRtneural)).toEqual([true, true, false, false, false, false, false]);
});

describe('what is refused', () => {
  test.each([
    ['rtneural-invalid', 'rtneural.json', { layers: [] }],
    ['rtneural-invalid', 'rtneural.json, layers', withLayers()],
    ['rtneural-invalid', 'rtneural.json, layers[1]', withLayers({ type: 'lstm' }, 'dense')],
    ['rtneural-invalid', 'rtneural.json, layers[1]', withLayers({ type: 'lstm' }, { type: 7 })],
    ['rtneural-invalid', 'rtneural.json, layers[0].weights', withLayers({ type: 'lstm', weights: 'x' })],
    ['weights-ragged', 'rtneural.json, layers[0].weights[0][1]', withLayers({ type: 'dense', weights: [[[1, 2], [3]]] })],
    ['weights-not-numbers', 'rtneural.json, layers[0].weights[1][0]', withLayers({ type: 'dense', weights: [[[1]], [null]] })],
  ])('%s at %s', (code, where, value) => {
    expect(refusalOf(() => open(value))).toEqual([code, where]);
  });
});
