import { fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import { openZip } from '../../../core/read/zip/index.ts';
import { writeHdf5 } from '../../../core/write/hdf5/write-hdf5.ts';
import { manyGroups } from '../many-groups.ts';
import { type CaseFile, oneFile, type TortureCase } from './case.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Rows of hostile.h5.zip by the beginning of the case's name. Its make script says code and place of each. */
const HOSTILE_ROWS: readonly (readonly [RegExp, number])[] = [
  [/^external/, 8],
  [/^storage/, 9],
  [/^virtual/, 10],
  [/^soft/, 11],
  [/^ring/, 12],
  [/^deep/, 13],
  [/^(?:too-big|ratio)/, 15],
  [/^shape/, 16],
  [/^chunk/, 17],
  [/^(?:inflates|stored|fletcher-short)/, 18],
  [/^filter/, 19],
  [/^(?:fletcher|deflate|sum|links)/, 20],
  [/^(?:float128|enum|reference|opaque|empty)/, 21],
];

function hostileCases(): readonly TortureCase[] {
  const packed = openZip(strictSource('hostile.h5.zip', fixtureBytes('hostile.h5.zip')));
  const bytesOf = (name: string): Uint8Array => {
    const member = packed.open(name);
    return member.read(0, member.size);
  };
  const told = JSON.parse(new TextDecoder().decode(bytesOf('codes.json'))) as Record<string, { code: string; where: string | null }>; // as: hostile_hdf5.py wrote it
  return Object.entries(told).flatMap(([name, { code, where }]) => {
    const row = HOSTILE_ROWS.find(([pattern]) => pattern.test(name))?.[1];
    if (where === null || row === undefined) return [];
    return [oneFile(row, name.replace('.h5', ''), name, () => bytesOf(name), code, `${name}, ${where}`, 'hdf5')];
  });
}

const MODEL = fixtureBytes('k315_h5.h5');

/** A model with bytes changed. */
function changed(name: string, change: (bytes: Uint8Array) => void): () => Uint8Array {
  return () => {
    const bytes = fixtureBytes(name);
    change(bytes);
    return bytes;
  };
}

const configByte = (letter: number) => (bytes: Uint8Array) => {
  bytes[latin1(bytes).indexOf('{"') + 20] = letter;
};

/** A model_config of 200 MB that really stands in the file: a new heap collection behind its end holds nothing but zeros. */
function hugeConfig(): readonly CaseFile[] {
  const size = 200_000_000;
  const start = Math.ceil(MODEL.length / 8) * 8;
  const bytes = new Uint8Array(start + 32);
  bytes.set(MODEL);
  const view = new DataView(bytes.buffer);
  bytes.set(text('GCOL\x01'), start);
  view.setBigUint64(start + 8, BigInt(size + 32), true);
  view.setUint16(start + 16, 1, true);
  view.setUint16(start + 18, 1, true);
  view.setBigUint64(start + 24, BigInt(size), true);
  // Behind the attribute's name, padded to 8 bytes, stand its type (24 bytes) and its space (8), then length, address and index of the text.
  const value = latin1(MODEL).indexOf('model_config\0') + 16 + 24 + 8;
  view.setUint32(value, size, true);
  view.setBigUint64(value + 4, BigInt(start), true);
  view.setUint32(value + 12, 1, true);
  view.setBigUint64(40, BigInt(bytes.length + size), true); // end of the file
  return [{ name: 'model.h5', bytes, zeros: size }];
}

/** Rows 1 to 24: HDF5. */
export const HDF5_CASES: readonly TortureCase[] = [
  oneFile(1, 'nothing, as .h5', 'model.h5', () => new Uint8Array(), 'file-empty'),
  oneFile(1, 'nothing, as .keras', 'model.keras', () => new Uint8Array(), 'file-empty'),
  oneFile(2, 'a page', 'model.h5', () => text('\n<!DOCTYPE html><html></html>'), 'html-page'),
  oneFile(
    2,
    'a Git LFS pointer',
    'model.h5',
    () => text('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'),
    'git-lfs-pointer',
  ),
  oneFile(2, 'a JSON answer', 'model.h5', () => text('{"message": "Not Found"}'), 'format-unknown'),
  oneFile(2, 'HDF5 of another program', 'model.h5', () => fixtureBytes('not_keras.h5'), 'h5-not-keras'),
  ...[0.25, 0.5, 0.99].map((part) =>
    oneFile(3, `cut at ${part * 100} %`, 'model.h5', () => MODEL.slice(0, Math.floor(MODEL.length * part)), 'h5-truncated'),
  ),
  oneFile(3, 'one byte short', 'model.h5', () => MODEL.slice(0, -1), 'h5-truncated'),
  oneFile(
    4,
    'superblock version 9',
    'model.h5',
    changed('legacy_missing.h5', (bytes) => bytes.fill(9, 8, 9)),
    'h5-version',
  ),
  oneFile(
    5,
    'offsets of 16 bytes',
    'model.h5',
    changed('legacy_missing.h5', (bytes) => bytes.fill(16, 13, 14)),
    'h5-offset-size',
  ),
  oneFile(
    5,
    'offsets of 3 bytes',
    'model.h5',
    changed('legacy_missing.h5', (bytes) => bytes.fill(3, 13, 14)),
    'h5-offset-size',
  ),
  oneFile(
    6,
    'an end of file past the file',
    'model.h5',
    changed('legacy_missing.h5', (bytes) => bytes.fill(1, 43, 44)),
    'h5-truncated',
  ),
  oneFile(7, 'junk before', 'model.h5', () => Uint8Array.from([0x80, 0x81, 0x82, ...MODEL]), 'format-unknown'),
  ...hostileCases(),
  oneFile(
    8,
    'an external link in a model',
    'm.h5',
    () => fixtureBytes('legacy_external.h5'),
    'h5-external',
    'm.h5, /model_weights/lstm/lstm/kernel:0',
  ),
  oneFile(
    9,
    'external storage in a model',
    'm.h5',
    () => fixtureBytes('legacy_storage.h5'),
    'h5-external',
    'm.h5, /model_weights/lstm/lstm/kernel:0',
  ),
  oneFile(
    10,
    'a virtual dataset in a model',
    'm.h5',
    () => fixtureBytes('legacy_virtual.h5'),
    'h5-virtual',
    'm.h5, /model_weights/lstm/lstm/kernel:0',
  ),
  oneFile(
    11,
    'a soft link in a model',
    'm.h5',
    () => fixtureBytes('legacy_soft.h5'),
    'h5-soft-link',
    'm.h5, /model_weights/lstm/lstm/kernel:0',
  ),
  oneFile(
    13,
    '3,000 nested groups of the old form',
    'm.weights.h5',
    () => writeHdf5([{ path: ['layers', ...new Array<string>(3000).fill('g')], attributes: {}, arrays: [] }]),
    'h5-depth',
    `m.weights.h5, /layers${'/g'.repeat(36)}/…`,
  ),
  oneFile(14, '60,000 groups', 'm.weights.h5', () => manyGroups(60_000, 0), 'h5-too-many'),
  ...[0x80, 0xc3, 0xff].map((letter) =>
    oneFile(
      22,
      `a model_config with the byte ${letter.toString(16)}`,
      'model.h5',
      changed('k315_h5.h5', configByte(letter)),
      'h5-attr',
      'model.h5, /, attribute "model_config"',
    ),
  ),
  {
    row: 22,
    what: 'a model_config of 200 MB',
    as: 'model',
    files: hugeConfig,
    code: 'h5-attr',
    where: 'model.h5, /, attribute "model_config"',
  },
  oneFile(
    23,
    'a name that is not there',
    'm.h5',
    () => fixtureBytes('legacy_missing.h5'),
    'h5-missing-weight',
    'm.h5, /model_weights/lstm',
  ),
  oneFile(23, 'a name twice', 'm.h5', () => fixtureBytes('legacy_repeated.h5'), 'h5-missing-weight', 'm.h5, /model_weights/lstm'),
  oneFile(23, 'a name with ../', 'm.h5', () => fixtureBytes('legacy_escaping.h5'), 'h5-missing-weight', 'm.h5, /model_weights/lstm'),
];
