import { describe, expect, test } from 'vitest';
import { storedTensor } from '../../tensor/index.ts';
import { netJson, netShards, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import { openTfjs } from '../../read/tfjs/index.ts';
import { buildModel } from '../build.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

describe('TensorFlow.js', () => {
  const dense = (name: string): unknown => ({ class_name: 'Dense', config: { name, units: 1 } });
  const model = (name: string, ...layers: unknown[]): unknown => ({ class_name: 'Sequential', config: { name, layers } });
  const adopted = (config: unknown, ...names: string[]): Adopted => {
    const tensors = names.map((name) => storedTensor(name, 'w.bin', { shape: [1], data: Float32Array.of(1) }));
    const groups = [{ name: null, tensors }];
    return adopt(
      {
        format: 'tfjs',
        producer: { name: 'keras', version: '2.15.0' },
        savedAt: null,
        config,
        groups,
        pairs: [],
        leftovers: [],
        warnings: [],
      },
      new Map(),
    );
  };
  const given = (found: Adopted): unknown =>
    Object.fromEntries([...found.arrays].map(([layer, tensors]) => [layer, tensors.map((tensor) => tensor.path)]));

  test('the same layer name in two nested models is told apart by the models', () => {
    const config = model('m', model('encoder', dense('out')), model('decoder', dense('out')));
    const found = adopted(config, 'm/decoder/out/bias', 'm/encoder/out/bias', 'm/decoder/out/kernel', 'm/encoder/out/kernel', 'out/kernel');
    expect(given(found)).toEqual({
      'decoder/out': ['m/decoder/out/kernel', 'm/decoder/out/bias'],
      'encoder/out': ['m/encoder/out/kernel', 'm/encoder/out/bias'],
    });
    expect(found.unclaimed).toEqual(['out/kernel']);
  });

  test('the backward half comes second, whatever it is called', () => {
    const both = {
      class_name: 'Bidirectional',
      config: {
        name: 'both',
        layer: { class_name: 'LSTM', config: { name: 'a', units: 1 } },
        backward_layer: { class_name: 'LSTM', config: { name: 'back', units: 1 } },
      },
    };
    expect(
      given(
        adopted(
          model('m', both),
          'both/back/lstm_cell/bias',
          'both/back/lstm_cell/kernel',
          'both/a/lstm_cell/recurrent_kernel_1',
          'both/a/lstm_cell/kernel_1',
        ),
      ),
    ).toEqual({
      both: ['both/a/lstm_cell/kernel_1', 'both/a/lstm_cell/recurrent_kernel_1', 'both/back/lstm_cell/kernel', 'both/back/lstm_cell/bias'],
    });
  });

  test('names that are no part of the model, and parts of names, belong to no layer', () => {
    const found = adopted(
      model('m', dense('dense')),
      'kernel',
      'dense_1/kernel',
      'adense/kernel',
      'dense',
      'dense/strange',
      'dense/kernel',
    );
    expect(given(found)).toEqual({ dense: ['dense/kernel', 'dense/strange'] });
    expect(found.unclaimed).toEqual(['kernel', 'dense_1/kernel', 'adense/kernel', 'dense']);
  });

  test('a wrapper around nothing is refused by its setting', () => {
    const config = model('m', { class_name: 'Bidirectional', config: { name: 'both', layer: null } });
    const file = {
      format: 'tfjs',
      producer: { name: 'keras', version: null },
      savedAt: null,
      config,
      groups: [],
      pairs: [],
      leftovers: [],
      warnings: [],
    } as const;
    expect(refusalOf(() => buildModel(file))).toEqual(['config-value', 'both.layer']);
  });

  test.each([
    ['tfjs_converted', { zeta: 'LSTM', both: 'Bidirectional', norm: 'BatchNormalization', out: 'Dense' }],
    ['tfjs_store', { bidirectional: 'Bidirectional', gru: 'GRU', dense: 'Dense' }],
  ])('%s without its model: layers by the names of their arrays', (folder, classes) => {
    const json = { ...netJson(`${folder}/model.json`), modelTopology: null };
    const model = buildModel(openTfjs(json, netSource(`${folder}/model.json`), netShards(folder)));
    const layers = model.layers.filter((layer) => layer.weights.size > 0);
    expect(Object.fromEntries(layers.map((layer) => [layer.name, layer.className]))).toEqual(classes);
    expect(model.questions.length).toBeGreaterThan(0);
  });
});
