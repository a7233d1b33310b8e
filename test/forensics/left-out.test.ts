import { expect, test } from 'vitest';
import { leftOutWords, searchSettings } from '../../core/analysis/index.ts';
import { type Answers, buildModel, type Model } from '../../core/model/index.ts';
import type { WeightFile } from '../../core/read/index.ts';
import { runModel } from '../../core/run/index.ts';
import { storedTensor, type Tensor } from '../../core/tensor/index.ts';

const FEATURES = 2;

/** Numbers that differ, of a shape. */
function drawn(seed: number, ...shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, k) => Math.sin(12.9898 * (k + 1) + 78.233 * seed)) };
}

/** So many SimpleRNN layers, one after the other. */
function stack(count: number): WeightFile {
  const names = Array.from({ length: count }, (_, index) => `rnn_${index}`);
  const layers = names.map((name) => ({ class_name: 'SimpleRNN', config: { name, units: FEATURES, return_sequences: true } }));
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, FEATURES] } };
  const arrays = (seed: number): Tensor[] => [
    drawn(seed, FEATURES, FEATURES),
    drawn(seed + 0.3, FEATURES, FEATURES),
    drawn(seed + 0.6, FEATURES),
  ];
  return {
    format: 'by-hand',
    producer: { name: 'keras', version: '3.15.1' },
    config: { class_name: 'Sequential', config: { layers: [input, ...layers] } },
    groups: names.map((name, index) => ({ name, tensors: arrays(index).map((tensor, at) => storedTensor(`${name}/${at}`, 'drawn', tensor)) })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  }; // prettier-ignore
}

/** What a search of layers says of itself when two settings of the last one are wrong. */
function searched(count: number): { readonly leftOut: number; readonly explains: boolean; readonly depth: unknown } {
  const file = stack(count);
  const rebuild = (answers: Answers): Model => buildModel(file, answers);
  const last = `rnn_${count - 1}`;
  const inputs = new Map([['x', drawn(0.5, 1, 3, FEATURES)]]);
  const right = rebuild(new Map<string, string | boolean>([[`${last}.activation`, 'softsign'], [`${last}.go_backwards`, true]])); // prettier-ignore
  const output = outputOf(right, inputs);
  const pair = { inputs, states: new Map(), precision: 'f32' as const, expected: new Map([['output', output]]) };
  const steps = searchSettings({ model: rebuild(new Map()), rebuild, pairs: [pair], tolerance: 1e-6 });
  for (;;) {
    const step = steps.next('go');
    if (step.done !== true) continue;
    const { leftOut, best, depth } = step.value;
    return { leftOut, explains: (best[0]?.maxAbs ?? Infinity) <= 1e-6, depth };
  }
}

function outputOf(model: Model, inputs: ReadonlyMap<string, Tensor>): Tensor {
  const arrays = new Map<string, Tensor>();
  const listener = { begin: () => undefined, chunk: () => undefined, mask: () => undefined, stopped: () => undefined, array: (name: string, tensor: Tensor) => void arrays.set(name, tensor) }; // prettier-ignore
  const run = runModel({ model, inputs, states: new Map(), precision: 'f32' }, listener);
  while (run.next('go').done !== true);
  return arrays.get('output') as Tensor; // as: every model has one
}

test('pairs of layers that are too many to try are counted and told, those that are tried are not', () => {
  // Four other activations and the direction: 5 · 5 ways to change one setting in each of two layers; 29 layers make 406 pairs.
  expect(searched(29)).toEqual({ leftOut: 406 * 25, explains: true, depth: { layer: 2, pair: 0 } });
  expect(searched(3)).toEqual({ leftOut: 0, explains: true, depth: { layer: 2, pair: 2 } });
});

test('what was left out is a sentence, nothing left out is none', () => {
  expect(leftOutWords({ leftOut: 0 })).toBeNull();
  expect(leftOutWords({ leftOut: 12_648 })).toMatch(/^Not tried, being more than 10,000: 12,648 further combinations/);
});
