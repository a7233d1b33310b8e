import { deflateSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { fixtureBytes, seeded, strictSource } from '../../fixtures/read/files.ts';
import { text, zip, type ZipMember } from '../../fixtures/read/zip-maker.ts';
import { buildModel } from '../../core/model/index.ts';
import { type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { LIMITS } from '../../core/read/limits.ts';
import { openZip } from '../../core/read/zip/index.ts';
import { storedTensor } from '../../core/tensor/index.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';
import { refusalOf, SEEDS } from './refusal.ts';

/** Rows 26 to 40 of the torture list, some variants of each: what differs between them comes from the seed. */
interface Row {
  readonly row: number;
  readonly title: string;
  readonly code: string;
  readonly where: RegExp;
  readonly says?: RegExp;
  readonly bytes: (random: () => number) => Uint8Array;
}

const MODEL = fixtureBytes('seed_t1_keras.keras');
const parts = openZip(strictSource('m', MODEL));
const part = (name: string): ZipMember => {
  const member = parts.open(name);
  return { name, content: member.read(0, member.size).slice() };
};
const CONFIG = part('config.json');
const METADATA = part('metadata.json');
const WEIGHTS = part('model.weights.h5');
const HONEST = [METADATA, CONFIG, WEIGHTS];

const whole = (random: () => number, from: number, to: number): number => from + Math.floor(random() * (to - from));
const letters = (random: () => number): string => String.fromCharCode(...Array.from({ length: 8 }, () => whole(random, 97, 123)));
const noise = (random: () => number, length: number): Uint8Array => Uint8Array.from({ length }, () => whole(random, 0, 256));
const replaced = (member: ZipMember, change: Partial<ZipMember>): ZipMember[] => [
  ...HONEST.filter((each) => each !== member),
  { ...member, ...change },
];
const pick = <T>(random: () => number, from: readonly T[]): T => from[whole(random, 0, from.length)];
/** Any member of the model with one fact changed. */
const anyWith = (random: () => number, change: Partial<ZipMember>): Uint8Array => zip(replaced(pick(random, HONEST), change));
const deflated = (content: Uint8Array): Partial<ZipMember> => ({ content, stored: deflateSync(content), method: 8 });
/** A zip64 field: sizes of 8 bytes each. */
const zip64 = (...sizes: bigint[]): number[] => [
  1,
  0,
  8 * sizes.length,
  0,
  ...sizes.flatMap((size) => Array.from({ length: 8 }, (_, index) => Number((size >> BigInt(8 * index)) & 255n))),
];

const FILE = /^m\.keras$/;
const MEMBER = /^m\.keras\/(config\.json|metadata\.json|model\.weights\.h5)$/;

const ROWS: readonly Row[] = [
  {
    row: 26,
    title: 'cut anywhere',
    code: 'zip-truncated',
    where: FILE,
    bytes: (random) => MODEL.subarray(0, whole(random, 100, MODEL.length - 1)),
  },
  { row: 26, title: 'one byte short', code: 'zip-truncated', where: FILE, bytes: () => MODEL.subarray(0, -1) },
  { row: 27, title: 'without members', code: 'zip-empty', where: FILE, bytes: () => zip([]) },
  {
    row: 27,
    title: 'without config.json',
    code: 'keras-no-config',
    where: FILE,
    says: /"metadata\.json", "model\.weights\.h5"/,
    bytes: () => zip([METADATA, WEIGHTS]),
  },
  {
    row: 27,
    title: 'with other things in it',
    code: 'keras-no-config',
    where: FILE,
    says: /"[a-z]{8}\.txt"/,
    bytes: (random) => zip([{ name: `${letters(random)}.txt` }]),
  },
  {
    row: 28,
    title: 'a member of 1 MB that inflates to 1 GiB',
    code: 'zip-bomb',
    where: MEMBER,
    says: /1\.1 GB/,
    bytes: (random) => anyWith(random, { stored: noise(random, 1 << 20).subarray(0, 1000), declared: 2 ** 30, method: 8 }),
  },
  {
    row: 29,
    title: 'declares 10 bytes and inflates to more',
    code: 'zip-size',
    where: /^m\.keras\/(config\.json|metadata\.json|model\.weights\.h5), byte 11$/,
    bytes: (random) => anyWith(random, { ...deflated(new Uint8Array(whole(random, 11, 3_000_000))), declared: 10 }),
  },
  ...['../../x', '/abs', 'C:\\x', 'a\\..\\b', '\\\\host\\share', 'a/../b', 'a\0b', 'y'.repeat(65_000), 'a\u202egpj.b', '\u2066a', ''].map(
    (name): Row => ({
      row: 30,
      title: `the name ${JSON.stringify(name).slice(0, 20)}`,
      code: 'zip-name',
      where: FILE,
      bytes: (random) => zip([...HONEST, { name, content: noise(random, 9) }]),
    }),
  ),
  {
    row: 30,
    title: 'a name that says it is UTF-8 and is not',
    code: 'zip-name',
    where: FILE,
    bytes: (random) => zip([...HONEST, { name: 'x', nameBytes: Uint8Array.of(97, 0xff, whole(random, 128, 255)) }]),
  },
  {
    row: 31,
    title: '__proto__ as a member',
    code: 'zip-name',
    where: FILE,
    bytes: (random) => zip([...HONEST, { name: pick(random, ['__proto__', 'a/__proto__/b', '__proto__/x']) }]),
  },
  { row: 32, title: 'two of one name', code: 'zip-duplicate', where: FILE, bytes: (random) => zip([...HONEST, pick(random, HONEST)]) },
  {
    row: 32,
    title: 'Config.JSON beside it',
    code: 'zip-duplicate',
    where: FILE,
    bytes: () => zip([...HONEST, { ...CONFIG, name: 'Config.JSON' }]),
  },
  {
    row: 33,
    title: 'a wrong checksum',
    code: 'zip-crc',
    where: MEMBER,
    bytes: (random) => anyWith(random, { crc: whole(random, 0, 2 ** 32) }),
  },
  {
    row: 33,
    title: 'one changed byte',
    code: 'zip-crc',
    where: /^m\.keras\/model\.weights\.h5$/,
    bytes: (random) => {
      const content = WEIGHTS.content?.slice() ?? new Uint8Array();
      content[whole(random, 0, content.length)] ^= 1 << whole(random, 0, 8);
      return zip(replaced(WEIGHTS, { stored: content }));
    },
  },
  {
    row: 34,
    title: 'encrypted',
    code: 'zip-encrypted',
    where: MEMBER,
    bytes: (random) => anyWith(random, { flags: pick(random, [1, 0x41, 0x2001, 0x801]) }),
  },
  {
    row: 34,
    title: 'a foreign compression',
    code: 'zip-method',
    where: MEMBER,
    says: /9|12|14|93|99/,
    bytes: (random) => anyWith(random, { method: pick(random, [9, 12, 14, 93, 99]) }),
  },
  { row: 35, title: 'a symbolic link', code: 'zip-link', where: MEMBER, bytes: (random) => anyWith(random, { mode: 0o120777 }) },
  {
    row: 35,
    title: 'a zip in a zip in a zip',
    code: 'zip-nested',
    where: /m\.keras|inner\.zip/,
    bytes: () => zip([{ name: 'inner.zip', content: zip([{ name: 'm.keras', content: MODEL }]) }]),
  },
  {
    row: 35,
    title: 'weights that are a zip',
    code: 'zip-nested',
    where: /model\.weights\.h5$/,
    bytes: () => zip(replaced(WEIGHTS, { content: zip([{ name: 'a' }]) })),
  },
  {
    row: 36,
    title: 'zip64 that declares 2^63 bytes',
    code: 'zip-size',
    where: MEMBER,
    bytes: (random) => anyWith(random, { declared: 0xffffffff, method: 8, extra: zip64(2n ** 63n - BigInt(whole(random, 0, 1000))) }),
  },
  {
    row: 36,
    title: '65,534 members',
    code: 'zip-too-many',
    where: FILE,
    bytes: (random) => zip(HONEST, { entries: 65_534 - whole(random, 0, 50_000) }),
  },
  {
    row: 37,
    title: 'junk before',
    code: 'zip-polyglot',
    where: FILE,
    bytes: (random) => zip(HONEST, { before: [0x50, 0x4b, 3, 4, ...noise(random, whole(random, 1, 99))] }),
  },
  {
    row: 37,
    title: 'junk behind',
    code: 'zip-polyglot',
    where: FILE,
    bytes: (random) => zip(HONEST, { behind: [...noise(random, whole(random, 1, 99))] }),
  },
  {
    row: 38,
    title: 'weights twice',
    code: 'keras-ambiguous',
    where: FILE,
    says: /model\.weights\.npz/,
    bytes: () => zip([...HONEST, { name: 'model.weights.npz' }]),
  },
  {
    row: 40,
    title: 'a zero-filled tail',
    code: 'zip-truncated',
    where: FILE,
    bytes: (random) => MODEL.slice().fill(0, whole(random, 100, MODEL.length - 30)),
  },
];

describe('zips that are refused', () => {
  test.each(ROWS.map((each) => [each.row, each.title, each.code, each] as const))(
    'row %i: %s is %s',
    (_row, _title, code, { where, says, bytes }) => {
      for (const seed of SEEDS) {
        const source = strictSource('m.keras', bytes(seeded(seed)));
        const refusal = refusalOf(() => {
          openModelFiles([source]).groups.forEach((group) => group.tensors.forEach((tensor) => tensor.load()));
        });
        expect({ seed, code: refusal.code, where: refusal.where, message: refusal.message }).toEqual({
          seed,
          code,
          where: expect.stringMatching(where) as string,
          message: expect.stringMatching(says ?? /./) as string,
        });
      }
    },
  );
});

describe('zips that open', () => {
  test('row 31: members named like parts of every object are ordinary, and nothing is polluted', () => {
    const file = openModelFiles([
      strictSource('m.keras', zip([...HONEST, { name: 'constructor' }, { name: 'toString' }, { name: 'a/prototype' }])),
    ]);
    expect(file.leftovers).toEqual(expect.arrayContaining(['constructor', 'toString', 'a/prototype']));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('x');
  });

  test('row 35: exactly one level of zip around one model', () => {
    for (const inner of ['m.keras', 'folder/deep/m.keras'])
      expect(openModelFiles([strictSource('outer.zip', zip([{ name: inner, content: MODEL }]))]).format).toBe('keras-v3');
  });

  test('row 38: as another program packs it, in any order', () => {
    const members = Object.fromEntries([...HONEST].reverse().map(({ name, content }) => [name, content ?? text(name)]));
    for (const level of [0, 9] as const)
      expect(openModelFiles([strictSource('m.keras', zipSync(members, { level }))]).format).toBe('keras-v3');
  });
});

describe('row 39: shards', () => {
  const vars = {
    path: ['layers', 'dense', 'vars'],
    attributes: {},
    arrays: [['0', storedTensor('0', 'made', { shape: [1, 1], data: Float32Array.of(1) })]],
  } as const;
  const shard = (name: string): ByteSource => strictSource(name, writeHdf5([vars]));
  const index = (...names: unknown[]): ByteSource =>
    strictSource(
      'w.weights.json',
      text(JSON.stringify({ metadata: { total_size: 4 }, weight_map: { '/layers/dense/vars': names.length === 1 ? names[0] : names } })),
    );

  test('that are all there open', () => {
    expect(openModelFiles([index('w_00000.weights.h5'), shard('w_00000.weights.h5')]).format).toBe('keras-v3-shards');
  });

  test.each([
    ['shard-missing', ['w_00001.weights.h5'], /w_00001/],
    ['shard-missing', ['w_00000.weights.h5', 'w_00001.weights.h5'], /w_00001/],
    ['shard-name', ['../w_00000.weights.h5'], /\.\./],
    ['shard-name', ['/etc/passwd'], /passwd/],
    ['shard-name', ['C:\\w.h5'], /C:/],
    ['shard-name', ['\\\\host\\share\\w.h5'], /host/],
    ['shard-name', ['https://example.org/w.h5'], /example/],
  ])('%s for %j', (code, names, says) => {
    const refusal = refusalOf(() => openModelFiles([index(...names), shard('w_00000.weights.h5')]));
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(says) as string });
  });
});

describe('row 33: the checksum of a large stored member', () => {
  /** Half the limit again: a kernel and a recurrent kernel of LSTM(1150) on 1150 features. */
  const units = 1150;
  const array = (...shape: number[]) => {
    const data = new Float32Array(shape.reduce((size, axis) => size * axis, 1));
    for (let index = 0; index < data.length; index += 997) data[index] = index / data.length;
    return storedTensor('w', 'made', { shape, data });
  };
  const store = writeHdf5([
    {
      path: ['layers', 'lstm', 'cell', 'vars'],
      attributes: {},
      arrays: [
        ['0', array(units, 4 * units)],
        ['1', array(units, 4 * units)],
        ['2', array(4 * units)],
      ],
    },
  ]);
  const config = text(
    JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, units] } },
          { class_name: 'LSTM', config: { name: 'lstm', units } },
        ],
      },
    }),
  );
  const bytes = zipSync({ 'config.json': config, 'model.weights.h5': store }, { level: 0 });

  /** The file, and how many of its bytes were asked for. */
  function counted(content: Uint8Array): { source: ByteSource; read: () => number } {
    const inner = strictSource('big.keras', content);
    let total = 0;
    const read = (offset: number, length: number): Uint8Array => {
      total += length;
      return inner.read(offset, length);
    };
    return { source: { ...inner, read }, read: () => total };
  }

  test('is not checked while the layers are listed, and once when numbers are wanted', () => {
    expect(store.length).toBeGreaterThan(LIMITS.zipEagerChecksumBytes);
    const { source, read } = counted(bytes);
    const model = buildModel(openModelFiles([source]));
    expect(model.named.get('lstm')?.weights.size).toBe(3);
    expect(read()).toBeLessThan(1 << 20);
    const [kernel, recurrent] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    const first = kernel?.load();
    expect(first?.data[997]).toBe(Math.fround(997 / (4 * units * units)));
    expect(read()).toBeGreaterThan(store.length);
    const before = read();
    recurrent?.load();
    expect(read() - before).toBeLessThan(store.length);
  });

  test('names the member when it is wrong, each time', () => {
    const damaged = bytes.slice();
    damaged[damaged.length - 5_000_000] ^= 1;
    const model = buildModel(openModelFiles([strictSource('big.keras', damaged)]));
    const [kernel, recurrent] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    for (const tensor of [kernel, recurrent, kernel])
      expect(refusalOf(() => tensor?.load())).toMatchObject({ code: 'zip-crc', where: 'big.keras/model.weights.h5' });
  });

  test('also when somebody packed the file once more', () => {
    const outer = zipSync({ 'big.keras': bytes }, { level: 0 });
    outer[outer.length - 5_000_000] ^= 1;
    const model = buildModel(openModelFiles([strictSource('outer.zip', outer)]));
    const [kernel] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    expect(refusalOf(() => kernel?.load()).code).toBe('zip-crc');
  });
});
