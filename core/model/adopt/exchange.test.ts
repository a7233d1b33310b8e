import { describe, expect, test } from 'vitest';
import { codeOf, fixture, fixtureBytes } from '../../../fixtures/read/files.ts';
import { largestDifference, plainLayer } from '../../../fixtures/read/plain-layers.ts';
import { bufferSource, openModelFiles, type WeightFile } from '../../read/index.ts';
import type { Candidate } from '../infer/bag.ts';
import { adopt } from './index.ts';
import { onnxBag } from './onnx.ts';
import { checkpointBag } from './tf-checkpoint.ts';
import { safetensorsBag } from './safetensors.ts';

/** float32 against float64 over at most 7 steps of 5 units: measured 2e-7. */
const FLOAT32_TOLERANCE = 2e-6;

interface Answer {
  readonly input: number[][][] | number[][];
  readonly output: unknown;
  readonly outputs: Readonly<Record<string, number[][][]>>;
}

const read = (name: string): Record<string, Answer> => JSON.parse(new TextDecoder().decode(fixtureBytes(name))) as Record<string, Answer>;
const torch = read('torch.json');
const tensorflow = read('checkpoints/expected.json');

const safetensors = (name: string): WeightFile => openModelFiles([fixture(`${name}.safetensors`)]);
const checkpoint = (name: string, shards = 1): WeightFile =>
  openModelFiles([
    ...Array.from({ length: shards }, (_, shard) => fixture(`checkpoints/${name}.data-0000${shard}-of-0000${shards}`)),
    fixture(`checkpoints/${name}.index`),
  ]);

const candidates = (bag: ReturnType<typeof checkpointBag>['bag']): readonly Candidate[] => (bag.kind === 'layers' ? bag.candidates : []);
const facts = (layers: readonly Candidate[]): readonly string[] =>
  layers.map(({ name, className, tensors }) => `${name} ${className} ${tensors.map(({ shape }) => shape.join('x')).join(' ')}`);

/** What the layers give one after the other, for each sample, at each step. */
function run(layers: readonly Candidate[], input: Answer['input']): number[][][] {
  return input.map((sample) => {
    const steps = sample.map((step) => (typeof step === 'number' ? [step] : step));
    return layers.reduce<readonly (readonly number[])[]>((value, layer) => plainLayer(layer, value), steps).map((step) => [...step]);
  });
}

describe('PyTorch modules compute in Keras’ terms what PyTorch computed', () => {
  test.each([
    [
      'gru',
      ['rnn_l0 Bidirectional 3x15 5x15 2x15 3x15 5x15 2x15', 'rnn_l1 Bidirectional 10x15 5x15 2x15 10x15 5x15 2x15', 'head Dense 10x2 2'],
    ],
    ['lstm', ['lstm_l0 LSTM 4x12 3x12 12', 'lstm_l1 LSTM 3x12 3x12 12', 'fc Dense 3x2 2']],
    ['rnn', ['emb Embedding 11x4', 'rnn SimpleRNN 4x3 3x3']],
  ])('%s', (name, expected) => {
    const { bag } = safetensorsBag(safetensors(`torch_${name}`));
    const order = expected.map((text) => text.split(' ')[0]);
    const layers = [...candidates(bag)].sort((a, b) => order.indexOf(a.name ?? '') - order.indexOf(b.name ?? ''));
    expect(facts(layers)).toEqual(expected);
    const last = Object.values(torch[name]?.outputs ?? {}).at(-1);
    expect(largestDifference(run(layers, torch[name]?.input ?? []), last)).toBeLessThan(FLOAT32_TOLERANCE);
  });
});

describe('checkpoints', () => {
  test.each([
    [
      'functional',
      ['tokens Embedding 11x3', 'both Bidirectional 3x16 4x16 16 3x16 4x16 16', 'gru GRU 8x15 5x15 2x15', 'dense Dense 5x2 2'],
      true,
    ],
    ['subclassed', ['gru_1 GRU 2x9 3x9 2x9', 'lstm_1 LSTM 3x8 2x8 8', 'lstm_2 LSTM 2x16 4x16', 'dense_1 Dense 4x1 1'], false],
  ])('%s: layers by the names in the object graph, with the output of Keras', (name, expected, isOrdered) => {
    const { bag } = checkpointBag(checkpoint(name));
    expect(bag.kind === 'layers' && bag.isOrdered).toBe(isOrdered);
    expect(facts(candidates(bag))).toEqual(expected);
    const last = run(candidates(bag), tensorflow[name]?.input ?? []).map((steps) => steps.at(-1));
    expect(largestDifference(last, tensorflow[name]?.output)).toBeLessThan(FLOAT32_TOLERANCE);
  });

  test('the variables of a SavedModel give the same layers', () => {
    const { bag } = checkpointBag(checkpoint('saved_model'));
    expect([...facts(candidates(bag))].sort()).toEqual([
      'both Bidirectional 3x16 4x16 16 3x16 4x16 16',
      'dense Dense 5x2 2',
      'gru GRU 8x15 5x15 2x15',
      'tokens Embedding 11x3',
    ]);
  });

  test('what they leave open is answered as tf.keras would, the last Keras that writes them', () => {
    const { questions } = adopt(checkpoint('functional'), new Map());
    expect(questions.find(({ id }) => id === 'keras')).toMatchObject({ likely: '2.15.0' });
  });

  test('names alone, in two data files', () => {
    const { bag } = checkpointBag(checkpoint('shards', 2));
    expect(facts(candidates(bag))).toEqual(['dense Dense 3x2 2']);
  });

  test.each([
    ['tf1_lstm', ['rnn/multi_rnn_cell/cell_0 LSTM 3x16 4x16 16', 'rnn/multi_rnn_cell/cell_1 LSTM 4x8 2x8 8'], 2],
    ['tf1_gru', ['rnn GRU 3x12 4x12 12'], 0],
    ['tf1_rnn', ['rnn SimpleRNN 3x4 4x4 4'], 0],
  ])('%s: cells of TensorFlow 1 compute what they computed there', (name, expected, count) => {
    const { bag, warnings } = checkpointBag(checkpoint(name));
    expect(facts(candidates(bag))).toEqual(expected);
    expect(largestDifference(run(candidates(bag), tensorflow[name]?.input ?? []), tensorflow[name]?.output)).toBeLessThan(
      FLOAT32_TOLERANCE,
    );
    expect(warnings.map(({ code }) => code)).toEqual(new Array(count).fill('tf1-forget-bias'));
  });

  test.each([
    ['tf1_peephole', 'lstm-peephole'],
    ['tf1_projection', 'lstm-projection'],
  ])('%s is %s', (name, code) => {
    expect(codeOf(() => adopt(checkpoint(name), new Map()))).toBe(code);
  });
});

describe('damaged cells of TensorFlow 1', () => {
  const file = (arrays: Record<string, number[]>): WeightFile => ({
    ...checkpoint('tf1_rnn'),
    groups: Object.entries(arrays).map(([path, shape]) => ({
      name: path.slice(0, path.lastIndexOf('/')),
      tensors: [{ path, shape, dtype: 'float32', source: 'x', load: () => ({ shape, data: new Float32Array() }) }],
    })),
  });
  test.each<[string, Record<string, number[]>]>([
    ['shape-mismatch', { 'rnn/basic_lstm_cell/kernel': [3, 16] }],
    ['shape-mismatch', { 'rnn/basic_lstm_cell/kernel': [7, 15] }],
    ['shape-mismatch', { 'rnn/basic_lstm_cell/kernel': [16] }],
    ['shape-mismatch', { 'rnn/basic_lstm_cell/kernel': [7, 16], 'rnn/basic_lstm_cell/bias': [15] }],
    ['shape-mismatch', { 'rnn/basic_rnn_cell/kernel': [7, 4], 'rnn/basic_rnn_cell/bias': [5] }],
    ['weight-missing', { 'rnn/basic_rnn_cell/bias': [4] }],
    ['weight-missing', { 'gru_cell/gates/kernel': [7, 8], 'gru_cell/gates/bias': [8] }],
    ['shape-mismatch', { 'gru_cell/gates/kernel': [7, 9], 'gru_cell/candidate/kernel': [7, 4] }],
  ])('%s: %j', (code, arrays) => {
    expect(codeOf(() => checkpointBag(file(arrays)))).toBe(code);
  });

  test('cells without bias stay without', () => {
    const { bag } = checkpointBag(file({ 'a/basic_lstm_cell/kernel': [7, 16], 'b/basic_rnn_cell/kernel': [7, 4] }));
    expect(facts(candidates(bag))).toEqual(['a LSTM 3x16 4x16', 'b SimpleRNN 3x4 4x4']);
  });
});

describe('Keras’ names in a safetensors file', () => {
  const file = (keys: Record<string, number[]>): WeightFile => {
    let at = 0;
    const header = Object.entries(keys).map(([key, shape]) => {
      const begin = at;
      at += 4 * shape.reduce((product, axis) => product * axis, 1);
      return [key, { dtype: 'F32', shape, data_offsets: [begin, at] }];
    });
    const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
    const bytes = new Uint8Array(8 + text.length + at);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    bytes.set(text, 8);
    return openModelFiles([bufferSource('x', bytes)]);
  };
  const LSTM = ['lstm LSTM 3x8 2x8 8', 'dense Dense 2x1 1'];

  test.each<[string, Record<string, number[]>, readonly string[]]>([
    [
      'paths',
      { 'dense/bias': [1], 'dense/kernel': [2, 1], 'lstm/bias': [8], 'lstm/kernel': [3, 8], 'lstm/recurrent_kernel': [2, 8] },
      ['dense Dense 2x1 1', 'lstm null 3x8 2x8 8'],
    ],
    [
      'points',
      { 'lstm.kernel': [3, 8], 'lstm.recurrent_kernel': [2, 8], 'lstm.bias': [8], 'dense.kernel': [2, 1], 'dense.bias': [1] },
      ['lstm null 3x8 2x8 8', 'dense Dense 2x1 1'],
    ],
    ['underscores', { lstm_kernel: [3, 8], lstm_recurrent_kernel: [2, 8], lstm_bias: [8] }, ['lstm null 3x8 2x8 8']],
    [
      'the store',
      {
        'layers/dense/vars/0': [2, 1],
        'layers/dense/vars/1': [1],
        'layers/lstm/cell/vars/0': [3, 8],
        'layers/lstm/cell/vars/1': [2, 8],
        'layers/lstm/cell/vars/2': [8],
      },
      ['dense Dense 2x1 1', 'lstm LSTM 3x8 2x8 8'],
    ],
    [
      'variables',
      {
        'seq/lstm/lstm_cell/kernel:0': [3, 8],
        'seq/lstm/lstm_cell/recurrent_kernel:0': [2, 8],
        'seq/lstm/lstm_cell/bias:0': [8],
        'seq/dense/kernel:0': [2, 1],
        'seq/dense/bias:0': [1],
      },
      LSTM,
    ],
    [
      'h5py paths',
      { 'lstm/lstm/lstm_cell/kernel:0': [3, 8], 'lstm/lstm/lstm_cell/recurrent_kernel:0': [2, 8], 'lstm/lstm/lstm_cell/bias:0': [8] },
      ['lstm LSTM 3x8 2x8 8'],
    ],
    [
      'both directions',
      { 'bi/backward_gru/gru_cell/kernel': [3, 6], 'bi/forward_gru/gru_cell/kernel': [3, 6] },
      ['bi Bidirectional 3x6 3x6'],
    ],
    [
      'one direction',
      { 'bi/forward_layer/cell/vars/0': [3, 6], 'batch_normalization/gamma': [2], 'batch_normalization/moving_variance': [2] },
      ['bi null 3x6', 'batch_normalization BatchNormalization 2 2'],
    ],
    [
      'a wrapped layer',
      { 'td/layer/vars/0': [3, 6], 'conv/kernel': [3, 2, 6], 'odd/alpha': [2] },
      ['td null 3x6', 'conv null 3x2x6', 'odd null 2'],
    ],
    ['two layers of one name', { 'a/lstm/x/vars/0': [3, 6], 'a/lstm/vars/0': [3, 6] }, ['lstm/x null 3x6', 'lstm LSTM 3x6']],
  ])('%s', (_title, keys, expected) => {
    const { bag } = safetensorsBag(file(keys));
    expect(facts(candidates(bag))).toEqual(expected);
  });

  test('arrays without names of layers are a list in the order of their numbers', () => {
    const { bag } = safetensorsBag(file({ arr_0: [3, 8], arr_1: [2, 8], arr_10: [1], arr_2: [8] }));
    expect(bag.kind === 'flat' && bag.tensors.map(({ path }) => path)).toEqual(['arr_0', 'arr_1', 'arr_2', 'arr_10']);
  });
});

describe('ONNX nodes compute in Keras’ terms what ONNX computed', () => {
  const answers = read('onnx/expected.json');
  const open = (name: string): WeightFile => openModelFiles([fixture(`onnx/${name}.onnx`)]);
  /** (steps, samples, …) → (samples, steps, …). */
  const bySample = (values: readonly (readonly number[][])[]): number[][][] =>
    values[0].map((_, sample) => values.map((step) => [...step[sample]]));

  test.each([
    ['lstm', ['/rnn/LSTM LSTM 3x16 4x16 16', '/head/MatMul Dense 4x2 2']],
    ['gru', ['/rnn/GRU Bidirectional 3x12 4x12 2x12 3x12 4x12 2x12', '/head/MatMul Dense 8x2 2']],
    ['rnn', ['/rnn/RNN SimpleRNN 3x4 4x4 4', '/head/MatMul Dense 4x2']],
  ])('%s of PyTorch', (name, expected) => {
    const layers = candidates(onnxBag(open(name)));
    expect(facts(layers)).toEqual(expected);
    const { input, output } = answers[name];
    const got = run(layers, bySample(input as number[][][])).map((steps) => steps.map((row) => row.map(Math.tanh))); // as: the file has these
    expect(largestDifference(got, bySample(output as number[][][]))).toBeLessThan(FLOAT32_TOLERANCE);
    expect(layers[1].settings.activation?.value).toBe('tanh');
  });

  test.each([
    ['gru_before', 'GRU 3x12 4x12 12'],
    ['gru_after', 'GRU 3x12 4x12 2x12'],
    ['lstm_last', 'LSTM 3x16 4x16 16'],
  ])('%s of the reference of ONNX', (name, expected) => {
    const layers = candidates(onnxBag(open(name)));
    expect(facts(layers)).toEqual([`${name} ${expected}`]);
    const { input, output } = answers[name];
    const got = run(layers, input);
    // Y is (steps, directions, samples, units), Y_h (directions, samples, units).
    const flat = name === 'lstm_last' ? got.map((steps) => steps.at(-1)).flat() : bySample(got).flat(2);
    expect(largestDifference(flat, output)).toBeLessThan(FLOAT32_TOLERANCE);
    expect(layers[0].settings.return_sequences?.value).toBe(name === 'lstm_last' ? false : undefined);
  });

  const group = (op: string, more: Record<string, string>, shapes: readonly number[][]): WeightFile => ({
    ...open('lstm'),
    groups: [
      {
        name: null,
        attributes: { op, direction: 'forward', activations: '', linear_before_reset: '0', returns: 'unknown', ...more },
        tensors: shapes.map((shape) => ({
          path: 'W',
          shape,
          dtype: 'float32',
          source: 'x',
          load: () => ({ shape, data: new Float32Array() }),
        })),
      },
    ],
  });
  const RELU = 'Sigmoid,Relu,Relu';
  test.each<[string, WeightFile]>([
    ['onnx-node', group('LSTM', { activations: 'HardSigmoid,Tanh,Tanh' }, [])],
    ['onnx-node', group('LSTM', { activations: 'Sigmoid,Tanh,Relu' }, [])],
    ['onnx-node', group('LSTM', { activations: 'Sigmoid,Tanh' }, [])],
    ['onnx-node', group('LSTM', { direction: 'bidirectional', activations: `Sigmoid,Tanh,Tanh,${RELU}` }, [])],
    [
      'shape-mismatch',
      group('LSTM', {}, [
        [1, 8, 3],
        [1, 8],
      ]),
    ],
    [
      'shape-mismatch',
      group('LSTM', {}, [
        [1, 7, 3],
        [1, 8, 2],
      ]),
    ],
    [
      'shape-mismatch',
      group('LSTM', {}, [
        [1, 8],
        [1, 8, 2],
      ]),
    ],
    [
      'shape-mismatch',
      group('LSTM', {}, [
        [1, 8, 3],
        [1, 8, 2],
        [1, 8],
      ]),
    ],
  ])('%s %#', (code, file) => {
    expect(codeOf(() => onnxBag(file))).toBe(code);
  });

  test('a reversed node without bias goes backwards, a turned product is turned back', () => {
    const [layer] = candidates(
      onnxBag(
        group('LSTM', { direction: 'reverse', activations: RELU }, [
          [1, 8, 3],
          [1, 8, 2],
        ]),
      ),
    );
    expect(Object.fromEntries(Object.entries(layer.settings).map(([key, { value }]) => [key, value]))).toEqual({
      recurrent_activation: 'sigmoid',
      activation: 'relu',
      go_backwards: true,
    });
    expect(facts([layer])).toEqual(['null LSTM 3x8 2x8']);
    expect(facts(candidates(onnxBag(group('Dense', { transposed: 'true', activation: 'relu' }, [[2, 3]]))))).toEqual(['null Dense 3x2']);
  });
});

describe('weights of another program beside an architecture', () => {
  const config = (...layers: readonly object[]): unknown => ({ class_name: 'Sequential', config: { name: 'm', layers } });
  const lstm = (name: string, units: number, sequences: boolean, inputs?: number): object => ({
    class_name: 'LSTM',
    config: { name, units, return_sequences: sequences, ...(inputs !== undefined && { batch_input_shape: [null, null, inputs] }) },
  });
  const named = config(lstm('lstm_l0', 3, true, 4), lstm('lstm_l1', 3, false), { class_name: 'Dense', config: { name: 'fc', units: 2 } });

  test('its layers take them by name', () => {
    const { arrays, unclaimed } = adopt({ ...safetensors('torch_lstm'), config: named }, new Map());
    expect([...arrays].map(([name, tensors]) => `${name} ${tensors.length}`).sort()).toEqual(['fc 2', 'lstm_l0 3', 'lstm_l1 3']);
    expect(unclaimed).toEqual([]);
  });

  test('checkpoints and ONNX too', () => {
    const tf1 = config(lstm('rnn/multi_rnn_cell/cell_0', 4, true, 3), lstm('rnn/multi_rnn_cell/cell_1', 2, false));
    expect([...adopt({ ...checkpoint('tf1_lstm'), config: tf1 }, new Map()).arrays.keys()]).toHaveLength(2);
    const onnx = config(lstm('/rnn/LSTM', 4, false, 3), { class_name: 'Dense', config: { name: '/head/MatMul', units: 2 } });
    expect([...adopt({ ...openModelFiles([fixture('onnx/lstm.onnx')]), config: onnx }, new Map()).arrays.keys()]).toHaveLength(2);
  });
});
