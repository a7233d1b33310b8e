import { describe, expect, test } from 'vitest';
import { netJson, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import type { WeightFile } from '../weight-file.ts';
import { isGuitarml, openGuitarml } from './index.ts';

const FILE = netSource('guitarml_lstm.json');
const open = (value: unknown): WeightFile => openGuitarml(value, FILE);

test('the state dict in its order, under its keys, and what the network is', () => {
  const file = open({ ...netJson('guitarml_lstm.json'), esr: 0.01 });
  expect([file.format, file.producer, file.leftovers]).toEqual(['guitarml', { name: 'GuitarML', version: null }, ['esr']]);
  expect(file.config).toMatchObject({ model: 'SimpleRNN', unit_type: 'LSTM', hidden_size: 4, skip: 1 });
  expect(file.groups.map((group) => [group.name, group.tensors.map((tensor) => [tensor.path, tensor.shape])])).toEqual([
    [
      null,
      [
        ['rec.weight_ih_l0', [16, 3]],
        ['rec.weight_hh_l0', [16, 4]],
        ['rec.bias_ih_l0', [16]],
        ['rec.bias_hh_l0', [16]],
        ['lin.weight', [1, 4]],
        ['lin.bias', [1]],
      ],
    ],
  ]);
});

test('is known by its model_data', () => {
  const unit = { unit_type: 'LSTM', hidden_size: 20 };
  const values = [
    { model_data: {}, state_dict: {} },
    { model_data: unit },
    { model_data: {} },
    { state_dict: {} },
    { model_data: 3 },
    [],
    'x',
  ];
  expect(values.map(isGuitarml)).toEqual([true, true, false, false, false, false, false]);
});

describe('what is refused', () => {
  test.each([
    ['guitarml-invalid', 'guitarml_lstm.json', []],
    ['guitarml-invalid', 'guitarml_lstm.json', { model_data: null }],
    ['guitarml-invalid', 'guitarml_lstm.json, state_dict', { model_data: { unit_type: 'LSTM', hidden_size: 2 } }],
    ['weights-ragged', 'guitarml_lstm.json, lin.weight[1]', { model_data: {}, state_dict: { 'lin.weight': [[1], [2, 3]] } }],
    ['weights-not-numbers', 'guitarml_lstm.json, lin.bias[0]', { model_data: {}, state_dict: { 'lin.bias': ['a'] } }],
  ])('%s at %s', (code, where, value) => {
    expect(refusalOf(() => open(value))).toEqual([code, where]);
  });
});
