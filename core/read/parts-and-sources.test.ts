import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { faultOf, fixture, fixtureBytes, strictSource } from '../../fixtures/read/files.ts';
import { zip } from '../../fixtures/read/zip-maker.ts';
import { bufferSource, isArchitecture, openModelFiles } from './index.ts';
import { LIMITS } from './limits.ts';
import { pagedSource } from './paged-source.ts';
import { recognise } from './recognise.ts';
import type { ByteSource } from './byte-source.ts';
import { openZip } from './zip/index.ts';

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const json = (name: string, value: unknown): ByteSource => strictSource(name, encode(value));
const open = (...sources: ByteSource[]) => openModelFiles(sources);
const zipped = (members: Record<string, Uint8Array>): ByteSource => strictSource('m.zip', zipSync(members));
const WEIGHTS = fixtureBytes('store.weights.h5');
const LAYERS = Array.from({ length: 14 }, (_, index) => ({ class_name: `Layer${index}`, config: {} }));
const CONFIG = { class_name: 'Sequential', config: { layers: [] } };

describe('an architecture by itself waits for its weights, and says which layers it has', () => {
  test.each<[string, unknown, string]>([
    ['Keras 3', { class_name: 'Sequential', config: { layers: [{ class_name: 'LSTM' }, { class_name: 'LSTM' }, 3] } }, '2 × LSTM, ?'],
    [
      'Keras 1',
      { class_name: 'Sequential', config: [{ class_name: 'Wrapper', config: { layer: { class_name: 'GRU' } } }] },
      'Wrapper(GRU)',
    ],
    ['a class of its own', { class_name: 'Mine', config: { layers: [{ class_name: 'LSTM' }] } }, 'LSTM'],
    ['many kinds of layers', { class_name: 'Model', config: { layers: LAYERS } }, 'Layer11, …'],
  ])('%s', (_, config, words) => {
    const source = json('config.json', config);
    expect(isArchitecture(source)).toBe(true);
    const fault = faultOf(() => open(source));
    expect([fault?.code, fault?.values['layers']]).toEqual(['config-without-weights', expect.stringContaining(words)]);
  });

  test.each<[string, unknown]>([
    ['a class of its own without layers', { class_name: 'Mine', config: 3 }],
    ['a layer list that is none', { class_name: 'Mine', config: { layers: 3 } }],
    ['a class that is no text', { class_name: 3 }],
  ])('%s is no architecture', (_, value) => {
    const source = json('x.json', value);
    expect([isArchitecture(source), faultOf(() => open(source))?.code]).toEqual([false, 'format-unknown']);
    expect(isArchitecture(strictSource('x.h5', WEIGHTS))).toBe(false);
  });

  test('an architecture without layers says none', () => {
    expect(faultOf(() => open(json('c.json', { class_name: 'Model', config: 3 })))?.code).toBe('config-without-weights');
  });
});

describe('files that belong together', () => {
  const weights = (name = 'model.weights.h5'): ByteSource => strictSource(name, WEIGHTS);

  test('an architecture beside weights is their configuration; beside metadata too it is an unpacked .keras', () => {
    const metadata = json('metadata.json', { keras_version: '3.4.1', date_saved: '2024-07-01@10:00:00' });
    expect(open(json('config.json', CONFIG), weights())).toMatchObject({ config: CONFIG, producer: { name: 'keras' } });
    expect(open(weights(), metadata, json('config.json', CONFIG))).toMatchObject({
      format: 'keras-v3',
      producer: { version: '3.4.1' },
      savedAt: '2024-07-01@10:00:00',
    });
  });

  test('one architecture with two files of weights is not settled, nor are two architectures', () => {
    const config = json('config.json', CONFIG);
    expect(faultOf(() => open(config, weights('a.h5'), weights('b.h5')))?.code).toBe('files-not-together');
    expect(faultOf(() => open(config, config, weights()))?.code).toBe('files-not-together');
  });

  test('of seven models the first opens, five are named and one is counted', () => {
    const { warnings } = open(...Array.from({ length: 7 }, (_, index) => weights(`m${index}.h5`)));
    expect(warnings.map(({ code, values }) => [code, values['ignored']])).toEqual([
      ['files-ignored', expect.stringMatching(/^"m1\.h5", .*"m5\.h5" and 1 more$/)],
    ]);
  });
});

describe('zips around a model', () => {
  test('a zip in a zip, a zip of texts, a zip of clutter and a zip of too many files', () => {
    const inner = zipSync({ 'a.txt': encode('a') });
    expect(faultOf(() => open(zipped({ 'inner.zip': inner })))?.code).toBe('zip-nested');
    expect(faultOf(() => open(zipped({ '.DS_Store': encode('x') })))).toMatchObject({
      code: 'keras-no-config',
      values: { found: 'nothing' },
    });
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`t${index}.txt`, encode('text')]));
    const fault = faultOf(() => open(zipped(many)));
    expect([fault?.code, fault?.values['found']]).toEqual(['keras-no-config', expect.stringContaining('and 2 more')]);
    const more = zip(Array.from({ length: LIMITS.partsInZip + 1 }, (_, index) => ({ name: `t${index}` })));
    expect(faultOf(() => open(strictSource('m.zip', more)))?.code).toBe('zip-too-many');
  });

  test.each<[string, string]>([
    ['null', 'null'],
    ['[1]', 'a list'],
    ['3', 'a number'],
  ])('a configuration that is %s says so', (content, found) => {
    const parts = { 'metadata.json': encode('{}'), 'config.json': encode(content), 'model.weights.h5': WEIGHTS };
    expect(faultOf(() => open(zipped(parts)))).toMatchObject({ code: 'keras-config-invalid', values: { found } });
  });

  test('a zip without a model beside another file is told by its kind', () => {
    expect(faultOf(() => open(zipped({ 'a.txt': encode('a') }), strictSource('b.h5', WEIGHTS)))?.code).toBe('format-unknown');
  });

  test('a member that is not there is damage, not a fault of ours', () => {
    expect(faultOf(() => openZip(strictSource('x.zip', zip([{ name: 'a' }]))).open('b'))?.code).toBe('zip-damaged');
  });

  test('members that claim more together than is read', () => {
    const claims = (count: number): Uint8Array =>
      zip(Array.from({ length: count }, (_, index) => ({ name: `m${index}`, method: 8, declared: LIMITS.zipMemberBytes })));
    const fault = faultOf(() => openZip({ ...strictSource('x.zip', claims(3)) }));
    expect(['zip-bomb', 'zip-size']).toContain(fault?.code);
  });
});

describe('sources', () => {
  test('pages are kept up to 64, and every read gives the bytes of the file', () => {
    const bytes = new Uint8Array(70 * 65_536).map((_, index) => (index * 7 + (index >> 16)) & 255);
    let reads = 0;
    const source = strictSource('x', bytes);
    const paged = pagedSource({ ...source, read: (offset, length) => ((reads += 1), source.read(offset, length)) });
    for (const round of [0, 1])
      for (let page = 0; page < 70; page++)
        expect([...paged.read(page * 65_536 + round, 3)]).toEqual([...source.read(page * 65_536 + round, 3)]);
    expect(reads).toBe(140);
    paged.read(69 * 65_536, 3);
    expect(reads).toBe(140);
  });

  test('a file beyond the largest size is refused before it is read', () => {
    const source = { name: 'x.bin', size: LIMITS.fileBytes + 1, read: () => new Uint8Array(0) };
    expect(faultOf(() => recognise(source))?.code).toBe('file-too-big');
  });

  test('a model and arrays open from buffers as from files', () => {
    const source = fixture('seed_t1_keras.keras');
    expect(open(bufferSource('m.keras', source.read(0, source.size))).format).toBe('keras-v3');
  });
});
