import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bufferSource, type ByteSource } from '../read/index.ts';
import { Lab } from './lab.ts';
import { finish } from './progress.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);

function file(path: string, length?: number): ByteSource {
  return bufferSource(path.split('/').at(-1) ?? path, new Uint8Array(readFileSync(new URL(path, FIXTURES))).slice(0, length));
}

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;

test.each([
  ['lstm-5u-3f-7t/model.keras', 6000],
  ['gru/model.keras', 15_000],
  ['bidirectional/model.keras', 40_000],
  ['layers-conv1d/model.keras', 40_000],
  ['encoder-decoder-h5/model.h5', 15_000],
])('the structure of %s cut at byte %i is that of the whole file: layers, settings, arrays and shapes', (path, length) => {
  const [cut, whole] = [new Lab(), new Lab()];
  expect(() => cut.open([file(path, length)])).toThrow();
  const { structure } = cut.inspect([file(path, length)]);
  const found = cut.openStructure([file(path, length)]).model;
  const expected = whole.open([file(path)]).model;
  expect(structure).toEqual({ layers: expected.layers.length });
  expect(found.layers.map((layer) => ({ ...layer, runs: true }))).toEqual(expected.layers.map((layer) => ({ ...layer, runs: true })));
  expect(found).toMatchObject({
    format: 'keras-config',
    producer: expected.producer,
    savedAt: expected.savedAt,
    outputs: expected.outputs,
  });
  expect(found.layers.some(({ runs }) => runs)).toBe(false);
  expect(found.warnings.map(({ code }) => code)).toContain('structure-only');
});

test('of a structure nothing is run, shown as numbers, typed or saved', () => {
  const lab = new Lab();
  const { model } = lab.openStructure([file('lstm-5u-3f-7t/model.keras', 6000)]);
  expect(model.layers.find(({ name }) => name === 'lstm')).toMatchObject({ parameters: 180, supported: true, runs: false });
  lab.setSequenceFiles([file('lstm-5u-3f-7t/input.npy')]);
  expect(() => lab.run('f32').next('go')).toThrow(refused('structure-only'));
  expect(() => lab.weights('lstm')).toThrow(refused('structure-only'));
  expect(() => finish(lab.weightStats('lstm'))).toThrow(refused('structure-only'));
  expect(() => lab.setWeights('lstm', 'bias', '[1]')).toThrow(refused('structure-only'));
  expect(() => lab.saveWeights('npz')).toThrow(refused('structure-only'));
});

test('a refusal of the structure leaves what was open', () => {
  const lab = new Lab();
  lab.open([file('gru/model.keras')]);
  expect(() => lab.openStructure([file('lstm-5u-3f-7t/model.keras', 2000)])).toThrow(refused('structure-none'));
  expect(lab.card.model.title).toBe('model.keras');
  expect(lab.inspect([file('lstm-5u-3f-7t/model.keras', 2000)]).structure).toBeNull();
});
