import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.ts';
import { layerKindOf } from './index.ts';
import type { Mask } from './layer-kind.ts';

function tensor(shape: readonly number[], ...data: readonly number[]): Tensor {
  return { shape, data: Float64Array.from(data) };
}

/** Runs a layer of the configuration's class over inputs, each with its mask. */
function run(
  className: string,
  settings: Readonly<Record<string, unknown>>,
  inputs: readonly Tensor[],
  masks: readonly (Mask | null)[] = [],
) {
  const evaluate = layerKindOf(className)?.evaluate;
  if (!evaluate) throw new Error(`${className} does not run`);
  const step = evaluate({
    name: 'merge',
    settings,
    weights: new Map(),
    inputs,
    masks: inputs.map((_, index) => masks[index] ?? null),
    producer: { name: 'keras', version: '3.15.1' },
    initialState: null,
    precision: 'f64',
    recorder: { chunk: () => undefined },
  }).next();
  if (!step.done) throw new Error('one step is enough');
  return step.value;
}

test.each([
  ['Add', {}, [[2, 3, 2], [2, 4, 2]]], // prettier-ignore
  ['Concatenate', { axis: -1 }, [[2, 3, 2], [2, 4, 2]]], // prettier-ignore
  ['Concatenate', { axis: 3 }, [[2, 3], [2, 3]]], // prettier-ignore
  ['Dot', { axes: 1 }, [[2, 3], [2, 4]]], // prettier-ignore
])('%s refuses arrays that do not fit together', (className, settings, shapes) => {
  const inputs = shapes.map((shape) => tensor(shape, ...Array<number>(shape.reduce((a, b) => a * b)).fill(1)));
  expect(() => run(className, settings, inputs)).toThrow(expect.objectContaining({ code: 'shapes-apart', where: 'merge' }));
});

test.each([
  ['Multiply', {}, []],
  ['Concatenate', {}, []],
  ['Dot', { axes: 1 }, [tensor([1, 2], 1, 2)]],
])('%s refuses to run without its inputs', (className, settings, inputs) => {
  expect(() => run(className, settings, inputs)).toThrow(expect.objectContaining({ code: 'inputs-too-few', where: 'merge' }));
});

test('an input that is stretched keeps its mask, and one that is given more axes has none', () => {
  // Keras 3.15.1: Multiply()([a, b]) with masks set on both.
  const sequence = tensor([1, 3, 2], 1, 2, 3, 4, 5, 6);
  const mask = { shape: [1, 3], data: Uint8Array.of(1, 0, 0) };
  const one = { shape: [1, 1], data: Uint8Array.of(1) };
  const result = run('Multiply', {}, [sequence, tensor([1, 1, 2], 10, 100)], [mask, one]);
  expect([...result.outputs[0].data]).toEqual([10, 200, 10, 100, 10, 100]);
  expect([...(result.masks[0]?.data ?? [])]).toEqual([1, 1, 1]);
});
