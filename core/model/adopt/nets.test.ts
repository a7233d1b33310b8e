import { describe, expect, test } from 'vitest';
import { storedTensor } from '../../tensor/index.ts';
import { netArrays, netJson, netShards, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import { openFrugallyDeep } from '../../read/frugally-deep/index.ts';
import { openGuitarml } from '../../read/guitarml/index.ts';
import { bufferSource, openModelFiles, type WeightFile } from '../../read/index.ts';
import { openRtneural } from '../../read/rtneural/index.ts';
import { openTfjs } from '../../read/tfjs/index.ts';
import { buildModel } from '../build.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

const tfjs = (folder: string): WeightFile =>
  openTfjs(netJson(`${folder}/model.json`), netSource(`${folder}/model.json`), netShards(folder).reverse());
const rtneural = (): WeightFile => openRtneural(netJson('rtneural.json'), netSource('rtneural.json'));
const guitarml = (name: string): WeightFile => openGuitarml(netJson(name), netSource(name));
const fdeep = (): WeightFile => openFrugallyDeep(netJson('fdeep.json'), netSource('fdeep.json'));

/** Arrays of every layer that has some, as plain numbers. */
function numbersOf(adopted: Adopted): Record<string, unknown> {
  const filled = [...adopted.arrays].filter(([, tensors]) => tensors.length > 0);
  return Object.fromEntries(
    filled.map(([layer, tensors]) => [
      layer,
      tensors.map((tensor) => {
        const loaded = tensor.load();
        expect(loaded.shape).toEqual(tensor.shape);
        return { shape: [...tensor.shape], data: [...loaded.data] };
      }),
    ]),
  );
}

function reference(name: string): Record<string, unknown> {
  return Object.fromEntries(
    [...netArrays(name)].map(([layer, arrays]) => [layer, arrays.map(({ shape, data }) => ({ shape: [...shape], data: [...data] }))]),
  );
}

describe('arrays come to their layers as Keras has them, number by number', () => {
  test.each([
    ['tfjs_converted', () => tfjs('tfjs_converted'), []],
    ['tfjs_saved', () => tfjs('tfjs_saved'), ['spare/steps', 'spare/flags']],
    ['tfjs_store', () => tfjs('tfjs_store'), []],
    ['rtneural', rtneural, []],
    ['guitarml_lstm', () => guitarml('guitarml_lstm.json'), []],
    ['guitarml_gru', () => guitarml('guitarml_gru.json'), []],
    ['fdeep', fdeep, []],
  ] as const)('%s', (name, open, unclaimed) => {
    const adopted = adopt(open(), new Map());
    expect(numbersOf(adopted)).toEqual(reference(name));
    expect(adopted.unclaimed).toEqual(unclaimed);
  });
});

test.each([
  ['tfjs_converted', () => tfjs('tfjs_converted'), []],
  ['tfjs_saved', () => tfjs('tfjs_saved'), ['tfjs-quantised', 'weights-left-over']],
  ['tfjs_store', () => tfjs('tfjs_store'), []],
  ['rtneural', rtneural, []],
  ['guitarml_lstm', () => guitarml('guitarml_lstm.json'), []],
  ['guitarml_gru', () => guitarml('guitarml_gru.json'), []],
  ['fdeep', fdeep, []],
] as const)('%s: every array has the shape that its layer asks for', (_name, open, warnings) => {
  const model = buildModel(open());
  expect(model.warnings.map(({ code }) => code).filter((code) => code !== 'layer-unsupported')).toEqual(warnings);
});

test('what tfjs leaves open has its defaults: hard_sigmoid, whatever Keras does; null is no value of a flag', () => {
  const lstm = buildModel(tfjs('tfjs_saved')).layers.find((layer) => layer.className === 'LSTM');
  expect(lstm?.settings.recurrent_activation).toMatchObject({ value: 'hard_sigmoid', from: 'default' });
  expect(lstm?.settings.unit_forget_bias).toMatchObject({ value: true, from: 'default' });
});

/** Class and configuration of every layer, with what was worked out rather than read. */
function layersOf(adopted: Adopted): unknown {
  return adopted.graph.layers.map(({ name, className, config, inferred }) => ({
    name,
    className,
    config,
    inferred: [...(inferred?.keys() ?? [])],
  }));
}

describe('RTNeural', () => {
  const adopted = (...layers: unknown[]): Adopted =>
    adopt(openRtneural({ in_shape: [null, null, 2], layers }, bufferSource('model.json', new Uint8Array(1))), new Map());
  const dense = { type: 'dense', activation: '', shape: [null, null, 2], weights: [[[1, 2]], [3, 4]] };

  test('classes, default names in order, settings of the file and of the runtime', () => {
    const layers = layersOf(adopt(rtneural(), new Map())) as { name: string }[]; // as: made just above
    expect(layers.map(({ name }) => name)).toEqual([
      'input_layer',
      'time_distributed',
      'conv1d',
      'batch_normalization',
      'p_re_lu',
      'gru',
      'activation',
      'batch_normalization_1',
      'lstm',
      'dense',
    ]);
    expect(layers).toMatchObject([
      { className: 'InputLayer', config: { batch_shape: [null, null, 2] } },
      {
        className: 'TimeDistributed',
        config: { layer: { class_name: 'Dense', config: { units: 3, activation: 'tanh', use_bias: true } } },
      },
      {
        className: 'Conv1D',
        config: { filters: 4, kernel_size: [3], strides: [1], padding: 'causal', dilation_rate: [2], groups: 1, activation: 'relu' },
        inferred: ['filters', 'kernel_size', 'use_bias', 'padding', 'strides'],
      },
      { className: 'BatchNormalization', config: { axis: -1, center: true, scale: true, epsilon: 0.001 } },
      { className: 'PReLU', config: { shared_axes: [1] } },
      {
        className: 'GRU',
        config: {
          units: 5,
          activation: 'tanh',
          recurrent_activation: 'sigmoid',
          use_bias: true,
          return_sequences: true,
          reset_after: true,
        },
        inferred: ['units', 'use_bias', 'recurrent_activation', 'return_sequences', 'reset_after'],
      },
      { className: 'Activation', config: { activation: 'sigmoid' } },
      { className: 'BatchNormalization', config: { center: false, scale: false, epsilon: 0.01 } },
      { className: 'LSTM', config: { units: 3, return_sequences: false } },
      { className: 'Dense', config: { units: 2, activation: 'softmax' } },
    ]);
  });

  test('each layer reads the one before it, the last one is the output', () => {
    const { graph } = adopt(rtneural(), new Map());
    expect(graph.layers.slice(1).map((layer) => layer.calls[0]?.inputs[0]?.layer)).toEqual(
      graph.layers.slice(0, -1).map(({ name }) => name),
    );
    expect(graph.outputs).toEqual([{ layer: 'dense', call: 0, output: 0 }]);
  });

  test('arrays count, not "shape": sizes that disagree are those of the arrays', () => {
    const lstm = { type: 'lstm', activation: '', shape: [null, null, 16], weights: [[[1, 2, 3, 4]], [[1, 2, 3, 4]], [1, 2, 3, 4]] };
    expect(layersOf(adopted(lstm))).toMatchObject([
      { config: { batch_shape: [null, null, 1] } },
      {
        config: { units: 1, activation: 'tanh' },
        inferred: ['units', 'use_bias', 'recurrent_activation', 'activation', 'return_sequences'],
      },
    ]);
  });

  test('a layer without bias, a GRU that resets before the product, an activation of its own', () => {
    const gru = (...bias: unknown[]): unknown => ({ type: 'gru', activation: 'relu', weights: [[[1, 2, 3]], [[1, 2, 3]], ...bias] });
    expect(layersOf(adopted(gru(), gru([1, 2, 3]), { ...dense, weights: [[[1, 2]]] }))).toMatchObject([
      {},
      { name: 'gru', config: { activation: 'relu', use_bias: false, reset_after: true } },
      { name: 'gru_1', config: { use_bias: true, reset_after: false, return_sequences: true } },
      { name: 'dense', config: { use_bias: false, activation: 'linear' } },
    ]);
  });

  test('a type that is not known stays by name, and is no refusal', () => {
    const names = adopted(
      dense,
      { type: 'unknown' },
      { type: 'conv2d', activation: 'relu' },
      { type: 'batchnorm2d' },
      { type: 'strange<x>' },
    );
    expect(names.graph.layers.map((layer) => [layer.name, layer.className])).toEqual([
      ['input_layer', 'InputLayer'],
      ['dense', 'Dense'],
      ['unknown', 'unknown'],
      ['conv2d', 'Conv2D'],
      ['batch_normalization', 'BatchNormalization'],
      ['strangex', 'strange<x>'],
    ]);
  });

  test.each([
    [
      [null, null, 3],
      [null, null, 3],
    ],
    [
      [null, 5, 3],
      [null, 5, 3],
    ],
    [
      [32, 0, 3],
      [null, null, 3],
    ],
    [
      [null, 3],
      [null, 3],
    ],
    [[3], [null, null, 3]],
    [3, [null, null, 3]],
    ['x', [null, null, null]],
    [
      [null, null, 4, 3],
      [null, null, 4, 3],
    ],
  ])('in_shape %j is the batch shape %j', (in_shape, shape) => {
    const file = openRtneural({ in_shape, layers: [{ type: 'activation', activation: 'tanh' }] }, bufferSource('m', new Uint8Array(1)));
    expect(adopt(file, new Map()).graph.layers[0]?.config).toEqual({ batch_shape: shape });
  });

  test('numbers beside the arrays may be lists or alone', () => {
    const conv = { type: 'conv1d', kernel_size: 1, dilation: 4, groups: 2, weights: [[[[1, 2]]], [1, 2]] };
    expect(layersOf(adopted(conv))).toMatchObject([
      {},
      { config: { kernel_size: [1], dilation_rate: [4], groups: 2, activation: 'linear' } },
    ]);
  });

  test('a slope per step keeps its axes', () => {
    expect(layersOf(adopted({ type: 'prelu', weights: [[1, 2]] }))).toMatchObject([{}, { config: { shared_axes: null } }]);
  });
});

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

describe('frugally-deep', () => {
  const adopted = (layers: unknown[], trainable_params: object): Adopted => {
    const architecture = { class_name: 'Sequential', config: { name: 's', layers } };
    return adopt(openFrugallyDeep({ architecture, trainable_params }, bufferSource('fdeep.json', new Uint8Array(1))), new Map());
  };
  const layer = (class_name: string, config: object): unknown => ({ class_name, config: { name: 'x', ...config } });
  const shapes = (found: Adopted): unknown => found.arrays.get('x')?.map((tensor) => tensor.shape);
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  test.each([
    [
      'an LSTM without bias',
      'LSTM',
      { units: 2 },
      { weights: numbers(24), recurrent_weights: numbers(16) },
      [
        [3, 8],
        [2, 8],
      ],
    ],
    [
      'a GRU of before reset_after',
      'GRU',
      { units: 1 },
      { weights: numbers(6), recurrent_weights: numbers(3), bias: numbers(3) },
      [[2, 3], [1, 3], [3]],
    ],
    ['a convolution with a size alone', 'Conv1D', { filters: 2, kernel_size: 3 }, { weights: numbers(12) }, [[3, 2, 2]]],
    [
      'one cell',
      'RNN',
      { cell: { class_name: 'GRUCell', config: { units: 1, reset_after: true } } },
      { weights: numbers(6), recurrent_weights: numbers(3), bias: numbers(6) },
      [
        [2, 3],
        [1, 3],
        [2, 3],
      ],
    ],
    ['a class not known here', 'Strange', {}, { a: [1, 2] }, [[2]]],
    ['units that are no number', 'Dense', { units: 'x' }, { weights: [1, 2] }, [[2]]],
    ['units beyond any layer', 'LSTM', { units: 1e9 }, { weights: [1, 2] }, [[2]]],
    ['an embedding without size', 'Embedding', {}, { weights: [1, 2] }, [[2]]],
    ['a convolution without size', 'Conv1D', { filters: 2 }, { weights: [1, 2] }, [[2]]],
    ['a slope per step', 'PReLU', { shared_axes: null }, { alpha: [1, 2] }, [[2]]],
    ['a wrapper around nothing', 'Bidirectional', { layer: 3 }, { weights: [1] }, [[1]]],
    ['a cell that is none', 'RNN', { cell: 3 }, { weights: [1] }, [[1]]],
    ['a cell not known here', 'RNN', { cell: { class_name: 'toString', config: {} } }, { weights: [1] }, [[1]]],
    ['a stack of nothing', 'RNN', { cell: { class_name: 'StackedRNNCells', config: { cells: [3] } } }, { weights: [1] }, [[1]]],
  ])('%s', (_name, className, config, params, expected) => {
    expect(shapes(adopted([layer(className, config)], { x: params }))).toEqual(expected);
  });

  test('wrappers in wrappers end somewhere', () => {
    let inner: unknown = { class_name: 'Dense', config: { units: 1 } };
    for (let depth = 0; depth < 30; depth++) inner = { class_name: 'TimeDistributed', config: { layer: inner } };
    expect(shapes(adopted([layer('TimeDistributed', { layer: inner })], { x: { weights: [1, 2] } }))).toEqual([[2]]);
  });

  test.each([
    ['Dense', { units: 3 }, { weights: numbers(7) }, 'x/weights'],
    ['LSTM', { units: 2 }, { weights: numbers(8), recurrent_weights: numbers(15) }, 'x/recurrent_weights'],
    ['Dense', { units: 3 }, { weights: numbers(6), bias: numbers(2) }, 'x/bias'],
  ])('numbers that do not fit a %s are refused with their place', (className, config, params, where) => {
    expect(refusalOf(() => adopted([layer(className, config)], { x: params }))).toEqual(['shape-mismatch', where]);
  });

  test('parameters of no layer are left over; layers of older files in nested models keep their own names', () => {
    const architecture = {
      class_name: 'Sequential',
      config: { name: 's', layers: [{ class_name: 'Sequential', config: { name: 'inner', layers: [layer('Dense', { units: 1 })] } }] },
    };
    const file = openFrugallyDeep(
      { architecture, trainable_params: { x: { weights: [1] }, y: { weights: [2] } } },
      bufferSource('f', new Uint8Array(1)),
    );
    const found = adopt(file, new Map());
    expect([[...found.arrays.keys()], found.unclaimed]).toEqual([['inner/x'], ['y']]);
  });
});

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

describe('files chosen together, recognised by content', () => {
  test.each([
    ['rtneural', [netSource('rtneural.json')]],
    ['guitarml', [netSource('guitarml_gru.json')]],
    ['frugally-deep', [netSource('fdeep.json')]],
    ['tfjs', [...netShards('tfjs_converted'), netSource('tfjs_converted/model.json')]],
  ])('%s', (format, sources) => {
    expect(openModelFiles(sources).format).toBe(format);
  });

  test('model.json alone asks for its weights; a web page among them is named', () => {
    const model = netSource('tfjs_saved/model.json');
    expect(refusalOf(() => openModelFiles([model]))).toEqual(['shard-missing', 'model.json']);
    const page = bufferSource('group1-shard1of2', new TextEncoder().encode('<!doctype html><title>404</title>'));
    expect(refusalOf(() => openModelFiles([page, model, ...netShards('tfjs_saved').slice(1)]))).toEqual(['not-tfjs', 'group1-shard1of2']);
  });
});
