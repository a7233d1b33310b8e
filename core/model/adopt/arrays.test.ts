import { describe, expect, test } from 'vitest';
import { arraySource, expectedArrays } from '../../../fixtures/arrays/files.ts';
import { strictSource } from '../../../fixtures/read/files.ts';
import { openModelFiles } from '../../read/index.ts';
import { arraysBag } from './arrays.ts';
import { adopt } from './index.ts';

const file = (...names: string[]) => openModelFiles(names.map(arraySource));
const bagOf = (name: string) => arraysBag(file(name)).bag;
const json = (value: unknown) => strictSource('x.json', new TextEncoder().encode(JSON.stringify(value)));

/** Layers of a bag: name, class and the paths of their arrays. */
function layersOf(name: string): unknown {
  const bag = bagOf(name);
  if (bag.kind === 'flat') return bag.tensors.map(({ path }) => path);
  return bag.candidates.map((candidate) => [candidate.name, candidate.className, candidate.tensors.map(({ path }) => path)]);
}

const BY_NAME = [
  ['lstm', null, ['lstm/kernel', 'lstm/recurrent_kernel', 'lstm/bias']],
  ['gru', null, ['gru/kernel', 'gru/recurrent_kernel', 'gru/bias']],
  ['dense', 'Dense', ['dense/kernel', 'dense/bias']],
];
const numbered = expectedArrays.weights.map((_, index) => String(index));

describe('what the keys of arrays tell', () => {
  test.each<[string, unknown]>([
    ['weights_list.json', numbered],
    ['weights_wrapped.json', numbered],
    ['np2_list_4.pkl', numbered],
    ['py2_object.npy', numbered],
    ['object.npz', numbered],
    ['named.npz', BY_NAME],
    ['weights_layers.json', [BY_NAME[0], BY_NAME[2]]],
    [
      'weights_per_layer.json',
      [
        [null, null, ['0/0', '0/1', '0/2']],
        [null, null, ['2/0', '2/1', '2/2']],
        [null, null, ['3/0', '3/1']],
      ],
    ],
    [
      'weights_by_layer.json',
      [
        ['lstm', 'LSTM', ['lstm/0', 'lstm/1', 'lstm/2']],
        ['gru', 'GRU', ['gru/0', 'gru/1', 'gru/2']],
        ['dense', 'Dense', ['dense/0', 'dense/1']],
      ],
    ],
  ])('%s', (name, layers) => {
    expect(layersOf(name)).toEqual(layers);
  });

  test('keys without a layer are one layer in the order of Keras, whatever theirs', () => {
    const one = openModelFiles([json({ bias: [1, 2, 3, 4], kernel: [[1, 2, 3, 4]], recurrent_kernel: [[1, 2, 3, 4]] })]);
    const { bag } = arraysBag(one);
    expect(bag.kind === 'layers' && bag.candidates.map(({ tensors }) => tensors.map(({ path }) => path))).toEqual([
      ['kernel', 'recurrent_kernel', 'bias'],
    ]);
    // Sorted keys may have been sorted by the writer: their order says nothing of the model's.
    expect(bag.kind === 'layers' && bag.isOrdered).toBe(false);
  });

  test('keys joined by underscores or points, and numbered keys', () => {
    const pathsOf = (value: object) => {
      const { bag } = arraysBag(openModelFiles([json(value)]));
      return bag.kind === 'flat' ? bag.tensors.map(({ path }) => path) : bag.candidates.map(({ name, tensors }) => [name, tensors.length]);
    };
    expect(pathsOf({ lstm_1_recurrent_kernel: [[1]], lstm_1_kernel: [[2]], lstm_1_bias: [3] })).toEqual([['lstm_1', 3]]);
    expect(pathsOf({ 'dense.kernel': [[1]], 'dense.bias': [3] })).toEqual([['dense', 2]]);
    expect(pathsOf({ 'layers/dense/vars/0': [[1]], 'layers/dense/vars/1': [3] })).toEqual([['dense', 2]]);
    expect(pathsOf({ w_10: [[1]], w_9: [3], other: [4] })).toEqual(['other', 'w_9', 'w_10']);
  });

  test('what is worked out has every array', () => {
    const { graph, arrays, unclaimed } = adopt(file('named.npz'), new Map());
    expect([
      graph.layers.map(({ className }) => className).filter((name) => name !== 'InputLayer'),
      [...arrays.values()].flat().length,
      unclaimed,
    ]).toEqual([['LSTM', 'GRU', 'Dense'], 8, []]);
  });

  test('keys of PyTorch are PyTorch layers, and what belongs to none is left over', () => {
    const rows = (count: number, width: number): number[][] =>
      Array.from({ length: count }, (_, row) => Array.from({ length: width }, (__, at) => row + at / 8));
    const state = {
      'rnn.weight_ih_l0': rows(8, 3),
      'rnn.weight_hh_l0': rows(8, 2),
      'rnn.bias_ih_l0': rows(1, 8)[0],
      'rnn.bias_hh_l0': rows(1, 8)[0],
      'other.odd': rows(2, 2),
    };
    const { bag, unclaimed } = arraysBag(openModelFiles([json(state)]));
    expect([bag.kind === 'layers' && bag.candidates.map(({ className }) => className), unclaimed]).toEqual([['LSTM'], ['other.odd']]);
  });
});

describe('arrays and a configuration together', () => {
  const layer = (className: string, config: object) => ({ class_name: className, config });
  const config = (first: string) =>
    json({
      class_name: 'Sequential',
      keras_version: '3.15.1',
      config: {
        name: 'demo',
        layers: [
          layer('InputLayer', { name: 'input', batch_shape: [null, null, 3] }),
          layer('LSTM', { name: first, units: 2, return_sequences: true }),
          layer('GRU', { name: 'gru', units: 4, reset_after: true }),
          layer('Dropout', { name: 'drop', rate: 0.5 }),
          layer('Dense', { name: 'dense', units: 1 }),
        ],
      },
    });
  const adopted = (name: string, first = 'lstm') => adopt(openModelFiles([arraySource(name), config(first)]), new Map());
  const counts = (arrays: ReadonlyMap<string, readonly unknown[]>) => [...arrays].map(([name, own]) => [name, own.length]);

  test('arrays without names are dealt out in order', () => {
    for (const name of ['weights_list.json', 'object.npz', 'np1_list_3.pkl']) {
      const { arrays, unclaimed, warnings } = adopted(name);
      expect([counts(arrays), unclaimed, warnings]).toEqual([
        [
          ['lstm', 3],
          ['gru', 3],
          ['dense', 2],
        ],
        [],
        [],
      ]);
    }
  });

  test('arrays with the names of the layers are given by name, what no layer has is left over', () => {
    expect(counts(adopted('named.npz').arrays)).toEqual([
      ['lstm', 3],
      ['gru', 3],
      ['dense', 2],
    ]);
    const { arrays, unclaimed } = adopted('named.npz', 'other');
    expect([counts(arrays), unclaimed]).toEqual([
      [
        ['gru', 3],
        ['dense', 2],
      ],
      ['lstm/kernel', 'lstm/recurrent_kernel', 'lstm/bias'],
    ]);
  });

  test('arrays of another number belong to no layer', () => {
    const { arrays, unclaimed } = adopted('one.npy');
    expect([arrays.size, unclaimed]).toEqual([0, ['0']]);
  });
});
