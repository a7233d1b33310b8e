import { expect, test } from 'vitest';
import type { LayerNode, Model } from './model.ts';
import { buildModel } from './build.ts';

const input = (name: string): unknown => ({
  class_name: 'InputLayer',
  name,
  config: { name, batch_input_shape: [null, 4, 3] },
  inbound_nodes: [],
});

/** A functional model of tf.keras: two inputs, the layers, the last of them its output. */
function modelOf(...layers: readonly { readonly class_name: string; readonly config: object; readonly inbound_nodes: unknown }[]): Model {
  const named = layers.map((layer, index) => ({ ...layer, name: `layer_${index}`, config: { ...layer.config, name: `layer_${index}` } }));
  const config = { layers: [input('a'), input('b'), ...named], input_layers: [['a', 0, 0], ['b', 0, 0]], output_layers: [[`layer_${layers.length - 1}`, 0, 0]] }; // prettier-ignore
  return buildModel({
    format: 'keras-legacy',
    producer: { name: 'keras', version: '2.15.0' },
    config: { class_name: 'Functional', config },
    groups: [],
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  });
}

const last = (model: Model): LayerNode | undefined => model.layers.at(-1);

test('a mask that a call names is one of what it reads', () => {
  const model = modelOf(
    { class_name: 'TFOpLambda', config: { function: 'math.greater' }, inbound_nodes: [['b', 0, 0, { y: 0.5 }]] },
    { class_name: 'GlobalAveragePooling1D', config: {}, inbound_nodes: [[['a', 0, 0, { mask: ['layer_0', 0, 0] }]]] },
  );
  expect(last(model)?.calls[0]?.mask).toEqual({ layer: 'layer_0', call: 0, output: 0 });
  expect(last(model)?.supported).toBe(true);
});

test('attention with masks in its call, or called in different ways, does not run', () => {
  const attention = (...inbound: readonly unknown[]): boolean | undefined =>
    last(modelOf({ class_name: 'Attention', config: {}, inbound_nodes: inbound }))?.supported;
  const call = (kwargs: object): unknown => [['a', 0, 0, kwargs], ['b', 0, 0, kwargs]]; // prettier-ignore
  expect(attention(call({}))).toBe(true);
  expect(attention(call({ use_causal_mask: true }), call({ use_causal_mask: true }))).toBe(true);
  expect(attention(call({ use_causal_mask: true }), call({}))).toBe(false);
  expect(attention(call({ mask: [['a', 0, 0], ['b', 0, 0]] }))).toBe(false); // prettier-ignore
});

test.each([
  ['Dropout', { rate: 0.5 }, true, false],
  ['Dropout', { rate: 0.5 }, false, true],
  ['Dropout', { rate: 0 }, true, true],
  ['GaussianNoise', { stddev: 0.1 }, true, false],
  ['ReLU', {}, true, true],
])('%s %j called with training=%s: it runs is %s', (className, config, training, runs) => {
  expect(last(modelOf({ class_name: className, config, inbound_nodes: [[['a', 0, 0, { training }]]] }))?.supported).toBe(runs);
});

test('a model called with training=True hands it on to its layers', () => {
  const dropout = { class_name: 'Dropout', config: { name: 'drop', rate: 0.5, batch_input_shape: [null, 4, 3] } };
  const inner = (training: boolean): Model =>
    modelOf({ class_name: 'Sequential', config: { layers: [dropout] }, inbound_nodes: [[['a', 0, 0, { training }]]] });
  expect(inner(true).named.get('layer_0/drop')?.supported).toBe(false);
  expect(inner(false).named.get('layer_0/drop')?.supported).toBe(true);
});

test.each([
  [{ mode: 'sum' }, 'Add', {}],
  [{ mode: 'mul' }, 'Multiply', {}],
  [{ mode: 'ave' }, 'Average', {}],
  [{ mode: 'max' }, 'Maximum', {}],
  [{ mode: 'concat', concat_axis: 1 }, 'Concatenate', { axis: 1 }],
  [{ mode: 'dot', dot_axes: [2, 2] }, 'Dot', { axes: [2, 2], normalize: false }],
])('Merge of Keras 1, %j, is %s of today', (config, className, settings) => {
  const merged = last(modelOf({ class_name: 'Merge', config: { mode_type: 'raw', arguments: {}, ...config }, inbound_nodes: [[['a', 0, 0], ['b', 0, 0]]] })); // prettier-ignore
  expect([merged?.className, merged?.supported]).toEqual([className, true]);
  expect(Object.fromEntries(Object.entries(merged?.settings ?? {}).map(([name, { value }]) => [name, value]))).toEqual(settings);
});

test.each([[{ mode: 'cos' }], [{ mode: 'code', mode_type: 'lambda' }]])(
  'Merge of Keras 1, %j, stays by that name and does not run',
  (config) => {
    const merged = last(modelOf({ class_name: 'Merge', config, inbound_nodes: [[['a', 0, 0], ['b', 0, 0]]] })); // prettier-ignore
    expect([merged?.className, merged?.supported]).toEqual(['Merge', false]);
  },
);

test.each([
  ['a layer that is called with training=True', { class_name: 'Dropout', config: { rate: 0.5 }, inbound_nodes: [[['a', 0, 0, { training: true }]]] }, { code: 'layer-in-training', values: { layer: 'layer_0', className: 'Dropout' } }],
  ['an einsum of tf.keras, which saves no tensors for it', { class_name: 'TFOpLambda', config: { function: 'einsum' }, inbound_nodes: [['_CONSTANT_VALUE', -1, 'bij,bkj->bik', {}]] }, { code: 'operands-lost', values: { layer: 'layer_0', className: 'tf.einsum' } }],
  ['an argument that is not understood', { class_name: 'TFOpLambda', config: { function: 'math.cumsum' }, inbound_nodes: [['a', 0, 0, { axis: 1, reverse: true }]] }, { code: 'layer-obstacle', values: { layer: 'layer_0', className: 'ops.Cumsum', what: 'argument reverse' } }],
  ['a function that is not known', { class_name: 'TFOpLambda', config: { function: 'compat.v1.shape' }, inbound_nodes: [['a', 0, 0, {}]] }, { code: 'layer-unsupported', values: { layer: 'layer_0', className: 'tf.compat.v1.shape' } }],
])('%s is named with its reason', (_, layer, warning) => {
  const model = modelOf(layer);
  expect(last(model)).toMatchObject({ supported: false, runs: false });
  expect(model.warnings).toContainEqual(expect.objectContaining({ ...warning, where: 'layer_0' }));
}); // prettier-ignore
