import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';

const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;

/** Where the central directory of a zip stands. */
export interface Directory {
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
}

/**
 * Finds the end record and what it says of the central directory. The zip must fill the file exactly: bytes before it or behind it could be
 * read in a second way. Source: PKWARE APPNOTE 6.3.10, 4.3.14 to 4.3.16.
 * @throws `zip-truncated`, `zip-polyglot`, `zip-multi-disk`, `zip-too-many`, `zip-size`, `zip-damaged`
 */
export function readEndRecord(source: ByteSource): Directory {
  const position = findEndRecord(source);
  const reader = zipReader(source, position, END_BYTES);
  reader.skip(4);
  const disks = [reader.u16(), reader.u16()];
  const entriesHere = reader.u16();
  let entries = BigInt(reader.u16());
  let size = BigInt(reader.u32());
  let offset = BigInt(reader.u32());
  let end = position;
  // Some writers add the wide record to every zip (PyTorch); then both must say the same.
  const zip64 = readZip64(source, position);
  if (zip64 !== null) {
    const agree = [
      entries === 0xffffn || entries === zip64.entries,
      size === 0xffffffffn || size === zip64.size,
      offset === 0xffffffffn || offset === zip64.offset,
    ];
    if (agree.includes(false)) refuse(ReadError, 'zip-damaged', source.name, { reason: 'its two end records differ' });
    ({ entries, size, offset, end } = zip64);
  }
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff) || (entriesHere !== 0xffff && BigInt(entriesHere) !== entries))
    refuse(ReadError, 'zip-multi-disk', source.name);
  if (entries > BigInt(LIMITS.zipEntries))
    refuse(ReadError, 'zip-too-many', source.name, { found: String(entries), limit: LIMITS.zipEntries });
  if (offset + size > BigInt(end)) {
    refuse(ReadError, 'zip-size', source.name, {
      member: 'list of members',
      declared: formatBytes(size),
      reason: `the file has only ${source.size} bytes`,
    });
  }
  const stray = end - Number(offset + size);
  if (stray > 0) refuse(ReadError, 'zip-polyglot', source.name, { found: stray, side: 'before' });
  return { entries: Number(entries), offset: Number(offset), size: Number(size) };
}

function findEndRecord(source: ByteSource): number {
  const length = Math.min(source.size, END_BYTES + LONGEST_COMMENT);
  const start = source.size - length;
  const tail = source.read(start, length);
  let stray = -1;
  for (let index = length - END_BYTES; index >= 0; index--) {
    if (tail[index] !== 0x50 || tail[index + 1] !== 0x4b || tail[index + 2] !== 5 || tail[index + 3] !== 6) continue;
    const behind = length - index - END_BYTES - (tail[index + 20] | (tail[index + 21] << 8));
    if (behind === 0) return start + index;
    if (behind > 0) stray = behind;
  }
  if (stray > 0) refuse(ReadError, 'zip-polyglot', source.name, { found: stray, side: 'behind' });
  return refuse(ReadError, 'zip-truncated', source.name);
}

function readZip64(source: ByteSource, position: number): { entries: bigint; size: bigint; offset: bigint; end: number } | null {
  if (position < 20) return null;
  const locator = zipReader(source, position - 20, 20);
  if (locator.u32() !== ZIP64_LOCATOR_SIGNATURE) return null;
  locator.skip(4);
  const end = Number(locator.u64());
  if (!(end + 56 <= position - 20)) refuse(ReadError, 'zip-damaged', source.name, { reason: 'the zip64 end record lies outside the file' });
  const record = zipReader(source, end, 56);
  if (record.u32() !== ZIP64_END_SIGNATURE) refuse(ReadError, 'zip-damaged', source.name, { reason: 'the zip64 end record is missing' });
  record.skip(8 + 2 + 2); // its own size, versions
  if (record.u32() !== 0 || record.u32() !== 0) refuse(ReadError, 'zip-multi-disk', source.name);
  record.skip(8); // entries on this disk
  return { entries: record.u64(), size: record.u64(), offset: record.u64(), end };
}

/** A reader over a range of the zip, checked against the file. @throws `zip-damaged` */
export function zipReader(source: ByteSource, offset: number, length: number): ByteReader {
  const fail = (): never =>
    refuse(ReadError, 'zip-damaged', `${source.name}, byte ${offset}`, { reason: 'a record ends outside the file' });
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) fail();
  const bytes = source.read(offset, length);
  return new ByteReader(bytes, fail);
}
