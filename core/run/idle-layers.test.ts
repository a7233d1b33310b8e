import { expect, test } from 'vitest';
import { array } from '../../fixtures/infer/arrays.ts';
import { buildModel, type Model } from '../model/index.ts';
import type { Shape } from '../tensor/index.ts';
import { idleLayers } from './idle-layers.ts';

function modelOf(groups: Readonly<Record<string, readonly Shape[]>>): Model {
  return buildModel({
    format: 'keras-legacy-weights',
    producer: { name: 'keras', version: '2.15.0' },
    config: null,
    groups: Object.entries(groups).map(([name, shapes]) => ({
      name,
      tensors: shapes.map((shape, k) => array(shape, `/${name}/${name}/${k}`)),
    })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  });
}

const LSTM: readonly Shape[] = [[3, 20], [5, 20], [20]];

test('a piece that no sequence enters is idle while another runs; a model that hangs together has none', () => {
  const apart = modelOf({ dense: [[9, 2], [2]], lstm: LSTM });
  expect(apart.inputs.map(({ name }) => name)).toEqual(['input_layer_1', 'input_layer']);
  expect([...idleLayers(apart, new Set(['input_layer_1']))]).toEqual(['input_layer', 'dense']);
  expect([...idleLayers(apart, new Set(['input_layer', 'input_layer_1']))]).toEqual([]);
  expect([...idleLayers(apart, new Set())]).toEqual([]);
  expect([...idleLayers(modelOf({ lstm: LSTM, dense: [[5, 2], [2]] }), new Set(['input_layer']))]).toEqual([]);
});
