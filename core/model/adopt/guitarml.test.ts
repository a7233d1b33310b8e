import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../fixtures/read/nets-files.ts';
import { guitarml, layersOf } from '../../../fixtures/read/nets-models.ts';
import { openGuitarml } from '../../read/guitarml/index.ts';
import { bufferSource } from '../../read/index.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

describe('GuitarML', () => {
  const data = { model: 'SimpleRNN', unit_type: 'LSTM', hidden_size: 1, skip: 0 };
  const state = {
    'rec.weight_ih_l0': [[1], [2], [3], [4]],
    'rec.weight_hh_l0': [[5], [6], [7], [8]],
    'lin.weight': [[9]],
  };
  const adopted = (model_data: object, state_dict: object): Adopted =>
    adopt(openGuitarml({ model_data, state_dict }, bufferSource('amp.json', new Uint8Array(1))), new Map());
  const graphOf = (found: Adopted): unknown =>
    found.graph.layers.map((layer) => [layer.name, layer.className, layer.calls[0]?.inputs.map((ref) => ref.layer)]);

  test('several channels: the first one is added to the answer', () => {
    const found = adopt(guitarml('guitarml_lstm.json'), new Map());
    expect(graphOf(found)).toEqual([
      ['input', 'InputLayer', []],
      ['rec', 'LSTM', ['input']],
      ['lin', 'Dense', ['rec']],
      ['get_item', 'ops.GetItem', ['input']],
      ['add', 'Add', ['lin', 'get_item']],
    ]);
    expect(found.graph.outputs).toEqual([{ layer: 'add', call: 0, output: 0 }]);
    expect(found.graph.layers[0]?.config).toEqual({ batch_shape: [null, null, 3] });
    expect(found.graph.layers[3]?.config).toEqual({
      name: 'get_item',
      arguments: [
        {
          name: '1',
          value: [
            { class_name: '__slice__', config: { start: null, stop: null, step: null } },
            { class_name: '__slice__', config: { start: null, stop: null, step: null } },
            { class_name: '__slice__', config: { start: 0, stop: 1, step: null } },
          ],
        },
      ],
    });
  });

  test('one channel is added whole; without skip nothing is', () => {
    expect(graphOf(adopt(guitarml('guitarml_gru.json'), new Map()))).toEqual([
      ['input', 'InputLayer', []],
      ['rec', 'GRU', ['input']],
      ['lin', 'Dense', ['rec']],
      ['add', 'Add', ['lin', 'input']],
    ]);
    expect(graphOf(adopted(data, state))).toEqual([
      ['input', 'InputLayer', []],
      ['rec', 'LSTM', ['input']],
      ['lin', 'Dense', ['rec']],
    ]);
  });

  test('settings say why they hold; a layer without bias has none', () => {
    const layers = layersOf(adopted(data, state));
    expect(layers).toMatchObject([
      {},
      {
        config: { units: 1, use_bias: false, return_sequences: true, activation: 'tanh', recurrent_activation: 'sigmoid' },
        inferred: ['units', 'use_bias', 'return_sequences', 'activation', 'recurrent_activation', 'go_backwards'],
      },
      { config: { units: 1, use_bias: false, activation: 'linear' } },
    ]);
  });

  test('recurrent layers in a stack come one after the other', () => {
    const second = { 'rec.weight_ih_l1': state['rec.weight_ih_l0'], 'rec.weight_hh_l1': state['rec.weight_hh_l0'] };
    expect(graphOf(adopted({ ...data, num_layers: 2 }, { ...state, ...second }))).toEqual([
      ['input', 'InputLayer', []],
      ['rec_l0', 'LSTM', ['input']],
      ['rec_l1', 'LSTM', ['rec_l0']],
      ['lin', 'Dense', ['rec_l1']],
    ]);
  });

  const reversed = { 'rec.weight_ih_l0_reverse': state['rec.weight_ih_l0'], 'rec.weight_hh_l0_reverse': state['rec.weight_hh_l0'] };
  test.each([
    ['another network', { ...data, model: 'GatedConvNet' }, state, 'guitarml-invalid', 'model_data.model'],
    ['no linear layer', data, { 'rec.weight_ih_l0': [[1]], 'rec.weight_hh_l0': [[1]] }, 'guitarml-invalid', 'state_dict'],
    ['no recurrent layer', data, { 'lin.weight': [[1]] }, 'guitarml-invalid', 'state_dict'],
    ['a recurrent layer in both directions', data, { ...state, ...reversed }, 'guitarml-invalid', 'state_dict'],
    ['more channels to add than there are', { ...data, skip: 2 }, state, 'guitarml-invalid', 'model_data.skip'],
    ['a text as skip', { ...data, skip: '1' }, state, 'guitarml-invalid', 'model_data.skip'],
    ['a projection', data, { ...state, 'rec.weight_hr_l0': [[1]] }, 'lstm-projection', 'rec.weight_hr_l0'],
    ['rows of no gate', data, { ...state, 'rec.weight_hh_l0': [[1], [2]] }, 'shape-mismatch', 'rec.weight_hh_l0'],
  ])('%s is refused', (_name, model_data, state_dict, code, where) => {
    expect(refusalOf(() => adopted(model_data, state_dict))).toEqual([code, where]);
  });
});
