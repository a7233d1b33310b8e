import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { zip } from '../../fixtures/read/zip-maker.ts';
import { byteMap } from './byte-map.ts';
import { bufferSource, type ByteSource } from './byte-source.ts';
import { inspectFiles, openModelFiles, openStructure } from './index.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, FIXTURES)));
const source = (path: string): ByteSource => bufferSource(path.split('/').at(-1) ?? path, bytesOf(path));
const text = (name: string, content: string): ByteSource => bufferSource(name, new TextEncoder().encode(content));
/** The configuration, of a sound file as its reader gives it. */
const config = (path: string): unknown => openModelFiles([source(path)]).config;
const WHOLE = 'lstm-5u-3f-7t/model.keras';

function cut(path: string, length: number): ByteSource {
  return bufferSource('cut', bytesOf(path).slice(0, length));
}

describe('the structure of a refused file', () => {
  test('is the configuration that stands before the cut of a .keras, with its writer and date', () => {
    const structure = openStructure([source('bad/cut-25.keras')]);
    expect(structure).toMatchObject({ format: 'keras-config', groups: [], producer: { name: 'keras', version: '3.15.1' } });
    expect(structure.savedAt).toMatch(/^\d{4}-\d\d-\d\d/);
    expect(structure.warnings.map(({ code, where }) => [code, where])).toEqual([['structure-only', 'cut-25.keras']]);
    expect(openStructure([cut(WHOLE, 6000)]).config).toEqual(config(WHOLE));
  });

  test('is that of a .keras whose weights were damaged, and of an .h5 whose arrays are gone', () => {
    expect(openStructure([source('bad/wrong-crc.keras')]).config).toEqual(openStructure([source('bad/cut-25.keras')]).config);
    const whole = 'tf-keras-h5/model.h5';
    const size = bytesOf(whole).length;
    const cutFile = cut(whole, Math.floor(0.6 * size));
    expect(() => openModelFiles([cutFile])).toThrow(expect.objectContaining({ code: 'h5-truncated' }) as Error);
    expect(openStructure([cutFile]).config).toEqual(config(whole));
    expect(openStructure([cutFile]).producer).toEqual(openModelFiles([source(whole)]).producer);
  });

  test('is an architecture beside weights that cannot be read', () => {
    const architecture = text('model.json', JSON.stringify(config(WHOLE)));
    expect(openStructure([source('bad/cut-25.h5'), architecture]).config).toEqual(config(WHOLE));
    const topology = { modelTopology: { model_config: config(WHOLE), keras_version: '2.2.4' }, weightsManifest: [] };
    expect(openStructure([text('model.json', JSON.stringify(topology))])).toMatchObject({ producer: { version: '2.2.4' } });
  });

  test.each([
    ['cut before its configuration ends', [cut(WHOLE, 2900)]],
    ['without a configuration', [source('bad/no-config.keras')]],
    ['of weights alone', [source('bad/cut-25.h5')]],
    ['that is no model', [source('bad/text.h5'), source('bad/empty.keras')]],
    ['with two configurations and no list of them', [bufferSource('two', twoConfigs())]],
    ['whose configuration is not what its checksum says', [bufferSource('changed', changedConfig())]],
  ])('is not made up for a file %s', (_, sources) => {
    expect(() => openStructure(sources)).toThrow(expect.objectContaining({ code: 'structure-none' }) as Error);
  });
});

/** A cut zip with the name twice: which of the two counts cannot be known. */
function twoConfigs(): Uint8Array {
  const content = new TextEncoder().encode(JSON.stringify(config(WHOLE)));
  return zip([{ name: 'config.json', content }, { name: 'config.json', content }, { name: 'model.weights.h5' }]).slice(0, -30);
}

function changedConfig(): Uint8Array {
  const bytes = bytesOf(WHOLE).slice(0, 6000);
  const at = new TextDecoder('latin1').decode(bytes).indexOf('"units": 5');
  bytes[at + 9] = 0x36;
  return bytes;
}

describe('the map of a file', () => {
  const mapOf = (from: ByteSource) => inspectFiles([from])[0]?.map;

  test('of a cut .keras says how long it was, to the byte, and where each member stands', () => {
    const whole = bytesOf(WHOLE);
    const full = mapOf(source(WHOLE));
    expect(full).toMatchObject({ presentBytes: whole.length, declaredBytes: whole.length });
    expect(full?.parts.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'metadata.json sound',
      'config.json sound',
      'model.weights.h5 sound',
    ]);
    const half = mapOf(cut(WHOLE, 9000));
    expect(half).toMatchObject({ presentBytes: 9000, declaredBytes: whole.length });
    expect(half?.parts.map(({ from, to }) => [from, to])).toEqual(full?.parts.map(({ from, to }) => [from, to]));
    expect(half?.parts.at(-1)?.state).toBe('cut');
  });

  test('marks the member whose checksum is wrong', () => {
    expect(mapOf(source('bad/wrong-crc.keras'))?.parts.map(({ state }) => state)).toEqual(['sound', 'sound', 'bad']);
  });

  test.each([
    ['read/legacy_latest.h5', 6200, ['cut']],
    ['read/tf215_h5_hard_sigmoid.h5', 20_000, ['sound', 'cut']],
  ])('of %s cut at byte %i says where each array that it still names stands', (path, at, states) => {
    const full = mapOf(source(path));
    const half = mapOf(cut(path, at));
    expect(half).toMatchObject({ presentBytes: at, declaredBytes: bytesOf(path).length });
    expect(half?.parts.length).toBeGreaterThan(0);
    expect(half?.parts).toEqual(
      full?.parts
        .filter(({ name, from }) => half?.parts.some((part) => part.name === name && part.from === from))
        .map((part) => ({ ...part, state: part.from >= at ? 'missing' : part.to > at ? 'cut' : 'sound' })),
    );
    expect([...new Set(half?.parts.map(({ state }) => state))]).toEqual(states);
    expect(JSON.stringify(inspectFiles([cut(path, at)])[0]?.children)).toContain('h5-truncated');
  });

  test('tells chunks of one array apart, and leaves out what reaches into the part before it', () => {
    expect(mapOf(source('read/dtypes.h5'))?.parts.filter(({ name }) => name === '/gzip').length).toBeGreaterThan(1);
    const stretches = [
      { name: 'c', from: 30, to: 60 },
      { name: 'a', from: 0, to: 10, isBad: true },
      { name: 'over a', from: 5, to: 12 },
      { name: 'b', from: 12, to: 30 },
      { name: 'nothing', from: 60, to: 60 },
      { name: 'd\u202e', from: 60, to: 70 },
    ];
    expect(byteMap(40, 50, stretches)).toEqual({
      presentBytes: 40,
      declaredBytes: 70,
      parts: [
        { name: 'a', from: 0, to: 10, state: 'bad' },
        { name: 'b', from: 12, to: 30, state: 'sound' },
        { name: 'c', from: 30, to: 60, state: 'cut' },
        { name: 'd\\u202e', from: 60, to: 70, state: 'missing' },
      ],
    });
  });

  test('of a cut .npz, whose members NumPy writes with wide sizes, lists them', () => {
    const path = 'lstm-5u-3f-7t/weights.npz';
    const size = bytesOf(path).length;
    const half = mapOf(cut(path, size - 200));
    expect(half?.declaredBytes).toBe(size);
    expect(half?.parts.map(({ name }) => name)).toEqual([
      ...openModelFiles([source(path)]).groups[0].tensors.map(({ path: name }) => `${name}.npy`),
    ]);
  });
});
