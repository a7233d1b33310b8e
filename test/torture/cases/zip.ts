import { deflateRawSync, constants } from 'node:zlib';
import { deflateSync } from 'fflate';
import { fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { text, zip, type ZipMember } from '../../../fixtures/read/zip-maker.ts';
import { openZip } from '../../../core/read/zip/index.ts';
import { storedTensor } from '../../../core/tensor/index.ts';
import { writeHdf5 } from '../../../core/write/hdf5/write-hdf5.ts';
import { oneFile, type TortureCase } from './case.ts';

/** A bad zip of rows 26 to 40: what differs between its variants comes from the seed. */
export interface ZipRow {
  readonly row: number;
  readonly title: string;
  readonly code: string;
  readonly where: string;
  readonly says?: RegExp;
  readonly bytes: (random: () => number) => Uint8Array;
}

export const MODEL = fixtureBytes('seed_t1_keras.keras');
const parts = openZip(strictSource('m', MODEL));
const part = (name: string): ZipMember => {
  const member = parts.open(name);
  return { name, content: member.read(0, member.size).slice() };
};
const CONFIG = part('config.json');
const METADATA = part('metadata.json');
const WEIGHTS = part('model.weights.h5');
/** The members of a sound model. */
export const HONEST = [METADATA, CONFIG, WEIGHTS];

const FILE = 'm.keras';
const whole = (random: () => number, from: number, to: number): number => from + Math.floor(random() * (to - from));
const letters = (random: () => number): string => String.fromCharCode(...Array.from({ length: 8 }, () => whole(random, 97, 123)));
const noise = (random: () => number, length: number): Uint8Array => Uint8Array.from({ length }, () => whole(random, 0, 256));
const pick = <T>(random: () => number, from: readonly T[]): T => from[whole(random, 0, from.length)];
const replaced = (member: ZipMember, change: Partial<ZipMember>): ZipMember[] => [
  ...HONEST.filter((each) => each !== member),
  { ...member, ...change },
];

/** The same fault in each member of the model in turn. */
function inEach(
  row: number,
  title: string,
  code: string,
  change: (random: () => number) => Partial<ZipMember>,
  more: { readonly says?: RegExp; readonly suffix?: string } = {},
): readonly ZipRow[] {
  return HONEST.map((member) => ({
    row,
    title: `${title}: ${member.name}`,
    code,
    where: `${FILE}/${member.name}${more.suffix ?? ''}`,
    says: more.says ?? /./,
    bytes: (random) => zip(replaced(member, change(random))),
  }));
}

/** A zip64 field: sizes of 8 bytes each. */
const zip64 = (...sizes: bigint[]): number[] => [
  1,
  0,
  8 * sizes.length,
  0,
  ...sizes.flatMap((size) => Array.from({ length: 8 }, (_, index) => Number((size >> BigInt(8 * index)) & 255n))),
];

const SEGMENT_BYTES = 2 ** 24;

/** A deflate stream of zeros: one segment that ends at a byte, again and again. 1 GiB takes 1 MB. */
export function deflatedZeros(segments: number): Uint8Array {
  const segment = new Uint8Array(deflateRawSync(new Uint8Array(SEGMENT_BYTES), { level: 9, finishFlush: constants.Z_SYNC_FLUSH }));
  const stream = new Uint8Array(segments * segment.length + 2);
  for (let index = 0; index < segments; index++) stream.set(segment, index * segment.length);
  stream.set([3, 0], segments * segment.length); // an empty last block
  return stream;
}

export const ZIP_ROWS: readonly ZipRow[] = [
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
  ...inEach(
    28,
    'a member of 1 MB that inflates to 1 GiB',
    'zip-bomb',
    (random) => ({ stored: noise(random, 1 << 20).subarray(0, 1000), declared: 2 ** 30, method: 8 }),
    { says: /1\.1 GB/ },
  ),
  ...inEach(
    29,
    'declares 10 bytes and inflates to more',
    'zip-size',
    (random) => {
      const content = new Uint8Array(whole(random, 11, 3_000_000));
      return { content, stored: deflateSync(content), method: 8, declared: 10 };
    },
    { suffix: ', byte 11' },
  ),
  ...['../../x', '/abs', 'C:\\x', 'a\\..\\b', '\\\\host\\share', 'a/../b', 'a\0b', 'y'.repeat(65_000), 'a\u202egpj.b', '\u2066a', ''].map(
    (name): ZipRow => ({
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
  ...inEach(33, 'a wrong checksum', 'zip-crc', (random) => ({ crc: whole(random, 0, 2 ** 32) })),
  {
    row: 33,
    title: 'one changed byte',
    code: 'zip-crc',
    where: `${FILE}/model.weights.h5`,
    bytes: (random) => {
      const content = WEIGHTS.content?.slice() ?? new Uint8Array();
      content[whole(random, 0, content.length)] ^= 1 << whole(random, 0, 8);
      return zip(replaced(WEIGHTS, { stored: content }));
    },
  },
  ...inEach(34, 'encrypted', 'zip-encrypted', (random) => ({ flags: pick(random, [1, 0x41, 0x2001, 0x801]) })),
  ...inEach(34, 'a foreign compression', 'zip-method', (random) => ({ method: pick(random, [9, 12, 14, 93, 99]) }), {
    says: /9|12|14|93|99/,
  }),
  ...inEach(35, 'a symbolic link', 'zip-link', () => ({ mode: 0o120777 })),
  {
    row: 35,
    title: 'a zip in a zip in a zip',
    code: 'zip-nested',
    where: 'inner.zip',
    bytes: () => zip([{ name: 'inner.zip', content: zip([{ name: 'm.keras', content: MODEL }]) }]),
  },
  {
    row: 35,
    title: 'weights that are a zip',
    code: 'zip-nested',
    where: `${FILE}/model.weights.h5`,
    bytes: () => zip(replaced(WEIGHTS, { content: zip([{ name: 'a' }]) })),
  },
  ...inEach(36, 'zip64 that declares 2^63 bytes', 'zip-size', (random) => ({
    declared: 0xffffffff,
    method: 8,
    extra: zip64(2n ** 63n - BigInt(whole(random, 0, 1000))),
  })),
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

const SHARD = writeHdf5([
  {
    path: ['layers', 'dense', 'vars'],
    attributes: {},
    arrays: [['0', storedTensor('0', 'made', { shape: [1, 1], data: Float32Array.of(1) })]],
  },
]);

/** An index of shards that names these, beside one shard that is there. */
function sharded(code: string, ...names: readonly string[]): TortureCase {
  const index = { metadata: { total_size: 4 }, weight_map: { '/layers/dense/vars': names.length === 1 ? names[0] : names } };
  return {
    row: 39,
    what: `a map to ${names.join(', ')}`,
    as: 'model',
    files: () => [
      { name: 'w.weights.json', bytes: text(JSON.stringify(index)) },
      { name: 'w_00000.weights.h5', bytes: SHARD },
    ],
    code,
    where: 'w.weights.json',
  };
}

const bomb = (segments: number): Partial<ZipMember> => ({ stored: deflatedZeros(segments), method: 8 });

/** Rows 26 to 40: zip and `.keras`. */
export const ZIP_CASES: readonly TortureCase[] = [
  ...ZIP_ROWS.map(({ row, title, bytes, code, where }) => oneFile(row, title, FILE, () => bytes(seeded(1)), code, where)),
  oneFile(
    28,
    '1 MB that really inflates to 1 GiB',
    FILE,
    () => zip(replaced(CONFIG, { ...bomb(64), declared: 2 ** 30 })),
    'zip-bomb',
    'm.keras/config.json',
  ),
  oneFile(
    29,
    'declares 10 bytes and really inflates to 10 GiB',
    FILE,
    () => zip(replaced(CONFIG, { ...bomb(640), declared: 10 })),
    'zip-size',
    'm.keras/config.json, byte 11',
  ),
  sharded('shard-missing', 'w_00001.weights.h5'),
  sharded('shard-missing', 'w_00000.weights.h5', 'w_00001.weights.h5'),
  sharded('shard-name', '../w_00000.weights.h5'),
  sharded('shard-name', '/etc/passwd'),
  sharded('shard-name', '\\\\host\\share\\w.h5'),
  sharded('shard-name', 'https://example.org/w.h5'),
];
