import { zipSync, type Zippable } from 'fflate';
import { describe, expect, test } from 'vitest';
import { arrayBytes, arraySource, expectedArrays, shownArrays } from '../../../fixtures/arrays/files.ts';
import { faultOf, strictSource } from '../../../fixtures/read/files.ts';
import { openModelFiles } from '../index.ts';

const one = arrayBytes('one.npy');
const note = new TextEncoder().encode('epoch 3');
const opened = (members: Zippable) => openModelFiles([strictSource('w.npz', zipSync(members))]);
const npz = (name: string) => openModelFiles([arraySource(name)]);
const pathsOf = (file: ReturnType<typeof opened>): readonly string[] => (file.groups[0]?.tensors ?? []).map(({ path }) => path);

describe('.npz as NumPy writes it', () => {
  test('np.savez: stored members in numbered order, with the zip64 fields of NumPy 2', () => {
    const file = npz('list.npz');
    const { weights, odd } = expectedArrays;
    expect([file.format, file.config, file.groups.length, file.warnings]).toEqual(['npz', null, 1, []]);
    expect(pathsOf(file)).toEqual([...weights, ...odd].map((_, index) => `arr_${index}`));
    const tensors = file.groups[0]?.tensors ?? [];
    expect(shownArrays(tensors)).toEqual([...weights, ...odd.map(({ shape, data }) => ({ shape, data }))]);
    expect(tensors.slice(weights.length).map(({ dtype }) => dtype)).toEqual(odd.map(({ dtype }) => dtype));
  });

  test('np.savez_compressed with names: deflated members, keys in the order in which they were given', () => {
    const file = npz('named.npz');
    expect(pathsOf(file)).toEqual(expectedArrays.names);
    expect(shownArrays(file.groups[0]?.tensors ?? [])).toEqual(expectedArrays.weights);
  });

  test('members that a packer sorted by name count upwards again', () => {
    const names = Array.from({ length: 12 }, (_, index) => `arr_${index}`);
    const sorted = Object.fromEntries([...names].sort().map((name) => [`${name}.npy`, one]));
    expect(pathsOf(opened(sorted))).toEqual(names);
    expect(pathsOf(opened({ 'b_2.npy': one, 'a_1.npy': one }))).toEqual(['b_2', 'a_1']);
  });

  test('members of objects are read as data, alone or in dictionaries', () => {
    const object = npz('object.npz');
    expect(pathsOf(object)).toEqual(expectedArrays.weights.map((_, index) => String(index)));
    expect(shownArrays(object.groups[0]?.tensors ?? [])).toEqual(expectedArrays.weights);
    expect(pathsOf(opened({ 'a.npy': arrayBytes('np2_object.npy'), 'b.npy': one })).slice(-2)).toEqual(['a/7', 'b']);
    expect(pathsOf(npz('store.npz'))).toEqual(['layers/dense/vars/0', 'layers/dense/vars/1']);
  });

  test('a lone .npy is one array', () => {
    const file = npz('one.npy');
    expect([file.format, pathsOf(file), shownArrays(file.groups[0]?.tensors ?? [])]).toEqual(['npy', ['0'], [expectedArrays.weights[0]]]);
  });
});

describe('what is read when', () => {
  test('headers and no numbers at first, then one array and its checksum', () => {
    const large = new Uint8Array(one.length - 96 + 4_000_000);
    large.set(one.subarray(0, one.length - 96));
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000, 1000), }";
    large.set(new TextEncoder().encode(header.padEnd(117)), 10);
    const bytes = zipSync({ 'a.npy': [large, { level: 0 }], 'b.npy': [large, { level: 0 }] });
    let read = 0;
    const source = {
      ...strictSource('w.npz', bytes),
      read: (at: number, length: number) => ((read += length), bytes.subarray(at, at + length)),
    };
    const tensors = openModelFiles([source]).groups[0]?.tensors ?? [];
    expect(tensors.map(({ shape }) => shape)).toEqual([
      [1000, 1000],
      [1000, 1000],
    ]);
    expect(read).toBeLessThan(600_000);
    tensors[1]?.load();
    expect(read).toBeLessThan(600_000 + 2 * large.length);
  });

  test('a changed number is found when its array is loaded', () => {
    const bytes = zipSync({ 'a.npy': [one, { level: 0 }] });
    const at = bytes.findIndex((_, index) => index > 140 && index < 220);
    bytes[at + 60] = (bytes[at + 60] ?? 0) ^ 1;
    const [tensor] = openModelFiles([strictSource('w.npz', bytes)]).groups[0]?.tensors ?? [];
    expect(faultOf(() => tensor?.load())).toMatchObject({ code: 'zip-crc', where: 'w.npz/a.npy', values: { member: 'a.npy' } });
  });
});

describe('bad .npz', () => {
  test('a member that is no array is left out with a note', () => {
    const file = opened({ 'arr_0.npy': one, 'note.txt': note, empty: new Uint8Array() });
    expect([pathsOf(file), file.leftovers]).toEqual([['arr_0'], ['note.txt', 'empty']]);
    expect(file.warnings).toMatchObject([
      { code: 'npz-member', where: 'w.npz/note.txt', values: { member: 'note.txt', found: 'a text file' } },
      { code: 'npz-member', where: 'w.npz/empty', values: { member: 'empty', found: 'empty' } },
    ]);
  });

  test.each<[string, string, string, Zippable]>([
    ['a .npy member that is something else', 'npy-header', 'w.npz/a.npy', { 'a.npy': note }],
    ['a member cut in its header', 'npy-length', 'w.npz/a.npy', { 'a.npy': one.slice(0, 20) }],
    ['a member cut in its numbers', 'npy-length', 'w.npz/a.npy', { 'a.npy': one.slice(0, -1) }],
    ['a member with more numbers', 'npy-length', 'w.npz/a.npy', { 'a.npy': Uint8Array.from([...one, 0]) }],
    ['a member of objects that would run Python', 'npy-pickle', 'w.npz/a.npy', { 'a.npy': foreignObject() }],
  ])('%s is %s', (_, code, where, members) => {
    expect(faultOf(() => opened(members))).toMatchObject({ code, where });
  });
});

/** An object .npy whose body calls `os.system`. */
function foreignObject(): Uint8Array {
  const header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }".padEnd(117) + '\n';
  const text = `${header}cos\nsystem\n(S'ls'\ntR.`;
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0, ...new TextEncoder().encode(text)]);
}
