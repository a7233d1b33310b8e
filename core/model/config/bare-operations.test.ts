import { expect, test } from 'vitest';
import { buildModel } from '../build.ts';
import { isBareOperation } from './bare-operations.ts';

const nodes = [{ args: [], kwargs: {} }];

test.each([
  ['an operation without its module', { class_name: 'Add', config: { name: 'add' }, inbound_nodes: nodes }, true],
  ['one that has no layer of its name', { class_name: 'GetItem', config: { name: 'get_item' }, inbound_nodes: nodes }, true],
  ['a layer', { class_name: 'Add', config: { name: 'add', trainable: true }, inbound_nodes: nodes }, false],
  ['an operation with its module', { module: 'keras.src.ops.numpy', class_name: 'Add', config: {}, inbound_nodes: nodes }, false],
  ['what tf.keras wrote', { class_name: 'Add', config: { name: 'add' }, inbound_nodes: [[['a', 0, 0, {}]]] }, false],
  ['a class that is no operation', { class_name: 'InputLayer', config: { name: 'x' }, inbound_nodes: nodes }, false],
  ['a layer of a Sequential model', { class_name: 'Softmax', config: { name: 'softmax' } }, false],
])('%s: it is an operation that does not say so is %s', (_, entry, isBare) => {
  expect(isBareOperation(entry)).toBe(isBare);
});

test('a model with such operations runs them, and says that Keras cannot read it again', () => {
  const at = (layer: string): unknown => ({ class_name: '__keras_tensor__', config: { keras_history: [layer, 0, 0] } });
  const layers = [
    { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_shape: [null, 4, 3] }, inbound_nodes: [] },
    { class_name: 'Add', name: 'add', config: { name: 'add' }, inbound_nodes: [{ args: [at('x'), 2], kwargs: {} }] },
    { class_name: 'Add', name: 'sum', config: { name: 'sum', trainable: true }, inbound_nodes: [{ args: [[at('x'), at('add')]], kwargs: {} }] },
  ]; // prettier-ignore
  const config = { class_name: 'Functional', config: { layers, input_layers: ['x', 0, 0], output_layers: ['sum', 0, 0] } };
  const file = { format: 'keras-legacy', producer: { name: 'keras', version: '3.15.1' }, config, groups: [], savedAt: null, pairs: [], leftovers: [], warnings: [] } as const; // prettier-ignore
  const model = buildModel(file);
  expect(model.layers.map(({ className, runs }) => [className, runs])).toEqual([['InputLayer', true], ['ops.Add', true], ['Add', true]]); // prettier-ignore
  expect(model.warnings).toContainEqual(expect.objectContaining({ code: 'operations-bare', values: { count: 1, names: 'add' } }));
});
