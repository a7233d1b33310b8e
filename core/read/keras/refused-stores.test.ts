import { describe, expect, test } from 'vitest';
import { faultOf, fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import { text, zip } from '../../../fixtures/read/zip-maker.ts';
import { type StoredTensor, storedTensor } from '../../tensor/index.ts';
import { type H5GroupSpec, writeHdf5 } from '../../write/hdf5/write-hdf5.ts';
import { type ByteSource, openModelFiles } from '../index.ts';

const array: StoredTensor = storedTensor('made', 'made', { shape: [1, 2], data: Float32Array.of(1, 2) });
const group = (path: string, arrays: readonly string[] = [], attributes: Readonly<Record<string, string>> = {}): H5GroupSpec => ({
  path: path === '' ? [] : path.split('/'),
  attributes,
  arrays: arrays.map((name) => [name, array]),
});
const file = (name: string, ...groups: readonly H5GroupSpec[]): ByteSource => strictSource(name, writeHdf5(groups));
const open = (...sources: readonly ByteSource[]) => openModelFiles(sources);

describe('a store of Keras 3 whose variables are not what they should be', () => {
  test.each([
    ['one is missing', group('layers/dense/vars', ['0', '2']), '/layers/dense/vars', 'layers/dense/vars/1', 'only "0", "2" are there'],
    [
      'one has a name',
      group('layers/dense/vars', ['0', 'bias']),
      '/layers/dense/vars',
      '/layers/dense/vars/bias',
      'variables are numbered',
    ],
    ['one counts with a zero', group('layers/dense/vars', ['00']), '/layers/dense/vars', '/layers/dense/vars/00', 'variables are numbered'],
    ['one is a group', group('layers/dense/vars/0'), '/layers/dense/vars', '/layers/dense/vars/0', 'it holds no array'],
  ])('%s', (_, spec, where, weight, reason) => {
    expect(faultOf(() => open(file('m.weights.h5', spec)))).toMatchObject({
      code: 'h5-missing-weight',
      where: `m.weights.h5, ${where}`,
      values: { weight, reason },
    });
  });
});

describe('shards', () => {
  const index = (map: unknown): ByteSource => strictSource('w.weights.json', text(JSON.stringify({ metadata: {}, weight_map: map })));
  const [first, second] = ['w_00000.weights.h5', 'w_00001.weights.h5'];
  const both = index({ '/layers/dense/vars': [first, second] });

  test('hold the arrays of one layer together', () => {
    const { groups } = open(both, file(first, group('layers/dense/vars', ['0'])), file(second, group('layers/dense/vars', ['1'])));
    expect(groups.map(({ name, tensors }) => [name, tensors.map(({ source }) => source)])).toEqual([['layers/dense', [first, second]]]);
  });

  test('may not hold one array twice', () => {
    const part = group('layers/dense/vars', ['0']);
    expect(faultOf(() => open(both, file(first, part), file(second, part)))).toMatchObject({
      code: 'h5-missing-weight',
      where: 'w.weights.json',
      values: { weight: `${second}:/layers/dense/vars/0`, reason: 'it stands in two shards' },
    });
  });

  test('must be HDF5', () => {
    expect(
      faultOf(() => open(both, file(first, group('layers/dense/vars', ['0'])), strictSource(second, text('404: Not Found')))),
    ).toMatchObject({
      code: 'format-unknown',
      where: second,
    });
  });

  test.each([[7], [null], [['w_00000.weights.h5', {}]], ['..'], ['']])('named %j are refused', (name) => {
    expect(faultOf(() => open(index({ '/layers/dense/vars': name }), file(first, group('layers/dense/vars', ['0']))))).toMatchObject({
      code: 'shard-name',
      where: 'w.weights.json',
    });
  });
});

describe('HDF5 by layer names', () => {
  test('a configuration without weights has no arrays', () => {
    const model = open(file('m.h5', group('', [], { model_config: '{"class_name": "Sequential", "config": []}' })));
    expect([model.format, model.config, model.groups, model.producer.version]).toEqual([
      'keras-legacy',
      { class_name: 'Sequential', config: [] },
      [],
      null,
    ]);
  });

  test('a layer that is listed twice is refused', () => {
    const spec = [group('', [], { layer_names0: 'lstm', layer_names1: 'lstm' }), group('lstm', ['kernel'], { weight_names: 'kernel' })];
    expect(faultOf(() => open(file('w.h5', ...spec)))).toMatchObject({
      code: 'h5-missing-weight',
      where: 'w.h5, /',
      values: { weight: 'lstm', reason: 'it is listed twice' },
    });
  });

  test('a version that is an empty list is refused by the name of its attribute', () => {
    const bytes = writeHdf5([group('', [], { layer_names: 'lstm', keras_version: '2.9.0' }), group('lstm')]);
    // A dataspace of version 2 that holds nothing, in place of the single value: behind the name, padded to 8, and a type of 24 bytes.
    bytes.set([2, 0, 0, 2], new TextDecoder('latin1').decode(bytes).indexOf('keras_version\0') + 16 + 24);
    expect(faultOf(() => open(strictSource('w.h5', bytes)))).toMatchObject({
      code: 'h5-attr',
      where: 'w.h5, /, attribute "keras_version"',
      values: { reason: 'it is empty' },
    });
  });
});

describe('a .keras', () => {
  test('without weights names what is in it, the first eight of many', () => {
    const assets = Array.from({ length: 9 }, (_, index) => ({ name: `assets/${index}` }));
    expect(faultOf(() => open(strictSource('m.keras', zip([{ name: 'config.json', content: text('{}') }, ...assets]))))).toMatchObject({
      code: 'keras-no-weights',
      where: 'm.keras',
      values: {
        found: `"config.json", ${assets
          .slice(0, 7)
          .map(({ name }) => `"${name}"`)
          .join(', ')} and 2 more`,
      },
    });
  });

  test('whose config.json is larger than any configuration is refused before it is parsed', () => {
    const content = new Uint8Array(2 ** 26 + 1).fill(0x20);
    const bytes = zip([
      { name: 'config.json', content },
      { name: 'model.weights.h5', content: fixtureBytes('store.weights.h5') },
    ]);
    expect(faultOf(() => open(strictSource('m.keras', bytes)))).toMatchObject({
      code: 'json-size',
      where: 'm.keras/config.json',
      values: { found: '67.1 MB', limit: '67.1 MB' },
    });
  });
});
