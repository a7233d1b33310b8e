import { expect, test } from 'vitest';
import { runLayer } from '../../test/run-layer.ts';
import type { Tensor } from '../tensor/index.ts';

function tensor(shape: readonly number[], ...data: readonly number[]): Tensor {
  return { shape, data: Float64Array.from(data) };
}

test.each([
  ['Add', {}, [[2, 3, 2], [2, 4, 2]]], // prettier-ignore
  ['Concatenate', { axis: -1 }, [[2, 3, 2], [2, 4, 2]]], // prettier-ignore
  ['Concatenate', { axis: 3 }, [[2, 3], [2, 3]]], // prettier-ignore
  ['Dot', { axes: 1 }, [[2, 3], [2, 4]]], // prettier-ignore
])('%s refuses arrays that do not fit together', (className, config, shapes) => {
  const inputs = shapes.map((shape) => tensor(shape, ...Array<number>(shape.reduce((a, b) => a * b)).fill(1)));
  expect(() => runLayer({ className, config, inputs })).toThrow(expect.objectContaining({ code: 'shapes-apart', where: 'layer' }));
});

test.each([
  ['Multiply', {}, []],
  ['Concatenate', {}, []],
  ['Dot', { axes: 1 }, [tensor([1, 2], 1, 2)]],
])('%s refuses to run without its inputs', (className, config, inputs) => {
  expect(() => runLayer({ className, config, inputs })).toThrow(expect.objectContaining({ code: 'inputs-too-few', where: 'layer' }));
});

test('an input that is stretched keeps its mask, and one that is given more axes has none', () => {
  // Keras 3.15.1: Multiply()([a, b]) with masks set on both.
  const sequence = tensor([1, 3, 2], 1, 2, 3, 4, 5, 6);
  const mask = { shape: [1, 3], data: Uint8Array.of(1, 0, 0) };
  const one = { shape: [1, 1], data: Uint8Array.of(1) };
  const result = runLayer({ className: 'Multiply', inputs: [sequence, tensor([1, 1, 2], 10, 100)], masks: [mask, one] });
  expect([...result.outputs[0].data]).toEqual([10, 200, 10, 100, 10, 100]);
  expect([...(result.masks[0]?.data ?? [])]).toEqual([1, 1, 1]);
});
