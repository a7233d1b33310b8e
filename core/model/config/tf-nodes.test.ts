import { expect, test } from 'vitest';
import { nodeOperation } from './tf-nodes.ts';

const node = (op: string, inputs: number, attr: object = {}, constants: object = {}): ReturnType<typeof nodeOperation> =>
  nodeOperation({ node_def: { op, input: Array.from({ length: inputs }, (_, at) => `in_${at}`), attr }, constants });

test('a constant is an operand in its place, whether it stands first or second', () => {
  expect(node('Sub', 2, {}, { 0: 1 })).toEqual({ className: 'ops.Subtract', config: {}, arguments: [{ name: '0', value: 1 }] });
  expect(node('Sub', 2, {}, { 1: [1, 2] })).toEqual({ className: 'ops.Subtract', config: {}, arguments: [{ name: '1', value: [1, 2] }] });
  expect(node('AddV2', 2)).toEqual({ className: 'ops.Add', config: {}, arguments: [] });
});

test('constants and attributes become settings', () => {
  const axes = { class_name: '__numpy__', config: { value: [1, 2], dtype: 'int32' } };
  expect(node('Mean', 2, { keep_dims: { b: true }, T: { type: 'DT_FLOAT' } }, { 1: axes })).toEqual({
    className: 'ops.Mean',
    config: { axis: [1, 2], keepdims: true },
    arguments: [],
  });
  expect(node('ConcatV2', 3, { N: { i: '2' } }, { 2: -1 }).config).toEqual({ axis: -1 });
  expect(node('SplitV', 3, { num_split: { i: '3' } }, { 1: [1, 4, 2], 2: 1 }).config).toEqual({ axis: 1, indices_or_sections: [1, 5] });
  expect(node('Squeeze', 1, { squeeze_dims: { list: {} } }).config).toEqual({});
  expect(node('Einsum', 2, { equation: { s: 'YmlqLGJrai0+Ymlr' } }).config).toEqual({ subscripts: 'bij,bkj->bik' });
  expect(node('PadV2', 3, {}, { 1: [[0, 0]], 2: 1.5 })).toMatchObject({ arguments: [{ name: 'constant_values', value: 1.5 }] }); // prettier-ignore
});

test.each([
  ['an axis that is a tensor', 'Mean', 2, {}, {}, 'axis'],
  ['an attribute that is not known', 'Relu', 1, { alpha: { f: 0.1 } }, {}, 'alpha'],
  ['an attribute that does something', 'Cumsum', 2, { reverse: { b: true } }, { 1: 1 }, 'reverse'],
  ['features that stand first', 'BiasAdd', 2, { data_format: { s: 'TkNIVw==' } }, { 1: [1, 2] }, 'data_format'],
  ['another filling than 0', 'OneHot', 4, {}, { 1: 4, 2: 1, 3: -1 }, 'off'],
])('%s stays an argument, with which the operation does not run', (_, op, inputs, attr, constants, name) => {
  expect(node(op, inputs, attr, constants).arguments).toContainEqual(expect.objectContaining({ name }));
});

test('bounds of a slice that are no constants leave its items open', () => {
  expect(node('StridedSlice', 4, {}, { 1: [0], 3: [1] }).arguments).toContainEqual({ name: '1', value: undefined });
});

test('an operation that is not listed is named as TensorFlow names it, the text of TensorFlow 2.1 is read', () => {
  expect(node('Shape', 1)).toEqual({ className: 'tf.raw_ops.Shape', config: {}, arguments: [] });
  expect(nodeOperation({ node_def: '\n\u0003mul\u0012\u0003Mul\u001a\u0001h\u001a\u0005mul/y', constants: { 1: 2 } })).toEqual({
    className: 'ops.Multiply',
    config: {},
    arguments: [{ name: '1', value: 2 }],
  });
  expect(nodeOperation({ node_def: 'damaged', constants: {} }).className).toBe('tf.raw_ops.unknown');
  expect(nodeOperation({}).className).toBe('tf.raw_ops.unknown');
});
