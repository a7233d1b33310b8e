import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { caseFile, fixtureCase, references } from '../../test/golden/golden-case.ts';
import { bufferSource, openModelFiles, readArrays } from '../read/index.ts';
import { Lab } from './lab.ts';

/** The fixture as frugally-deep would have converted it: arrays in base64, and one test pair of real Keras. */
function converted(change: (output: Float32Array) => void): Uint8Array {
  const golden = fixtureCase('stacked-dropout-activation');
  const stored = openModelFiles([bufferSource('model.keras', caseFile(golden, 'model.keras'))]);
  const config = JSON.parse(strFromU8(unzipSync(caseFile(golden, 'model.keras'))['config.json'] ?? new Uint8Array())) as {
    config: { layers: { class_name: string; config: { name: string } }[] };
  };
  const owners = config.config.layers.filter((layer) => ['LSTM', 'Dense'].includes(layer.class_name));
  const counters = new Map<string, number>();
  const parameters = owners.map((layer) => {
    const base = layer.class_name.toLowerCase();
    const number = counters.get(base) ?? 0;
    counters.set(base, number + 1);
    const group = stored.groups.find(({ name }) => name?.split('/')[1] === (number === 0 ? base : `${base}_${number}`));
    const arrays = (group?.tensors ?? []).map((tensor) => floats(Float32Array.from(tensor.load().data)));
    const keys = base === 'lstm' ? ['weights', 'recurrent_weights', 'bias'] : ['weights', 'bias'];
    return [layer.config.name, Object.fromEntries(arrays.map((array, index) => [keys[index], array]))];
  });
  const input = [...readArrays(bufferSource('input.npy', caseFile(golden, 'input.npy'))).values()][0];
  const output = references(golden, 'expected.npz').get('output');
  if (!input || !output) throw new Error('the fixture has an input and an output');
  const first = (data: ArrayLike<number>, shape: readonly number[]): Float32Array =>
    Float32Array.from({ length: data.length / (shape[0] ?? 1) }, (_, index) => data[index] ?? NaN);
  const answer = first(output.data, output.shape);
  change(answer);
  const tests = [
    {
      inputs: [{ shape: input.shape.slice(1), values: floats(first(input.data, input.shape)) }],
      outputs: [{ shape: output.shape.slice(1), values: floats(answer) }],
    },
  ];
  const model = {
    architecture: config,
    trainable_params: Object.fromEntries(parameters) as unknown,
    input_shapes: [input.shape.slice(1)],
    tests,
  };
  return new TextEncoder().encode(JSON.stringify(model));
}

/** float32 little-endian in base64, as frugally-deep keeps it: texts of at most 1024 characters. */
function floats(values: Float32Array): readonly string[] {
  const text = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
  return text.match(/.{1,1024}/g) ?? [];
}

test('the test pairs of a frugally-deep file are run when it is opened, and their difference is told', () => {
  const { model } = new Lab().open([
    bufferSource(
      'fdeep.json',
      converted(() => undefined),
    ),
  ]);
  expect(model.pairs?.count).toBe(1);
  expect(model.pairs?.maxAbs).toBeLessThan(1e-6);
  expect(model.warnings.map((warning) => warning.code)).toEqual([]);
});

test('a pair that comes out otherwise is a warning, and an answer that changes the numbers is checked again', () => {
  const lab = new Lab();
  const { model } = lab.open([
    bufferSource(
      'fdeep.json',
      converted((output) => (output[0] = (output[0] ?? 0) + 0.25)),
    ),
  ]);
  expect(model.pairs?.maxAbs).toBeCloseTo(0.25, 5);
  expect(model.warnings.map((warning) => warning.code)).toEqual(['pairs-differ']);
  const recurrent = model.layers.find((layer) => layer.class === 'LSTM')?.name ?? '';
  const before = model.pairs?.maxAbs;
  expect(lab.answer(`${recurrent}.activation`, 'relu').model.pairs?.maxAbs).not.toBe(before);
});

test('a pair that would take long to run is left alone', () => {
  const steps = 200_000;
  const bytes = converted(() => undefined);
  const model = JSON.parse(new TextDecoder().decode(bytes)) as { tests: { inputs: { shape: number[]; values: readonly string[] }[] }[] };
  const [input] = model.tests[0].inputs;
  const features = input.shape.at(-1) ?? 0;
  input.shape = [steps, features];
  input.values = floats(new Float32Array(steps * features));
  const { pairs } = new Lab().open([bufferSource('fdeep.json', new TextEncoder().encode(JSON.stringify(model)))]).model;
  expect(pairs).toBeNull();
});
