import { expect, test } from 'vitest';
import { layerKindOf } from '../layers/index.ts';
import type { LayerNode } from '../model/index.ts';
import { storedTensor, type Tensor } from '../tensor/index.ts';
import { checkInput } from './check-input.ts';

function zeros(...shape: readonly number[]): Tensor {
  return { shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)) };
}

/** Checks an input of this shape, the samples counted, against a layer with one array. */
function check(
  className: string,
  settings: Readonly<Record<string, unknown>>,
  name: string,
  array: Tensor,
  input: readonly number[],
): void {
  const kind = layerKindOf(className);
  if (kind === null) throw new Error(`${className} is not known`);
  const weights = new Map([[name, storedTensor(name, 'model', array)]]);
  const states = { supported: true, runs: true, isBrought: false };
  const layer: LayerNode = { name: 'layer', within: [], className, ...states, settings: {}, weights, calls: [] };
  checkInput(kind, layer, settings, [zeros(...input)]);
}

const CONV = { filters: 2, kernel_size: [3], groups: 1, use_bias: false, data_format: 'channels_last' };

test.each([
  ['Dense', { units: 2 }, 'kernel', zeros(3, 2), [1, 5, 4], { found: 4, expected: 3 }],
  ['LSTM', { units: 2 }, 'kernel', zeros(3, 8), [1, 5, 4], { found: 4, expected: 3 }],
  ['Conv1D', CONV, 'kernel', zeros(3, 7, 2), [1, 5, 4], { found: 4, expected: 7 }],
  ['Conv1D', { ...CONV, groups: 2 }, 'kernel', zeros(3, 4, 2), [1, 5, 6], { found: 6, expected: 8 }],
  ['Conv1D', { ...CONV, data_format: 'channels_first' }, 'kernel', zeros(3, 7, 2), [1, 4, 7], { found: 4, expected: 7 }],
  ['BatchNormalization', { axis: [2], scale: true }, 'gamma', zeros(3), [1, 5, 4], { found: 4, expected: 3 }],
  ['LayerNormalization', { axis: -1, center: true }, 'beta', zeros(3), [1, 5, 4], { found: 4, expected: 3 }],
  ['PReLU', { shared_axes: [1] }, 'alpha', zeros(1, 3), [1, 5, 4], { found: 4, expected: 3 }],
])('%s %j refuses features that its %s is not made for', (className, settings, name, array, input, values) => {
  expect(() => check(className, settings, name, array, input)).toThrow(
    expect.objectContaining({ code: 'features-mismatch', where: 'layer', values: { input: 'layer', ...values } }),
  );
});

test.each([
  ['Conv1D', CONV, 'kernel', zeros(3, 4, 2), [1, 5, 4]],
  ['LSTM', { units: 2 }, 'recurrent_kernel', zeros(2, 8), [1, 5, 4]],
  ['PReLU', { shared_axes: [1] }, 'alpha', zeros(1, 4), [1, 9, 4]],
])('%s %j takes what its %s is made for, as long as it likes', (className, settings, name, array, input) => {
  expect(() => check(className, settings, name, array, input)).not.toThrow();
});

test.each([
  ['PReLU', { shared_axes: null }, 'alpha', zeros(6, 4), '(6, 4)', '(5, 4)'],
  ['LayerNormalization', { axis: [1], scale: true }, 'gamma', zeros(6), '(6,)', '(5,)'],
])('%s %j refuses a sequence that is not as long as its array', (className, settings, name, array, found, expected) => {
  const run = (): void => check(className, settings, name, array, [2, 5, 4]);
  expect(run).toThrow(expect.objectContaining({ code: 'weight-fit', values: { layer: 'layer', weight: name, found, expected } }));
});
