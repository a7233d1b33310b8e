import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildModel, type Model, outputName } from '../../core/model/index.ts';
import { bufferSource, type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { runModel } from '../../core/run/index.ts';
import type { Tensor, TensorData } from '../../core/tensor/index.ts';

/** Models with nested, shared, looped and wrapped layers, saved by Keras 3.15.1 and tf-keras 2.21; fixtures/make/dialects.py made them. */
const FOLDER = new URL('../../fixtures/dialects/', import.meta.url);

/** Shape of each array, and the sum of its numbers times 1, 2, 3, …. */
type LayerArrays = Readonly<Record<string, readonly (readonly [readonly number[], number])[]>>;
// as: the script writes it so.
const TABLE = JSON.parse(readFileSync(new URL('dialects.json', FOLDER), 'utf8')) as Readonly<
  Record<string, { readonly layers: LayerArrays }>
>;

const source = (name: string): ByteSource => bufferSource(name, new Uint8Array(readFileSync(new URL(name, FOLDER))));

describe.each(Object.entries(TABLE))('%s', (name, { layers }) => {
  const isWeights = name.endsWith('.weights.h5');
  const architecture = name.replace(/\.weights\.h5$/, '.json');

  test(`every layer has the arrays that Keras says it has${isWeights ? ', with its architecture beside it' : ''}`, () => {
    const model = buildModel(openModelFiles(isWeights ? [source(architecture), source(name)] : [source(name)]));
    expect(arraysOf(model)).toEqual(rounded(layers));
    expect(model.warnings.map((warning) => warning.code)).not.toContain('weights-left-over');
  });

  if (!isWeights) return;
  test('the weights alone open, and none of their arrays is lost', () => {
    const model = buildModel(openModelFiles([source(name)]));
    const sums = (arrays: LayerArrays): readonly number[] =>
      Object.values(arrays)
        .flatMap((list) => list.map(([, sum]) => Math.round(sum * 1e4)))
        .sort((a, b) => a - b);
    expect(sums(arraysOf(model))).toEqual(sums(rounded(layers)));
  });
});

// as: dialects_run.py writes it so.
const OUTPUTS = JSON.parse(readFileSync(new URL('outputs.json', FOLDER), 'utf8')) as Readonly<
  Record<string, readonly (readonly (number | null)[])[]>
>;

test.each(Object.entries(OUTPUTS))('%s computes what real Keras computes', (name, expected) => {
  const model = buildModel(openModelFiles([source(name)]));
  const inputs = new Map(model.inputs.map((input) => [input.name, patterned([2, ...input.shape])]));
  const arrays = new Map<string, Tensor>();
  const listener = {
    begin: () => undefined,
    chunk: () => undefined,
    array: (array: string, tensor: Tensor) => void arrays.set(array, tensor),
    mask: () => undefined,
    stopped: () => undefined,
  };
  const run = runModel({ model, inputs, states: new Map(), precision: 'f32' }, listener);
  while (run.next('go').done !== true);
  const outputs = model.outputs.map((ref) => arrays.get(outputName(model, ref)));
  for (const [index, numbers] of expected.entries()) {
    const got = [...(outputs[index]?.data ?? [])];
    // Null is NaN: a random variance below 0 in BatchNormalization.
    const isEqual = (number: number | null, at: number): boolean =>
      number === null ? Number.isNaN(got[at]) : Math.abs(got[at] - number) <= 2e-6;
    expect(numbers.every(isEqual), `${got.join(', ')} for ${numbers.join(', ')}`).toBe(true);
    expect(outputs[index]?.data.length).toBe(numbers.length);
  }
  expect(outputs.length).toBe(expected.length);
});

/** The numbers on which real Keras was run: token ids, or features between −1 and 1. */
function patterned(shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    shape,
    data: Float32Array.from({ length: size }, (_, k) => (shape.length === 2 ? (3 * k + 1) % 7 : (((7 * k + 4) % 11) - 5) / 5)),
  };
}

test('a model used twice has its layers once, each with two uses named after the use of the model', () => {
  const model = buildModel(openModelFiles([source('k3-nested-twice.keras')]));
  const calls = (name: string): readonly string[] | undefined => model.named.get(name)?.calls.map((use) => use.name);
  expect(calls('branch/rnn')).toEqual(['branch/rnn', 'branch@1/rnn']);
  expect(calls('branch/chain/deep')).toEqual(['branch/chain/deep', 'branch@1/chain/deep']);
  expect(model.inputs.map((input) => input.name)).toEqual(['left', 'right']);
});

test.each(['k3-looped.keras', 'k3-looped.h5', 'tf-looped.h5', 'tf-looped.keras'])(
  '%s: a layer that reads what its own earlier use gave runs in the order of its uses',
  (name) => {
    const model = buildModel(openModelFiles([source(name)]));
    const uses = model.order.filter(({ layer }) => layer === 'step' || layer === 'again').map(({ layer, call }) => `${layer}@${call}`);
    expect(uses.filter((use) => use.startsWith('step'))).toEqual(['step@0', 'step@1', 'step@2']);
    expect(model.named.get('step')?.calls[2]?.states.map(({ layer, call, output }) => [layer, call, output])).toEqual([
      ['step', 1, 1],
      ['step', 1, 2],
    ]);
    expect(model.outputs.map(({ layer, call }) => `${layer}@${call}`)).toEqual(['again@0', 'again@1', 'again@2']);
  },
);

function arraysOf(model: Model): LayerArrays {
  const owners = model.layers.filter((layer) => layer.weights.size > 0);
  return rounded(
    Object.fromEntries(
      owners.map((layer) => [
        layer.name,
        [...layer.weights.values()].map((stored) => [stored.shape, weighted(stored.load().data)] as const),
      ]),
    ),
  );
}

function weighted(data: TensorData): number {
  let sum = 0;
  for (let at = 0; at < data.length; at++) sum += data[at] * (at + 1);
  return sum;
}

/** Sums to 9 digits: Python adds in another order. */
function rounded(arrays: LayerArrays): LayerArrays {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, list]) => [name, list.map(([shape, sum]) => [shape, Number(sum.toPrecision(9))] as const)]),
  );
}
