import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fixtureCase, inputSources, modelSources, references } from '../../test/golden/golden-case.ts';
import { bufferSource } from '../read/index.ts';
import { writeNpz } from '../write/index.ts';
import type { Certificate } from './certificate.ts';
import { expectedArrays } from './expected-files.ts';
import { Lab } from './lab.ts';
import { finish } from './progress.ts';
import { runToEnd } from './run-files.ts';

const DATE = new Date('2026-02-03T04:05:06.789Z');
const golden = fixtureCase('last-step');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const numbers = (data: Float32Array | Float64Array | Int32Array | Uint8Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function ran(): Lab {
  const lab = new Lab();
  lab.open(modelSources(golden));
  lab.setSequenceFiles(inputSources(golden));
  runToEnd(lab, 'f32');
  return lab;
}

const certificateOf = (lab: Lab): { readonly text: string; readonly certificate: Certificate } => {
  const text = new TextDecoder().decode(finish(lab.certificate(DATE)).bytes);
  return { text, certificate: JSON.parse(text) as Certificate }; // as: we have just written it
};

test('a certificate names files, weights, settings, input and reference by SHA-256 and says how far they agree', () => {
  const lab = ran();
  const reference = references(golden, 'expected.npz');
  const expected = new Map([...reference].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));
  const result = lab.check(expected, { absolute: 1e-5, relative: 0 });
  const { certificate } = certificateOf(lab);

  const [source] = modelSources(golden);
  expect(certificate.model.files).toEqual([
    { name: 'model.keras', bytes: source?.size, sha256: sha256(source?.read(0, source.size) ?? new Uint8Array()) },
  ]);
  const [kernel] = lab.weights('lstm');
  expect(certificate.model.weights[0]).toEqual({
    name: 'lstm/kernel',
    shape: kernel?.shape,
    dtype: 'float32',
    sha256: sha256(numbers(kernel?.values ?? new Float32Array())),
  });
  expect(certificate.model.layers.find(({ name }) => name === 'lstm')?.settings['return_sequences']).toMatchObject({
    value: false,
    from: 'file',
  });
  expect(certificate.inputs).toHaveLength(1);
  expect(certificate.run).toEqual({ precision: 'f32', kernel: 'reference', samples: 2, timesteps: lab.trace?.summary.timesteps });
  expect(certificate.check).toMatchObject({ pass: true, maxAbs: result.maxAbs, compared: expected.size, missing: [], sample: null });
  const h = certificate.check?.arrays.find(({ name }) => name === 'lstm/h');
  expect(h).toMatchObject({ array: 'lstm/h', pass: true, sha256: sha256(numbers(expected.get('lstm/h')?.data ?? new Float32Array())) });
});

test('the same run gives the same text, date to the second, keys in one order', () => {
  const [first, second] = [certificateOf(ran()), certificateOf(ran())];
  expect(first.text).toBe(second.text);
  expect(first.certificate.date).toBe('2026-02-03T04:05:06Z');
  expect(Object.keys(first.certificate)).toEqual([
    'certificate',
    'version',
    'date',
    'gatescope',
    'model',
    'inputs',
    'states',
    'brought',
    'run',
    'check',
  ]);
  expect(first.certificate.check).toBeNull();
});

test('a certificate speaks of what ran, not of what was typed since', () => {
  const lab = ran();
  const before = certificateOf(lab).text;
  const bias = lab.weights('lstm').find(({ name }) => name === 'bias');
  lab.setWeights('lstm', 'bias', `[${Array.from(bias?.values ?? [], () => 0.25).join(', ')}]`);
  expect(certificateOf(lab).text).toBe(before);
  runToEnd(lab, 'f32');
  const { model } = certificateOf(lab).certificate;
  expect(model.edited).toBe(true);
  expect(model.weights).not.toEqual((JSON.parse(before) as Certificate).model.weights);
});

test('answers and guesses stand in it', () => {
  const lab = ran();
  lab.answer('lstm.recurrent_activation', 'hard_sigmoid');
  runToEnd(lab, 'f32');
  const { model } = certificateOf(lab).certificate;
  expect(model.answers).toEqual([{ id: 'lstm.recurrent_activation', value: 'hard_sigmoid' }]);
  expect(model.guesses).toEqual([]);
  expect(model.layers.find(({ name }) => name === 'lstm')?.settings['recurrent_activation']).toMatchObject({
    value: 'hard_sigmoid',
    from: 'user',
  });
});

test('nothing is certified before a run', () => {
  const lab = new Lab();
  lab.example('by-hand');
  expect(() => finish(lab.certificate(DATE))).toThrow('Nothing was run yet');
});

test('reference files add up, a lone .npy is the output, and an array given twice is refused', () => {
  const tensor = { shape: [2], data: Float32Array.of(1, 2) };
  const npz = (name: string): ReturnType<typeof bufferSource> => bufferSource(`${name}.npz`, writeNpz([[name, tensor]]));
  expect([...expectedArrays([npz('lstm/h'), npz('output')]).keys()]).toEqual(['lstm/h', 'output']);
  expect(() => expectedArrays([npz('output'), npz('output')])).toThrow('The expected array "output" is in more than one of the files.');
});
