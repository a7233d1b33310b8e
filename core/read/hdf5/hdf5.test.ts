import { describe, expect, test } from 'vitest';
import { codeOf, fixture, fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import { openModelFiles } from '../index.ts';
import {
  type H5Object,
  attributesOf,
  datasetTensor,
  findObject,
  findSuperblock,
  linksOf,
  openRoot,
  openSuperblock,
  walkObjects,
} from './index.ts';

interface Expected {
  h5: Record<string, number[]> & { lists: string[][] };
}

function root(bytes: Uint8Array): H5Object {
  const source = strictSource('x.h5', bytes);
  return openRoot(openSuperblock(source, findSuperblock(source) ?? 0));
}

function dataset(file: H5Object, name: string): H5Object {
  const found = findObject(file, name);
  if (found === null) throw new Error(`no ${name}`);
  return found;
}

describe('numbers and texts as h5py writes them', () => {
  const expected = JSON.parse(new TextDecoder().decode(fixtureBytes('expected.json'))) as Expected;
  const file = root(fixtureBytes('dtypes.h5'));
  const { lists, ...arrays } = expected.h5;

  test.each(Object.entries(arrays))('%s has the values of NumPy', (name, values) => {
    expect([...datasetTensor(dataset(file, name), name, 'x').load().data]).toEqual(values);
  });

  test('float64 stays float64, other floats become float32, integers Int32Array', () => {
    const load = (name: string): string => datasetTensor(dataset(file, name), name, 'x').load().data.constructor.name;
    expect(['le_f8', 'be_f2', 'bfloat16', 'u1', 'le_i8'].map(load)).toEqual([
      'Float64Array',
      'Float32Array',
      'Float32Array',
      'Int32Array',
      'Int32Array',
    ]);
  });

  test('scalars and empty arrays keep their shape', () => {
    expect(datasetTensor(dataset(file, 'scalar'), 's', 'x').load()).toEqual({ shape: [], data: Float32Array.of(2.5) });
    expect(datasetTensor(dataset(file, 'empty'), 'e', 'x').load()).toEqual({ shape: [0, 4], data: new Float32Array(0) });
  });

  test('lists of texts are read in each form, an attribute of a foreign type harms no other', () => {
    expect(['names_vlen', 'names_fixed', 'names_none'].map((name) => attributesOf(file).get(name)?.strings())).toEqual(lists);
    expect(codeOf(() => attributesOf(file).get('odd')?.strings())).toBe('h5-attr');
  });

  test.each([
    ['compound', 'h5-dtype'],
    ['unwritten_large', 'h5-too-big'],
  ])('%s is refused as %s', (name, code) => {
    expect(codeOf(() => datasetTensor(dataset(file, name), name, 'x'))).toBe(code);
  });
});

describe('damaged and hostile structure', () => {
  const edited = (edit: (bytes: Uint8Array) => void): Uint8Array => {
    const bytes = fixtureBytes('legacy_missing.h5');
    edit(bytes);
    return bytes;
  };
  test.each<[string, string, Uint8Array]>([
    ['superblock version 9', 'h5-version', edited((bytes) => bytes.fill(9, 8, 9))],
    ['offsets of 16 bytes', 'h5-offset-size', edited((bytes) => bytes.fill(16, 13, 14))],
    ['offsets of 3 bytes', 'h5-offset-size', edited((bytes) => bytes.fill(3, 13, 14))],
    ['an end of file past the file', 'h5-truncated', edited((bytes) => bytes.fill(1, 43, 44))],
    ['one byte missing', 'h5-truncated', edited(() => undefined).slice(0, -1)],
    ['a root that lies past the end', 'h5-damaged', edited((bytes) => bytes.fill(1, 69, 70))],
    ['a tree node without its signature', 'h5-damaged', edited((bytes) => bytes.fill(0x78, 136, 140))],
  ])('%s is %s', (_, code, bytes) => {
    expect(codeOf(() => openModelFiles([strictSource('x.h5', bytes)]))).toBe(code);
  });

  test('a global heap whose object has size 0 ends, and is refused', () => {
    const bytes = fixtureBytes('legacy_missing.h5');
    const at = new TextDecoder('latin1').decode(bytes).indexOf('GCOL');
    expect(at).toBeGreaterThan(0);
    bytes.fill(0, at + 24, at + 32);
    expect(codeOf(() => openModelFiles([strictSource('x.h5', bytes)]))).toBe('h5-damaged');
  });

  test('a tree node that is its own child is refused', () => {
    const bytes = fixtureBytes('legacy_many.h5');
    const text = new TextDecoder('latin1').decode(bytes);
    const view = new DataView(bytes.buffer);
    let node = text.indexOf('TREE');
    while (node >= 0 && bytes[node + 5] === 0) node = text.indexOf('TREE', node + 4);
    expect(node).toBeGreaterThan(0);
    view.setBigUint64(node + 32, BigInt(node), true);
    expect(codeOf(() => openModelFiles([strictSource('x.h5', bytes)]))).toBe('h5-damaged');
  });

  test('a group that holds the root is refused as a ring, 70 nested groups as too deep', () => {
    expect(codeOf(() => [...walkObjects(root(fixtureBytes('ring.h5')))])).toBe('h5-cycle');
    expect(codeOf(() => [...walkObjects(root(fixtureBytes('deep.h5')))])).toBe('h5-depth');
  });

  test('names of a tree of two levels come in its order', () => {
    const names = [...linksOf(dataset(root(fixtureBytes('legacy_many.h5')), 'model_weights')).keys()];
    expect(names).toHaveLength(300);
    expect(names).toEqual([...names].sort());
  });

  test('a read gets what the source gives, by range: the whole file is never asked for', () => {
    const source = fixture('legacy_many.h5');
    let largest = 0;
    const watched = {
      ...source,
      read: (offset: number, length: number) => ((largest = Math.max(largest, length)), source.read(offset, length)),
    };
    expect(codeOf(() => openModelFiles([watched]))).toBe('none');
    expect(largest).toBeLessThanOrEqual(65_536);
  });
});
