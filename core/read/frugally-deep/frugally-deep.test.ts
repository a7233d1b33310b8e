import { describe, expect, test } from 'vitest';
import { netArray, netJson, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import type { WeightFile } from '../weight-file.ts';
import { isFrugallyDeep, openFrugallyDeep } from './index.ts';

const FILE = netSource('fdeep.json');
const open = (value: unknown): WeightFile => openFrugallyDeep(value, FILE);
const base64 = (...values: number[]): string => Buffer.from(Float32Array.from(values).buffer).toString('base64');
const small = (params: unknown, others: object = {}): unknown => ({ architecture: {}, trainable_params: params, ...others });
const only = (value: unknown): unknown => {
  const tensors = open(small({ out: { weights: value } })).groups[0]?.tensors ?? [];
  return tensors.map((tensor) => [tensor.path, tensor.shape, [...tensor.load().data]]);
};

test('parameters by layer, one axis each, nested models joined with _', () => {
  const file = open(netJson('fdeep.json'));
  expect([file.format, file.producer, file.leftovers]).toEqual(['frugally-deep', { name: 'keras', version: '3.x' }, []]);
  expect(file.config).toMatchObject({ class_name: 'Functional' });
  expect(file.groups.map((group) => [group.name, group.tensors.map((tensor) => tensor.path)])).toContainEqual([
    'encoder_mem',
    ['encoder_mem/weights', 'encoder_mem/recurrent_weights', 'encoder_mem/bias'],
  ]);
  expect(file.groups.find((group) => group.name === 'conv')?.tensors[0]?.shape).toEqual([3 * 6 * 5]);
});

test('ranks of a TimeDistributed layer are no arrays, heads of attention are', () => {
  const groups = new Map(open(netJson('fdeep.json')).groups.map((group) => [group.name, group.tensors]));
  expect(groups.get('each')?.map((tensor) => tensor.path)).toEqual(['each/weights', 'each/bias']);
  expect(
    groups
      .get('look')
      ?.map((tensor) => [tensor.path, tensor.shape])
      .slice(0, 2),
  ).toEqual([
    ['look/weights/0', [6, 2, 3]],
    ['look/weights/1', [2, 3]],
  ]);
});

test('the built-in test: inputs and what Keras answered, with the axis of samples', () => {
  const pairs = open(netJson('fdeep.json')).pairs.map(({ inputs, outputs }) =>
    [...inputs, ...outputs].map(({ shape, data }) => ({ shape, data: [...data] })),
  );
  const wanted = ['fdeep:in0', 'fdeep:in1', 'fdeep:out'].map((name) => {
    const { shape, data } = netArray(name);
    return { shape, data: [...data] };
  });
  expect(pairs).toEqual([wanted]);
});

describe('floats', () => {
  test.each([
    ['in one text', base64(1, -2)],
    ['in several texts, cut anywhere', [base64(1, -2).slice(0, 3), base64(1, -2).slice(3)]],
    ['as numbers', [1, -2]],
  ])('%s', (_name, value) => {
    expect(only(value)).toEqual([['out/weights', [2], [1, -2]]]);
  });

  test('a lone number, and none', () => {
    expect([only(0.5), only([])]).toEqual([[['out/weights', [1], [0.5]]], [['out/weights', [0], []]]]);
  });

  test('a shape that the file says is taken where it fits', () => {
    const params = { dense: { kernel: [1, 2, 3, 4], kernel_shape: [2, 2], bias: [1, 2], bias_shape: [7], odd: [1], odd_shape: 'x' } };
    expect(open(small(params)).groups[0]?.tensors.map((tensor) => [tensor.path, tensor.shape])).toEqual([
      ['dense/kernel', [2, 2]],
      ['dense/bias', [2]],
      ['dense/odd', [1]],
    ]);
    expect(open(small({ look: { weights: [[1], [2]] } })).groups[0]?.tensors.map((tensor) => tensor.shape)).toEqual([[1], [1]]);
  });

  test.each([
    ['a foreign character', 'AAAA*AA='],
    ['a line break', 'AAAA\nAAA'],
    ['padding in the middle', 'AA==AAAA'],
    ['too much padding', 'A==='],
    ['a length that base64 does not have', 'AAAAA'],
    ['bytes that are no whole number', 'AAAA'],
    ['null', null],
    ['an object', { a: 1 }],
    ['a number among texts', ['AAAA', 7]],
  ])('%s is fdeep-base64', (_name, value) => {
    expect(refusalOf(() => only(value))).toEqual(['fdeep-base64', 'fdeep.json, trainable_params/out/weights']);
  });
});

describe('tests of older versions', () => {
  const pair = (shape: unknown, ...values: number[]): unknown => ({ inputs: [{ shape, values }], outputs: [] });
  test.each([
    [
      [1, 1, 1, 2, 3],
      [1, 2, 3],
    ],
    [
      [1, 1, 1, 1, 1],
      [1, 1],
    ],
    [
      [2, 3],
      [1, 2, 3],
    ],
  ])('the shape %j, padded to five axes, is %j', (stored, shape) => {
    const values = Array.from({ length: stored.reduce((product, axis) => product * axis, 1) }, (_, index) => index);
    expect(open(small({}, { tests: [pair(stored, ...values)] })).pairs[0]?.inputs[0]?.shape).toEqual(shape);
  });
});

test('the version of Keras', () => {
  const versions = [{ keras_version: '2.4.0' }, { module: 'keras' }, {}].map(
    (architecture) => open({ architecture, trainable_params: {} }).producer.version,
  );
  expect(versions).toEqual(['2.4.0', '3.x', null]);
});

test('is known by its architecture and parameters', () => {
  expect([small({}), { architecture: {} }, { trainable_params: {} }, [], null].map(isFrugallyDeep)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

describe('what is refused', () => {
  const tested = (...tests: unknown[]): unknown => small({}, { tests });
  test.each([
    ['fdeep.json', null],
    ['fdeep.json, architecture', { architecture: 'x', trainable_params: {} }],
    ['fdeep.json, trainable_params', small([])],
    ['fdeep.json, trainable_params/out', small({ out: 3 })],
    ['fdeep.json, tests', small({}, { tests: 'x' })],
    ['fdeep.json, tests[0]', tested(3)],
    ['fdeep.json, tests[0].inputs', tested({ outputs: [] })],
    ['fdeep.json, tests[0].outputs', tested({ inputs: [] })],
    ['fdeep.json, tests[0].inputs[0]', tested({ inputs: [3], outputs: [] })],
    ['fdeep.json, tests[0].inputs[0]', tested({ inputs: [{ values: [1] }], outputs: [] })],
    ['fdeep.json, tests[0].inputs[0]', tested({ inputs: [{ shape: [-1], values: [1] }], outputs: [] })],
    ['fdeep.json, tests[0].inputs[0]', tested({ inputs: [{ shape: [1, 1, 1, 1, 1, 1, 1, 1, 1], values: [1] }], outputs: [] })],
    ['fdeep.json, tests[0].outputs[0]', tested({ inputs: [], outputs: [{ shape: [3], values: [1] }] })],
  ])('fdeep-invalid at %s', (where, value) => {
    expect(refusalOf(() => open(value))).toEqual(['fdeep-invalid', where]);
  });
});
