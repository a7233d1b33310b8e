import { expect, test } from 'vitest';
import { maskOf, runLayer, tensor } from '../../test/run-layer.ts';
import { layerKindOf } from './index.ts';

const zeros = (...shape: readonly number[]): ReturnType<typeof tensor> =>
  tensor(
    shape,
    Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, () => 0),
  );
const X = zeros(2, 3, 4);

test.each([
  ['Conv1D', { filters: 1, kernel_size: 2, dilation_rate: 3 }, { needed: 4, found: 3 }],
  ['MaxPooling1D', { pool_size: 4 }, { needed: 4, found: 3 }],
  ['AveragePooling1D', { pool_size: [5] }, { needed: 5, found: 3 }],
  ['Cropping1D', { cropping: [1, 2] }, { needed: 4, found: 3 }],
])('%s %j names how many timesteps it needs', (className, config, values) => {
  const run = (): unknown => runLayer({ className, config, inputs: [X], weights: { kernel: zeros(2, 4, 1) } });
  expect(run).toThrow(expect.objectContaining({ code: 'sequence-short', where: 'layer', values: { layer: 'layer', ...values } }));
});

test('a convolution in groups refuses features that its groups cannot share', () => {
  const run = (): unknown =>
    runLayer({
      className: 'Conv1D',
      config: { filters: 3, kernel_size: 1, groups: 3 },
      inputs: [zeros(1, 5, 7)],
      weights: { kernel: zeros(1, 2, 3), bias: zeros(3) },
    });
  expect(run).toThrow(expect.objectContaining({ code: 'features-mismatch', values: { input: 'layer', found: 7, expected: 6 } }));
});

test.each([
  [[5, 2], '(5, 2)'],
  [[-1, 5], '(None, 5)'],
])('12 numbers do not go into %j', (target, written) => {
  const run = (): unknown => runLayer({ className: 'Reshape', config: { target_shape: target }, inputs: [X] });
  expect(run).toThrow(expect.objectContaining({ code: 'reshape-size', values: { layer: 'layer', found: '(3, 4)', target: written } }));
});

test.each([
  ['Permute', { dims: [1] }, 'dims'],
  ['LayerNormalization', { axis: 0 }, 'axis'],
  ['LayerNormalization', { axis: [1, 3] }, 'axis'],
  ['Softmax', { axis: -3 }, 'axis'],
  ['Rescaling', { scale: [1, 2, 3] }, 'scale'],
])('%s %j does not fit a sequence and is refused at its setting', (className, config, setting) => {
  const run = (): unknown => runLayer({ className, config, inputs: [X] });
  expect(run).toThrow(expect.objectContaining({ code: 'config-value', where: `layer.${setting}` }));
});

test.each(['Softmax', 'GlobalAveragePooling1D'])('%s refuses a mask that does not lie on its input', (className) => {
  const mask = maskOf([
    [1, 0, 1, 1, 1],
    [1, 1, 1, 1, 0],
  ]);
  const run = (): unknown => runLayer({ className, inputs: [X], masks: [mask] });
  expect(run).toThrow(expect.objectContaining({ code: 'mask-shape', values: { layer: 'layer', found: '(2, 5)', input: '(2, 3, 4)' } }));
});

test('the mean of no timestep is 0 / 0, as in Keras', () => {
  const x = tensor([2, 2, 1], [1, 2, 3, 5]);
  const mask = maskOf([
    [0, 0],
    [1, 0],
  ]);
  const { outputs, masks } = runLayer({ className: 'GlobalAveragePooling1D', inputs: [x], masks: [mask] });
  expect([...outputs[0].data]).toEqual([NaN, 3]);
  expect(masks).toEqual([null]);
});

test.each([
  ['an array of NumPy as Keras 3 writes it', { class_name: '__numpy__', config: { value: [2, 3], dtype: 'float64' } }],
  ['a list', [2, 3]],
  ['nested lists', [[2, 3]]],
])('a scale may be %s', (_, scale) => {
  const { outputs } = runLayer({ className: 'Rescaling', config: { scale, offset: 1 }, inputs: [tensor([1, 2, 2], [1, 10, 100, 1000])] });
  expect([...outputs[0].data]).toEqual([3, 31, 201, 3001]);
});

test.each([
  ['BatchNormalization', { mode: 2 }, 'mode = 2'],
  ['BatchNormalization', { mode: 1 }, null],
  ['BatchNormalization', { mode: 0 }, null],
  ['Conv1D', { filters: 4, groups: 3 }, 'groups = 3'],
  ['Permute', { dims: [1, 3] }, 'dims = [1,3]'],
  ['Rescaling', { scale: 'half', offset: 0 }, 'scale or offset is neither a number nor a list'],
  ['Normalization', { mean: [[1], [1, 2]], variance: 1 }, 'mean or variance is neither a number nor a list'],
])('%s %j runs unless something keeps it from it', (className, settings, obstacle) => {
  expect(layerKindOf(className)?.obstacle?.(settings, { name: 'keras', version: null })).toBe(obstacle);
});

test('a stateful layer in a TimeDistributed of tf.keras refuses a mask, which does not fit there in Keras either', () => {
  const layer = { class_name: 'SimpleRNN', config: { name: 'inner', units: 1, stateful: true } };
  const weights = { kernel: zeros(4, 1), recurrent_kernel: zeros(1, 1), bias: zeros(1) };
  const masks = [{ shape: [2, 3, 5], data: new Uint8Array(30).fill(1) }];
  const run = (version: string, given: typeof masks | undefined): unknown =>
    runLayer({ className: 'TimeDistributed', config: { layer }, inputs: [zeros(2, 3, 5, 4)], weights, producer: { name: 'keras', version }, ...(given && { masks: given }) }); // prettier-ignore
  expect(() => run('2.15.0', masks)).toThrow(expect.objectContaining({ code: 'mask-shape', where: 'layer' }));
  expect(run('2.15.0', undefined)).toMatchObject({ outputs: [{ shape: [2, 3, 1] }], state: [{ shape: [2, 1] }] });
  expect(run('3.15.1', masks)).toMatchObject({ outputs: [{ shape: [2, 3, 1] }], masks });
});
