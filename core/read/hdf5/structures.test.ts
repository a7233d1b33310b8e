import { describe, expect, test } from 'vitest';
import { faultOf, fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import { seal, sealedStructures } from '../../../fixtures/read/hdf5-seal.ts';
import { openZip } from '../zip/index.ts';
import { attributesOf, datasetTensor, findObject, inspectHdf5, linksOf, openRoot, openSuperblock, walkObjects } from './index.ts';
import { metadataChecksum } from './metadata-checksum.ts';

const zips = ['hostile.h5.zip', 'random.h5.zip'].map((name) => openZip(strictSource(name, fixtureBytes(name))));

function member(name: string): Uint8Array {
  const zip = zips.find(({ names }) => names.includes(name));
  if (zip === undefined) return fixtureBytes(name);
  const source = zip.open(name);
  return source.read(0, source.size).slice();
}

const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
const u16 = (value: number): number[] => [value & 255, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];
const u64 = (value: number): number[] => [...u32(value >>> 0), ...u32(Math.floor(value / 2 ** 32))];
const ascii = (text: string): number[] => [...new TextEncoder().encode(text)];
const UNDEFINED = new Array<number>(8).fill(255);

/** Where a pattern stands for the n-th time. */
function find(bytes: Uint8Array, pattern: readonly number[] | string, nth = 0): number {
  const text = latin1(bytes);
  const wanted = typeof pattern === 'string' ? pattern : String.fromCharCode(...pattern);
  let at = text.indexOf(wanted);
  for (let count = 0; count < nth && at >= 0; count++) at = text.indexOf(wanted, at + 1);
  if (at < 0) throw new Error('the pattern does not stand in the file');
  return at;
}

/** One change: bytes written at an offset from a pattern. */
type Change = (bytes: Uint8Array) => void;
const put =
  (pattern: readonly number[] | string, offset: number, content: readonly number[], nth = 0): Change =>
  (bytes) => {
    bytes.set(content, find(bytes, pattern, nth) + offset);
  };

/** A file of the zips, changed; whatever has a checksum has the right one again. */
function changed(name: string, ...changes: readonly Change[]): Uint8Array {
  const bytes = member(name);
  const sealed = sealedStructures(bytes, 20);
  for (const change of changes) change(bytes);
  for (const structure of sealed) seal(bytes, structure);
  return bytes;
}

/** Everything that a file holds: `/x` and its attributes first, then all objects. */
function readAll(bytes: Uint8Array): number[] {
  const source = strictSource('x.h5', bytes);
  inspectHdf5(source);
  const root = openRoot(openSuperblock(source, 0));
  const [first = 'x'] = linksOf(root).has('x') ? ['x'] : linksOf(root).keys();
  const found = findObject(root, first);
  if (found === null) throw new Error('no dataset');
  for (const attribute of attributesOf(found).values()) if (attribute.facts().textBytes !== null) attribute.strings();
  const numbers = found.kind === 'dataset' ? [...datasetTensor(found, '/x', 'x.h5').load().data] : [];
  for (const object of walkObjects(root)) attributesOf(object);
  return numbers;
}

/** A node of a tree of chunks. */
const CHUNK_TREE = [...ascii('TREE'), 1];
/** The fill value 7.5, behind its length. */
const FILL = [...u32(4), 0, 0, 0xf0, 0x40];
const counting = Array.from({ length: 32 }, (_, index) => index + 1);

/** Change, file, what the refusal says. All are `h5-damaged` unless another code stands last. */
type Case = readonly [what: string, name: string, changes: readonly Change[], words: string, code?: string];

function refusedAs(cases: readonly Case[]): void {
  for (const [what, name, changes, words, code = 'h5-damaged'] of cases)
    test(what, () => {
      const fault = faultOf(() => readAll(changed(name, ...changes)));
      expect([fault?.code, fault?.message]).toEqual([code, expect.stringContaining(words)]);
    });
}

test('a checksum is that of lookup3', () => {
  // Source: driver5 of lookup3.c.
  expect(metadataChecksum(new Uint8Array(0))).toBe(0xdeadbeef);
  expect(metadataChecksum(Uint8Array.from(ascii('Four score and seven years ago')))).toBe(0x17770551);
});

describe('sound files of rare forms', () => {
  test.each(['grid.h5', 'shuffle.h5', 'implicit.h5', 'committed.h5', 'pairs-earliest.h5', 'pairs-latest.h5', 'long-name.h5'])(
    '%s',
    (name) => {
      expect(readAll(member(name))).toEqual(counting);
    },
  );

  test('a fill value stands where nothing was written', () => {
    expect(readAll(member('fill.h5'))).toEqual(new Array(32).fill(7.5));
  });

  test('a fill value said not to be defined is zero', () => {
    expect(readAll(changed('fill.h5', put(FILL, -1, [0])))).toEqual(new Array(32).fill(0));
  });

  test('attributes in tables below tables of a heap, and beside it', () => {
    const found = findObject(openRoot(openSuperblock(strictSource('x.h5', member('heap.h5')), 0)), 'x');
    const texts = found === null ? new Map<string, never>() : attributesOf(found);
    expect(texts.size).toBe(521);
    for (let index = 0; index < 520; index++)
      expect(texts.get(`a${index}`)?.strings()).toEqual([`${index} `.repeat(Math.floor(3000 / `${index} `.length))]);
    expect(texts.get('huge')?.strings()).toEqual(['h'.repeat(70_000)]);
  });

  test('texts padded with spaces end before them; an unknown padding is that of zeros', () => {
    const fixed = (padding: number): readonly string[] | undefined => {
      const bytes = changed('pairs-earliest.h5', put([0x13, 1, 0, 0, ...u32(4)], 1, [padding]));
      const found = findObject(openRoot(openSuperblock(strictSource('x.h5', bytes), 0)), 'x');
      return found === null ? undefined : attributesOf(found).get('fixed')?.strings();
    };
    expect([1, 2, 5].map(fixed)).toEqual([['ab  '], ['ab'], ['ab  ']]);
  });

  test('an attribute of bytes holds no text', () => {
    const found = findObject(openRoot(openSuperblock(strictSource('x.h5', member('pairs-earliest.h5')), 0)), 'x');
    const fault = faultOf(() => (found === null ? null : attributesOf(found).get('opaque')?.strings()));
    expect([fault?.code, fault?.message]).toEqual(['h5-attr', expect.stringContaining('it holds opaque')]);
  });

  test.each([
    ['fixed-pages.h5', 'FAHD', 16],
    ['extensible-blocks.h5', 'EAHD', 60],
  ])('%s without a block holds fill values only', (name, signature, offset) => {
    const numbers = readAll(changed(name, put(signature, offset, UNDEFINED)));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.every((value) => value === 0)).toBe(true);
  });

  test('a tree of chunks without a root holds none', () => {
    const numbers = readAll(changed('tree-v2.h5', put('BTHD', 16, UNDEFINED)));
    expect(numbers.every((value) => value === 0) && numbers.length > 0).toBe(true);
  });
});

describe('what a file may spend is counted', () => {
  test.each([
    ['objects', 'h5-too-many'],
    ['stringBytes', 'h5-attr'],
    ['textBytes', 'h5-attr'],
  ] as const)('%s', (kind, code) => {
    const file = openSuperblock(strictSource('x.h5', member('pairs-earliest.h5')), 0);
    file.budget[kind] = 1;
    const fault = faultOf(() => {
      for (const object of walkObjects(openRoot(file))) attributesOf(object).get('texts')?.strings();
    });
    expect(fault?.code).toBe(code);
  });
});

/** The second child of an inner node becomes the first once more: 25 records of 24 bytes, then children of 9 bytes. */
const repeatChild: Change = (bytes) => {
  const first = find(bytes, 'BTIN') + 6 + 25 * 24;
  bytes.copyWithin(first + 9, first, first + 9);
};

/** A tree node of level 1 that lists itself. */
const ownChild: Change = (bytes) => {
  const at = find(bytes, CHUNK_TREE);
  bytes.set([1, 1, 0], at + 5); // level 1, one child
  bytes.set(u64(at), at + 56);
};

describe('trees and indexes of chunks that lie', () => {
  refusedAs([
    ['a tree of another type', 'grid.h5', [put(CHUNK_TREE, 4, [2])], 'is of type 2, not 1'],
    ['a node that is its own child', 'grid.h5', [ownChild], 'reaches one node twice'],
    ['levels that do not fall by one', 'tree-v1.h5', [put([...CHUNK_TREE, 1], 5, [2])], 'is of level 0, not 1'],
    ['a chunk off the grid', 'grid.h5', [put(CHUNK_TREE, 72, u64(1))], 'begins at element 1 of an axis that is cut every 3'],
    ['a chunk twice', 'grid.h5', [put(CHUNK_TREE, 72, u64(0))], 'chunk 0 is listed twice'],
    ['a chunk past the end', 'grid.h5', [put(CHUNK_TREE, 56, u64(4150))], 'reaches past the end of the file'],
    ['no index, and no limit', 'implicit.h5', [put([...u64(12), ...u64(4)], 8, UNDEFINED)], 'may grow without a limit'],
    ['sizes of 9 bytes', 'implicit.h5', [put([4, 2, 0, 3, 1], 4, [9])], 'the sizes of its chunks take 9 bytes each'],
    ['an array with too few places', 'fixed-pages.h5', [put('FAHD', 8, u64(2048))], 'has only 2048 places'],
    ['two growing axes', 'extensible-second-axis.h5', [put([...u64(9), ...UNDEFINED], 0, UNDEFINED)], 'one growing axis, and it has more'],
    ['a leaf twice', 'tree-v2.h5', [repeatChild], 'a tree reaches one node twice'],
  ]);

  test('what lies behind the last block of an array was never written', () => {
    const shorten: Change = (bytes) => {
      const start = find(bytes, 'EAIB');
      bytes.fill(255, start + 46, start + 94); // no data block
      seal(bytes, { start, end: start + 94 });
    };
    const whole = readAll(member('extensible-blocks.h5'));
    const chunk = whole.length / 5000;
    const numbers = readAll(changed('extensible-blocks.h5', put('EAHD', 7, [0, 4, 1]), shorten));
    // Four elements stand in the index itself.
    expect(numbers).toEqual(whole.map((value, index) => (index < 4 * chunk ? value : 0)));
  });
});

describe('heaps that lie', () => {
  refusedAs([
    ['a tree of attributes of another type', 'heap.h5', [put('BTHD', 5, [9], 1)], 'its tree of attributes is of type 9, not 8'],
    [
      'a million attributes, told before the first is read',
      'heap.h5',
      [put('BTHD', 26, u64(1_000_000), 1)],
      'more than 100000',
      'h5-too-many',
    ],
    [
      'a million links, told before the first is read',
      'links-sound.h5',
      [put('BTHD', 26, u64(1_000_000))],
      'more than 100000',
      'h5-too-many',
    ],
    ['large objects in another form', 'heap.h5', [put('BTHD', 5, [3])], 'listed in form 3', 'h5-unsupported'],
    ['a large object that is not listed', 'heap.h5', [put('BTLF\0\x01', 22, u64(7))], 'object 1 is missing in its heap'],
    ['a block in another place', 'heap.h5', [put('FRHP', 9, [0]), put('FHDB', 13, [1])], 'stands in the wrong place'],
    ['an object of a global heap twice', 'pairs-earliest.h5', [put([...u64(2), ...u64(3)], 0, u16(1))], 'object 1 stands in it twice'],
    ['a name without an end', 'longest-name.h5', [], 'a name has no end'],
  ]);

  test('a large object that declares more than is read', () => {
    const bytes = new Uint8Array(100 << 20);
    bytes.set(changed('heap.h5', put('BTLF\0\x01', 14, u64(65 << 20))));
    const source = strictSource('x.h5', bytes);
    const found = findObject(openRoot(openSuperblock(source, 0)), 'x');
    const fault = faultOf(() => (found === null ? null : attributesOf(found)));
    expect([fault?.code, fault?.message]).toEqual(['h5-attr', expect.stringContaining('it declares 68.2 MB')]);
  });
});

describe('messages and links that lie', () => {
  const GROUP_TREE = [...ascii('TREE'), 0];
  const CONTIGUOUS = [3, 1, ...UNDEFINED];
  refusedAs([
    ['a fill value of another size', 'fill.h5', [put(FILL, 0, [2, 0, 0, 0, 1])], 'its fill value takes 2 bytes, an element 4'],
    ['filters of an unknown version', 'shuffle.h5', [put([1, 1, 0, 0, 0, 0, 0, 0, 2, 0], 0, [9])], 'its filters have version 9'],
    ['a shuffle of nothing', 'shuffle.h5', [put([2, 0, 8, 0, 1, 0, 1, 0], 6, [0])], 'does not say for which size'],
    ['an old layout of an unknown class', 'fill.h5', [put(CONTIGUOUS, 0, [1, 2, 7])], 'is of class 7; 0 to 2 are known'],
    ['numbers past the end', 'fill.h5', [put(CONTIGUOUS, 2, u64(1390))], 'reach past the end of the file'],
    ['two attributes of one name', 'pairs-earliest.h5', [put('bb\0', 0, ascii('aa'))], 'two attributes of one name'],
    ['a text of another size', 'pairs-earliest.h5', [put([0x19, 1, 1, 0, 16], 4, [12])], 'a variable-length string takes 12 bytes, not 16'],
    ['a shared message of an unknown version', 'committed.h5', [put([3, 0, 16, 0, 3], 8, [9])], 'a shared message has version 9'],
    ['a shared message that is shared again', 'committed.h5', [put([3, 0, 24, 0, 5], 4, [7])], 'is shared again'],
    ['two links of one name', 'pairs-earliest.h5', [put('w\0', 0, ascii('x'))], 'two links of one name'],
    ['two links of one name in a header', 'pairs-latest.h5', [put([1, 0, 1, 0x77], 3, ascii('x'))], 'two links of one name'],
    ['a link to nowhere', 'pairs-earliest.h5', [put('SNOD', 16, UNDEFINED)], 'entry 0 has no address'],
    ['a leaf of a group twice', 'pairs-earliest.h5', [put(GROUP_TREE, 6, [2]), put(GROUP_TREE, 48, u64(1072))], 'reaches one leaf twice'],
    ['levels of a group that do not fall', 'legacy_many.h5', [put([...GROUP_TREE, 1], 5, [2])], 'a tree node is of level 0, not 1'],
    ['a user-defined link', 'external-latest.h5', [put([1, 8, 64], 2, [65])], 'user-defined type 65', 'h5-unsupported'],
    ['a list of external files that is damaged', 'storage.h5', [put(u64(0x430), 0, u64(1400))], 'an external file', 'h5-external'],
  ]);
});
