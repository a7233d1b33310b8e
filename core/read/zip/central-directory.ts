import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import { readEndRecord, zipReader } from './end-record.ts';

/** One member as the central directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly storedBytes: number;
  readonly declaredBytes: number;
  readonly headerOffset: number;
}

const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;

/**
 * Members of a zip by name, in stored order, folders left out. Names, sizes and counts are checked before any member is touched.
 * Source: PKWARE APPNOTE 6.3.10, 4.3.12.
 * @throws `zip-damaged`, `zip-name`, `zip-duplicate`, `zip-encrypted`, `zip-method`, `zip-link`, `zip-bomb`, `zip-size`, `zip-empty` and what the end record throws
 */
export function readDirectory(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  const directory = readEndRecord(source);
  if (directory.size > LIMITS.jsonBytes)
    refuse(ReadError, 'zip-damaged', source.name, { reason: `its list of members has ${directory.size} bytes` });
  const reader = zipReader(source, directory.offset, directory.size);
  const entries = new Map<string, ZipEntry>();
  const folded = new Set<string>();
  let totalBytes = 0;
  for (let index = 0; index < directory.entries; index++) {
    const entry = readEntry(source, reader, directory.offset);
    // `Config.json` beside `config.json` is one file on some systems and two on others.
    const key = entry.name.toLowerCase();
    if (folded.has(key)) refuse(ReadError, 'zip-duplicate', source.name, { member: quoteForMessage(entry.name) });
    folded.add(key);
    if (entry.name.endsWith('/')) continue;
    totalBytes += entry.declaredBytes;
    if (totalBytes > LIMITS.zipTotalBytes) refuseSize(source, entry, `all members together exceed ${formatBytes(LIMITS.zipTotalBytes)}`);
    entries.set(entry.name, entry);
  }
  if (reader.remaining > 0)
    refuse(ReadError, 'zip-damaged', source.name, { reason: `its list of members has ${reader.remaining} bytes too many` });
  if (entries.size === 0) refuse(ReadError, 'zip-empty', source.name);
  return entries;
}

function readEntry(source: ByteSource, reader: ByteReader, directoryOffset: number): ZipEntry {
  const place = directoryOffset + reader.position;
  if (reader.remaining < ENTRY_BYTES || reader.u32() !== ENTRY_SIGNATURE) {
    refuse(ReadError, 'zip-damaged', `${source.name}, byte ${place}`, { reason: 'an entry of its list of members should stand here' });
  }
  const madeBy = reader.u16() >> 8;
  reader.skip(2); // version needed
  const flags = reader.u16();
  const method = reader.u16();
  reader.skip(4); // time and date
  const crc = reader.u32();
  const stored = reader.u32();
  const declared = reader.u32();
  const nameLength = reader.u16();
  const extraLength = reader.u16();
  const commentLength = reader.u16();
  const disk = reader.u16();
  reader.skip(2); // internal attributes
  const unixMode = reader.u32() >>> 16;
  const offset = reader.u32();
  const nameBytes = reader.take(nameLength);
  const extra = reader.take(extraLength);
  reader.skip(commentLength);
  const name = decodeName(source, nameBytes, (flags & 0x800) !== 0);
  const wide = widen(extra, [declared, stored, offset]);
  const entry = { name, nameBytes, flags, method, crc, declaredBytes: wide[0], storedBytes: wide[1], headerOffset: wide[2] };
  if (disk !== 0 && disk !== 0xffff) refuse(ReadError, 'zip-multi-disk', source.name);
  checkEntry(source, entry, (madeBy === 3 || madeBy === 19) && (unixMode & 0xf000) === 0xa000);
  return entry;
}

function checkEntry(source: ByteSource, entry: ZipEntry, isLink: boolean): void {
  const member = quoteForMessage(entry.name);
  if (isLink) refuse(ReadError, 'zip-link', placeOf(source, entry), { member });
  // Bit 0: encrypted; bit 6: strong encryption; bit 13: names hidden.
  if ((entry.flags & 0x2041) !== 0) refuse(ReadError, 'zip-encrypted', placeOf(source, entry), { member });
  if (entry.method !== 0 && entry.method !== 8) refuse(ReadError, 'zip-method', placeOf(source, entry), { member, method: entry.method });
  if (entry.headerOffset + entry.storedBytes > source.size)
    refuseSize(source, entry, `its bytes reach past the end of the file (${source.size} bytes)`);
  if (entry.declaredBytes > LIMITS.zipMemberBytes) refuseSize(source, entry, `at most ${formatBytes(LIMITS.zipMemberBytes)} are read`);
  if (entry.method === 0 && entry.declaredBytes !== entry.storedBytes) refuseSize(source, entry, `${entry.storedBytes} bytes are stored`);
  if (entry.declaredBytes > LIMITS.zipRatioFreeBytes && entry.declaredBytes > entry.storedBytes * LIMITS.zipRatio) {
    refuse(ReadError, 'zip-bomb', placeOf(source, entry), {
      member,
      stored: formatBytes(entry.storedBytes),
      declared: formatBytes(entry.declaredBytes),
    });
  }
}

function refuseSize(source: ByteSource, entry: ZipEntry, reason: string): never {
  return refuse(ReadError, 'zip-size', placeOf(source, entry), {
    member: quoteForMessage(entry.name),
    declared: formatBytes(entry.declaredBytes),
    reason,
  });
}

/** Where a member stands: `m.keras/config.json`. */
function placeOf(source: ByteSource, entry: ZipEntry): string {
  return `${source.name}/${quoteForMessage(entry.name)}`;
}

/** Members are only ever looked up by exact name; still no name may be one that a careless reader could turn into a path or a prototype. */
function decodeName(source: ByteSource, bytes: Uint8Array, isUtf8: boolean): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    // Without the flag the name is in an old code page; byte for byte is enough to tell names apart.
    name = String.fromCharCode(...bytes.subarray(0, LIMITS.zipNameBytes));
    if (isUtf8) refuse(ReadError, 'zip-name', source.name, { member: quoteForMessage(name) }, cause);
  }
  const parts = name.split('/');
  // Controls, line separators and bidirectional marks have no place in a name.
  const hasMarks = /[\u0000-\u001f\u007f\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(name);
  if (
    name === '' ||
    bytes.length > LIMITS.zipNameBytes ||
    hasMarks ||
    /^[/\\]|^[A-Za-z]:|\\/.test(name) ||
    parts.includes('..') ||
    parts.includes('__proto__')
  ) {
    refuse(ReadError, 'zip-name', source.name, { member: quoteForMessage(name) });
  }
  return name;
}

/** Replaces sizes of 0xffffffff by those of the zip64 field, which holds only these, in this order. Source: APPNOTE 4.5.3. */
export function widen(extra: Uint8Array, fields: readonly [number, number, number]): [number, number, number] {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  const widened: [number, number, number] = [...fields];
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1) {
      let next = at + 4;
      for (const [index, field] of fields.entries()) {
        if (field !== 0xffffffff || next + 8 > Math.min(at + 4 + length, extra.length)) continue;
        widened[index] = Number(view.getBigUint64(next, true));
        next += 8;
      }
    }
    at += 4 + length;
  }
  return widened;
}
