import { inflateRawSync } from 'node:zlib';
import { deflateSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { codeOf, faultOf, fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import { type ByteSource, openModelFiles } from '../index.ts';
import { text, zip, type ZipMember as Member } from '../../../fixtures/read/zip-maker.ts';
import { isOwned } from '../byte-source.ts';
import { crc32 } from './crc32.ts';
import { openZip } from './index.ts';

const openAll = (source: ByteSource): void => {
  const zip = openZip(source);
  zip.names.forEach((name) => zip.open(name));
};
const open = (bytes: Uint8Array): void => openAll(strictSource('x.zip', bytes));

/** The same bytes from a host that inflates. Bounded as the hosts bound it. */
const withNative = (bytes: Uint8Array): ByteSource => ({
  ...strictSource('x.zip', bytes),
  inflate(deflated, limit) {
    try {
      return inflateRawSync(deflated, { maxOutputLength: Math.max(1, limit), chunkSize: Math.max(64, limit) });
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  },
});

describe('a sound zip', () => {
  test('stored and deflated members give their content', () => {
    const content = text('a text that repeats, '.repeat(900));
    const bytes = zip([{ name: 'a' }, { name: 'b/c', content, stored: deflateSync(content), method: 8 }]);
    for (const source of [strictSource('x', bytes), withNative(bytes)]) {
      const opened = openZip(source);
      expect(opened.names).toEqual(['a', 'b/c']);
      const member = opened.open('b/c');
      const read = member.read(0, member.size);
      expect([...read]).toEqual([...content]);
      // What a reader may keep is its own: two reads share nothing.
      if (isOwned(read)) read.fill(0);
      expect([...member.read(0, member.size)]).toEqual([...content]);
    }
  });

  test('what another program packs is read, folders are left out', () => {
    const opened = openZip(
      strictSource('x', zipSync({ 'one/two.txt': text('two'), one: {}, big: [new Uint8Array(100_000).fill(7), { level: 0 }] })),
    );
    expect(opened.names.map((name) => [name, opened.open(name).size])).toEqual([
      ['one/two.txt', 3],
      ['big', 100_000],
    ]);
  });

  test('the checksum of "123456789" is the published one, also in blocks', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926);
    expect(crc32(text('56789'), crc32(text('1234')))).toBe(0xcbf43926);
  });
});

describe('bad zips', () => {
  const zeros = new Uint8Array(3_000_000);
  const bomb = deflateSync(zeros);
  const one = { name: 'a' };
  test.each<[string, string, Uint8Array]>([
    ['no end record', 'zip-truncated', zip([one]).slice(0, -1)],
    ['a zero-filled tail', 'zip-truncated', zip([one]).fill(0, 20)],
    ['no members', 'zip-empty', zip([])],
    ['a bomb', 'zip-bomb', zip([{ name: 'b', content: zeros, stored: bomb, method: 8 }])],
    ['more than declared', 'zip-size', zip([{ name: 'b', content: zeros, stored: bomb, method: 8, declared: 10 }])],
    [
      'fewer than declared',
      'zip-size',
      zip([{ name: 'b', content: text('abc'), stored: deflateSync(text('abc')), method: 8, declared: 10 }]),
    ],
    ['a stored size that lies', 'zip-size', zip([{ name: 'b', declared: 99 }])],
    ['a member past the end', 'zip-size', zip([{ name: 'b', headerOffset: 999_999 }])],
    ['a wrong checksum', 'zip-crc', zip([{ name: 'b', crc: 1 }])],
    ['a broken stream', 'zip-damaged', zip([{ name: 'b', content: text('abcdef'), stored: Uint8Array.of(7, 255, 255, 255), method: 8 }])],
    ['two of one name', 'zip-duplicate', zip([one, one])],
    ['names that differ by case', 'zip-duplicate', zip([{ name: 'config.json' }, { name: 'Config.JSON' }])],
    ['a method that is unknown', 'zip-method', zip([{ name: 'b', method: 93 }])],
    ['encryption', 'zip-encrypted', zip([{ name: 'b', flags: 1 }])],
    ['a symbolic link', 'zip-link', zip([{ name: 'b', mode: 0o120777 }])],
    ['another name in the local header', 'zip-damaged', zip([{ name: 'b', localName: 'c' }])],
    ['several disks', 'zip-multi-disk', zip([one], { disk: 1 })],
    ['65,534 members', 'zip-too-many', zip([one], { entries: 65_534 })],
    ['bytes before', 'zip-polyglot', zip([one], { before: [1, 2, 3] })],
    ['bytes behind', 'zip-polyglot', zip([one], { behind: [1, 2, 3] })],
    ...['../../x', '/abs', 'C:\\x', 'a\\..\\b', 'a\0b', 'a\u202eb', '__proto__', 'x'.repeat(5000)].map(
      (name): [string, string, Uint8Array] => [`the name ${name.slice(0, 12)}`, 'zip-name', zip([{ name }])],
    ),
  ])('%s is %s', (_, code, bytes) => {
    expect(codeOf(() => open(bytes))).toBe(code);
    const [ours, hosts] = [() => open(bytes), () => openAll(withNative(bytes))].map(faultOf);
    expect(hosts).toMatchObject({ code, where: ours?.where, values: ours?.values });
  });

  test('two entries that share bytes are refused', () => {
    // The content of the first member holds a whole second member.
    const inner = zip([{ name: 'inner' }]).slice(0, 30 + 5 + 5);
    const bytes = zip([
      { name: 'outer', content: inner },
      { name: 'inner', headerOffset: 35 },
    ]);
    expect(codeOf(() => open(bytes))).toBe('zip-overlap');
  });

  test('members named like parts of every object are ordinary, and nothing is polluted', () => {
    const opened = openZip(strictSource('x', zip([{ name: 'constructor' }, { name: 'toString' }])));
    expect(opened.names).toEqual(['constructor', 'toString']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('the wide end record that some writers add', () => {
  const u = (width: number, ...values: number[]): number[] =>
    values.flatMap((value) => Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** index) & 255));
  const plain = zip([{ name: 'a.txt' }]);
  const end = plain.length - 22;
  const field = new DataView(plain.buffer, plain.byteOffset + end);
  const facts = [field.getUint16(10, true), field.getUint32(12, true), field.getUint32(16, true)] as const;

  /** The zip with a wide record and its locator before the end record; any of it may lie. */
  function wide(
    lie: { signature?: number; place?: number; disks?: readonly [number, number]; facts?: readonly [number, number, number] } = {},
  ): Uint8Array {
    const [entries, size, offset] = lie.facts ?? facts;
    const record = [
      ...u(4, lie.signature ?? 0x06064b50),
      ...u(8, 44),
      ...u(2, 45, 45),
      ...u(4, ...(lie.disks ?? [0, 0])),
      ...u(8, entries, entries, size, offset),
    ];
    const locator = [...u(4, 0x07064b50, 0), ...u(8, lie.place ?? end), ...u(4, 1)];
    return Uint8Array.from([...plain.subarray(0, end), ...record, ...locator, ...plain.subarray(end)]);
  }

  test('is read, and agrees with the narrow one', () => {
    expect(openZip(strictSource('x.zip', wide())).names).toEqual(['a.txt']);
  });

  test.each<[string, string, string, Uint8Array]>([
    ['zip-damaged', 'lies outside', 'the zip64 end record lies outside the file', wide({ place: 2 ** 40 })],
    ['zip-damaged', 'is not there', 'the zip64 end record is missing', wide({ signature: 1 })],
    ['zip-damaged', 'says something else', 'its two end records differ', wide({ facts: [facts[0] + 1, facts[1], facts[2]] })],
  ])('%s where it %s', (code, _, reason, bytes) => {
    expect(faultOf(() => open(bytes))).toMatchObject({ code, where: 'x.zip', values: { reason } });
  });

  test.each([[[1, 0] as const], [[0, 1] as const]])('zip-multi-disk where it speaks of disks %j', (disks) => {
    expect(faultOf(() => open(wide({ disks })))).toMatchObject({ code: 'zip-multi-disk', where: 'x.zip' });
  });

  test('bytes behind the last member of the list are refused', () => {
    const bytes = Uint8Array.from([...plain.subarray(0, end), 0, 0, 0, 0, ...plain.subarray(end)]);
    new DataView(bytes.buffer).setUint32(end + 4 + 12, facts[1] + 4, true);
    expect(faultOf(() => open(bytes))).toMatchObject({
      code: 'zip-damaged',
      where: 'x.zip',
      values: { reason: 'its list of members has 4 bytes too many' },
    });
  });
});

describe('a zip that should be a Keras model', () => {
  const model = fixtureBytes('seed_t1_keras.keras');
  const source = openZip(strictSource('m', model));
  const part = (name: string): Uint8Array => {
    const member = source.open(name);
    return member.read(0, member.size).slice();
  };
  const config = { name: 'config.json', content: part('config.json') };
  const weights = { name: 'model.weights.h5', content: part('model.weights.h5') };
  const metadata = { name: 'metadata.json', content: part('metadata.json') };
  const codeFor = (...members: Member[]): string => codeOf(() => openModelFiles([strictSource('m.keras', zip(members))]));

  test('opens stored, and deflated', () => {
    expect(codeFor(metadata, config, weights)).toBe('none');
    expect(codeFor(config, { ...weights, stored: deflateSync(weights.content), method: 8 })).toBe('none');
  });

  test.each<[string, Member[]]>([
    ['keras-no-config', [metadata, weights]],
    ['keras-no-config', [{ name: 'readme.txt' }]],
    ['keras-no-weights', [metadata, config]],
    ['keras-ambiguous', [config, weights, { name: 'model.weights.npz' }]],
    ['keras-config-invalid', [{ name: 'config.json', content: text('[1]') }, weights]],
    ['json-syntax', [{ name: 'config.json', content: text('{"a": NaN}') }, weights]],
    ['format-unknown', [config, { name: 'model.weights.h5', content: text('PK') }]],
    ['pytorch-file', [{ name: 'archive/data.pkl' }]],
    ['file-empty', [config, { name: 'model.weights.h5', content: new Uint8Array(0) }]],
  ])('%s', (code, members) => {
    expect(codeFor(...members)).toBe(code);
  });
});
