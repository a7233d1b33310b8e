import { expect, test } from 'vitest';
import { randomFrom } from '../../layers/initialise.ts';
import { buildModel, type Model } from '../../model/index.ts';
import type { WeightFile } from '../../read/index.ts';
import { runModel } from '../../run/index.ts';
import { storedTensor, type Tensor } from '../../tensor/index.ts';
import { searchSettings, type Search } from './search.ts';

/** A model as a test describes it: layers with their arrays, and who wrote it. */
interface Described {
  readonly version: string;
  readonly layers: readonly {
    readonly className: string;
    readonly config: Readonly<Record<string, unknown>>;
    readonly arrays: readonly Tensor[];
  }[];
}

function fileOf({ version, layers }: Described): WeightFile {
  const entries = layers.map(({ className, config }) => ({ class_name: className, config }));
  const features = layers[0]?.arrays[0]?.shape[0] ?? 1;
  const input = { class_name: 'InputLayer', config: { name: 'input', batch_shape: [null, null, features] } };
  return {
    format: 'by-hand',
    producer: { name: 'keras', version },
    config: { class_name: 'Sequential', config: { layers: [input, ...entries] } },
    groups: layers.map(({ config, arrays }) => ({
      name: String(config.name),
      tensors: arrays.map((tensor, index) => storedTensor(`${String(config.name)}/${index}`, 'test', tensor)),
    })),
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  };
}

function output(model: Model, input: Tensor): Tensor {
  let result: Tensor | null = null;
  const run = runModel(
    { model, inputs: new Map([['input', input]]), states: new Map(), precision: 'f32' },
    { begin: () => undefined, chunk: () => undefined, array: (name, tensor) => void (result = name === 'output' ? tensor : result) },
  );
  while (run.next('go').done !== true);
  if (result === null) throw new Error('no output');
  return result;
}

function search(file: WeightFile, input: Tensor, expected: Tensor): Search {
  const model = buildModel(file);
  const steps = searchSettings({
    model,
    rebuild: (answers) => buildModel(file, answers),
    pair: { inputs: new Map([['input', input]]), states: new Map(), precision: 'f32', expected: new Map([['output', expected]]) },
    tolerance: 1e-5,
  });
  for (;;) {
    const step = steps.next('go');
    if (step.done === true) return step.value;
  }
}

function tensor(random: () => number, shape: readonly number[], size: number): Tensor {
  const length = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from({ length }, () => (random() * 2 - 1) * size) };
}

test('a wrong setting of an LSTM is named with the answers that put it right', () => {
  const random = randomFrom(1);
  const arrays = [tensor(random, [3, 20], 1.5), tensor(random, [5, 20], 1), tensor(random, [20], 1)];
  const dense = { className: 'Dense', config: { name: 'dense', units: 2 }, arrays: [tensor(random, [5, 2], 1), tensor(random, [2], 1)] };
  const file = (settings: object, version: string): WeightFile =>
    fileOf({ version, layers: [{ className: 'LSTM', config: { name: 'lstm', units: 5, ...settings }, arrays }, dense] });
  const input = tensor(random, [4, 9, 3], 2);
  const expected = output(buildModel(file({ recurrent_activation: 'hard_sigmoid' }, '2.3.1')), input);

  const [first] = search(file({}, '3.15.1'), input, expected).best;
  expect(first?.maxAbs).toBe(0);
  expect(first?.hypothesis.map(({ choice }) => choice.words)).toEqual([
    'recurrent activation of lstm is hard_sigmoid of Keras 2, not sigmoid',
  ]);
  expect(first?.answers).toEqual([
    { id: 'keras', value: '2.2.4' },
    { id: 'lstm.recurrent_activation', value: 'hard_sigmoid' },
  ]);
});
