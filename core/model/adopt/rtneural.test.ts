import { describe, expect, test } from 'vitest';
import { layersOf, rtneural } from '../../../fixtures/read/nets-models.ts';
import { bufferSource } from '../../read/index.ts';
import { openRtneural } from '../../read/rtneural/index.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

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
