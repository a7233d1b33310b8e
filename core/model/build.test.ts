import { expect, test } from 'vitest';
import { phrase } from '../errors/index.ts';
import type { WeightFile } from '../read/index.ts';
import { storedTensor } from '../tensor/index.ts';
import { buildModel } from './build.ts';

const LSTM_CONFIG = { name: 'lstm', units: 2, activation: 'tanh', recurrent_activation: 'sigmoid', return_sequences: true };

function zeros(...shape: number[]): ReturnType<typeof storedTensor> {
  return storedTensor(`array ${shape.join('x')}`, 'test', { shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)) });
}

const LSTM_ARRAYS = [zeros(3, 8), zeros(2, 8), zeros(8)];
const DENSE_ARRAYS = [zeros(3, 2), zeros(2)];

function file(config: unknown, groups: Record<string, WeightFile['groups'][number]['tensors']>, version = '2.15.0'): WeightFile {
  return {
    format: 'keras-legacy',
    producer: { name: 'keras', version },
    config,
    groups: Object.entries(groups).map(([name, tensors]) => ({ name, tensors })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}

function refusal(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

test('a Sequential of Keras ≤ 2.2.2 is a bare list whose first layer holds the input shape', () => {
  const config = {
    class_name: 'Sequential',
    config: [{ class_name: 'LSTM', config: { ...LSTM_CONFIG, batch_input_shape: [null, 7, 3] } }],
  };
  const model = buildModel(file(config, { lstm: LSTM_ARRAYS }));
  expect(model.layers.map((layer) => layer.className)).toEqual(['InputLayer', 'LSTM']);
  expect(model.inputs[0]?.shape).toEqual([7, 3]);
  expect(model.layers[1]?.calls[0]?.outputs).toEqual([[7, 2]]);
});

test('what the configuration omits follows the version that wrote it, and says so', () => {
  const layer = { class_name: 'LSTM', config: { name: 'lstm', units: 2, batch_input_shape: [null, null, 3] } };
  const settings = (version: string): unknown =>
    buildModel(file({ class_name: 'Sequential', config: { layers: [layer] } }, { lstm: LSTM_ARRAYS }, version)).layers[1]?.settings[
      'recurrent_activation'
    ];
  expect(settings('2.2.4')).toEqual({
    value: 'hard_sigmoid',
    from: 'default',
    note: phrase('note-default', { producer: 'keras', version: '2.2.4' }),
  });
  expect(settings('2.2.4-tf')).toMatchObject({ value: 'hard_sigmoid' });
  expect(settings('2.3.1')).toMatchObject({ value: 'sigmoid' });
  expect(settings('3.15.1')).toMatchObject({ value: 'sigmoid' });
});

test('tf.keras appends initial states to the inputs of a layer', () => {
  const input = (name: string, shape: unknown): unknown => ({
    class_name: 'InputLayer',
    name,
    config: { name, batch_input_shape: shape },
    inbound_nodes: [],
  });
  const config = {
    class_name: 'Functional',
    config: {
      layers: [
        {
          class_name: 'LSTM',
          name: 'lstm',
          config: LSTM_CONFIG,
          inbound_nodes: [
            [
              ['x', 0, 0, {}],
              ['h0', 0, 0, {}],
              ['c0', 0, 0, {}],
            ],
          ],
        },
        input('x', [null, null, 3]),
        input('h0', [null, 2]),
        input('c0', [null, 2]),
      ],
      output_layers: [['lstm', 0, 0]],
    },
  };
  const lstm = buildModel(file(config, { lstm: LSTM_ARRAYS })).named.get('lstm');
  expect(lstm?.calls[0]?.inputs.map((ref) => ref.layer)).toEqual(['x']);
  expect(lstm?.calls[0]?.states.map((ref) => ref.layer)).toEqual(['h0', 'c0']);
});

test('a class that cannot run (Python code is never run) opens, is named, and ends what can run', () => {
  const layers = [
    { class_name: 'LSTM', config: { ...LSTM_CONFIG, batch_input_shape: [null, null, 3] } },
    { class_name: 'Lambda', config: { name: 'code' } },
    { class_name: 'Dense', config: { name: 'dense', units: 1 } },
  ];
  const model = buildModel(file({ class_name: 'Sequential', config: { layers } }, { lstm: LSTM_ARRAYS, dense: [zeros(2, 1), zeros(1)] }));
  expect(model.layers.map((layer) => [layer.name, layer.supported, layer.runs])).toEqual([
    ['lstm_input', true, true],
    ['lstm', true, true],
    ['code', false, false],
    ['dense', true, false],
  ]);
  expect(model.warnings.map((warning) => [warning.code, warning.where])).toEqual([['layer-unsupported', 'code']]);
});

test.each([
  ['a kernel that disagrees with units', [zeros(3, 12), zeros(2, 8), zeros(8)], 'shape-mismatch'],
  ['a missing array', [zeros(3, 8), zeros(2, 8)], 'weight-missing'],
  ['an array too many', [...LSTM_ARRAYS, zeros(8)], 'shape-mismatch'],
])('refuses %s', (_, arrays, code) => {
  const config = {
    class_name: 'Sequential',
    config: { layers: [{ class_name: 'LSTM', config: { ...LSTM_CONFIG, batch_input_shape: [null, null, 3] } }] },
  };
  expect(refusal(() => buildModel(file(config, { lstm: arrays })))).toMatchObject({ code });
});

test.each([
  ['no units', { units: undefined }, 'config-value', 'lstm.units'],
  ['units of text', { units: 'many' }, 'config-value', 'lstm.units'],
])('refuses %s and names the place', (_, change, code, where) => {
  const config = { class_name: 'Sequential', config: { layers: [{ class_name: 'LSTM', config: { ...LSTM_CONFIG, ...change } }] } };
  expect(refusal(() => buildModel(file(config, { lstm: LSTM_ARRAYS })))).toMatchObject({ code, where });
});

test('a vocabulary may have more rows than any layer has units', () => {
  const rows = 3_000_001;
  const table = { ...zeros(1), path: 'embeddings', shape: [rows, 2] };
  const open = (input_dim: number): unknown => {
    const layer = { class_name: 'Embedding', config: { name: 'words', input_dim, output_dim: 2, batch_input_shape: [null, 7] } };
    return buildModel(file({ class_name: 'Sequential', config: { layers: [layer] } }, { words: [table] }))
      .layers.at(-1)
      ?.weights.get('embeddings')?.shape;
  };
  expect(open(rows)).toEqual([rows, 2]);
  expect(refusal(() => open(2 ** 31))).toMatchObject({
    code: 'config-value',
    values: { expected: 'a whole number from 1 to 2,147,483,647' },
  });
});

test.each([
  [
    'stateful LSTM inside TimeDistributed of Keras 2.3',
    'TimeDistributed',
    { layer: { class_name: 'LSTM', config: { ...LSTM_CONFIG, stateful: true } } },
    LSTM_ARRAYS,
  ],
  [
    'Dense inside Bidirectional',
    'Bidirectional',
    { layer: { class_name: 'Dense', config: { units: 2 } } },
    [...DENSE_ARRAYS, ...DENSE_ARRAYS],
  ],
  ['Dense as the cell of an RNN', 'RNN', { cell: { class_name: 'Dense', config: { units: 2 } } }, DENSE_ARRAYS],
])('a %s opens and does not run', (_, className, config, outer) => {
  const layer = { class_name: className, config: { name: 'outer', ...config } };
  const model = buildModel(file({ class_name: 'Sequential', config: { layers: [layer] } }, { outer }, '2.3.1'));
  expect(model.layers[1]).toMatchObject({ name: 'outer', supported: false, runs: false });
  expect(model.warnings).toContainEqual(expect.objectContaining({ code: 'layer-obstacle', where: 'outer' }));
});

test.each([
  ['an unknown activation', { activation: 'my_own' }, 'lstm.activation'],
  ['a function as activation', { recurrent_activation: { class_name: '__lambda__' } }, 'lstm.recurrent_activation'],
])('a layer with %s opens, is named, and does not run', (_, change, where) => {
  const config = { class_name: 'Sequential', config: { layers: [{ class_name: 'LSTM', config: { ...LSTM_CONFIG, ...change } }] } };
  const model = buildModel(file(config, { lstm: LSTM_ARRAYS }));
  expect(model.layers[1]).toMatchObject({ name: 'lstm', supported: false, runs: false });
  expect(model.warnings.map((warning) => [warning.code, warning.where])).toEqual([
    ['activation-unknown', where],
    ['layer-unsupported', 'lstm'],
  ]);
});

test('refuses layers that wait for each other', () => {
  const dense = (name: string, from: string): unknown => ({
    class_name: 'Dense',
    name,
    config: { name, units: 1 },
    inbound_nodes: [[[from, 0, 0, {}]]],
  });
  const config = { class_name: 'Functional', config: { layers: [dense('a', 'b'), dense('b', 'a')], output_layers: [['a', 0, 0]] } };
  expect(refusal(() => buildModel(file(config, {})))).toMatchObject({ code: 'graph-cycle' });
});

test('refuses a reference to a layer that is not there', () => {
  const config = { class_name: 'Functional', config: { layers: [], output_layers: [['ghost', 0, 0]] } };
  expect(refusal(() => buildModel(file(config, {})))).toMatchObject({ code: 'graph-ref', where: 'output_layers' });
});
