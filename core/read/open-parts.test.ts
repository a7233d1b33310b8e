import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { codeOf, faultOf, fixtureBytes } from '../../fixtures/read/files.ts';
import { bufferSource, type ByteSource, openModelFiles, type WeightFile } from './index.ts';

const keras = fixtureBytes('../dialects/k3-wrapped.keras');
const members = unzipSync(keras);
const architecture = fixtureBytes('../dialects/k3-wrapped.json');
const weights = fixtureBytes('../dialects/k3-wrapped.weights.h5');

const file = (name: string, bytes: Uint8Array): ByteSource => bufferSource(name, bytes);
const zip = (content: Zippable): ByteSource => file('packed.zip', zipSync(content, { level: 6 }));
const facts = ({ format, producer, config, groups, warnings }: WeightFile): unknown => ({
  format,
  version: producer.version,
  hasConfig: config !== null,
  arrays: groups.reduce((count, group) => count + group.tensors.length, 0),
  warnings: warnings.map((warning) => warning.code),
});

describe('an architecture and its weights', () => {
  const whole = { format: 'keras-v3-weights', version: '3.x', hasConfig: true, arrays: 20, warnings: [] };

  test('open together in either order, whatever their names', () => {
    expect(facts(openModelFiles([file('a', architecture), file('b', weights)]))).toEqual(whole);
    expect(facts(openModelFiles([file('b', weights), file('a', architecture)]))).toEqual(whole);
  });

  test('open from a zip that somebody packed, whatever else it holds', () => {
    const packed = zip({
      'my model/': new Uint8Array(0),
      'my model/README.md': strToU8('a note'),
      'my model/model.json': architecture,
      'my model/model.weights.h5.bak': weights,
      '__MACOSX/my model/._model.json': Uint8Array.of(1, 2, 3),
    });
    expect(facts(openModelFiles([packed]))).toEqual({ ...whole, warnings: ['files-ignored'] });
  });

  test('an architecture alone asks for its weights and says what it is', () => {
    expect(faultOf(() => openModelFiles([file('model.json', architecture)]))).toMatchObject({
      code: 'config-without-weights',
      where: 'model.json',
      values: { layers: 'InputLayer, Bidirectional(LSTM), TimeDistributed(Dense), RNN, Bidirectional(SimpleRNN), Dense' },
    });
  });

  test('an architecture with two files of weights is not settled by guessing', () => {
    const three = [file('m.json', architecture), file('a.h5', weights), file('b.h5', weights)];
    expect(faultOf(() => openModelFiles(three))).toMatchObject({ code: 'files-not-together', where: 'm.json' });
  });

  test('two architectures are refused', () => {
    expect(codeOf(() => openModelFiles([file('a.json', architecture), file('b.json', architecture)]))).toBe('files-not-together');
  });
});

describe('the files of an unzipped .keras', () => {
  const parts = Object.entries(members).map(([name, bytes]) => file(name, bytes));

  test('are the model that the zip is, in any order', () => {
    const folder = openModelFiles([...parts].reverse());
    const packed = openModelFiles([file('model.keras', keras)]);
    expect(facts(folder)).toEqual(facts(packed));
    expect(facts(folder)).toMatchObject({ format: 'keras-v3', version: '3.15.1', hasConfig: true });
    expect(folder.savedAt).toBe(packed.savedAt);
  });
});

describe('zips', () => {
  test('one level around a model opens', () => {
    const inside = openModelFiles([zip({ 'models/model.keras': keras })]);
    expect(facts(inside)).toEqual(facts(openModelFiles([file('model.keras', keras)])));
  });

  test('a zip in a zip in a zip is refused', () => {
    const once = zipSync({ 'model.keras': keras });
    expect(codeOf(() => openModelFiles([zip({ 'inner.zip': once })]))).toBe('zip-nested');
  });

  test('one without a model says what it holds', () => {
    expect(faultOf(() => openModelFiles([zip({ 'a.txt': strToU8('a'), 'b.txt': strToU8('b') })]))).toMatchObject({
      code: 'keras-no-config',
      where: 'packed.zip',
      values: { found: '"a.txt", "b.txt"' },
    });
  });

  test('more files than any model has are refused before one is read', () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`shard-${index}.bin`, Uint8Array.of(index)]));
    expect(codeOf(() => openModelFiles([zip(many)]))).toBe('zip-too-many');
  });
});

test('of several models the first is opened, and the others are named', () => {
  const opened = openModelFiles([file('first.keras', keras), file('second.keras', keras), file('notes.txt', strToU8('hello'))]);
  expect(opened.warnings).toMatchObject([
    { code: 'files-ignored', values: { file: 'first.keras', ignored: '"second.keras", "notes.txt"' } },
  ]);
});
