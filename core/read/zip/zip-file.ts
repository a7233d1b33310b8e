import { ReadError, refuse } from '../../errors/index.ts';
import { type ByteSource, bufferSource } from '../byte-source.ts';
import { pagedSource, rangeSource } from '../paged-source.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import { type ZipEntry, readDirectory } from './central-directory.ts';
import { crc32 } from './crc32.ts';
import { zipReader } from './end-record.ts';
import { inflateHead, inflateRange } from './inflate.ts';

/** A checked zip: its members by name, in stored order, each opened as a source of its own. */
export interface ZipFile {
  readonly names: readonly string[];
  /** A stored member is a range of the file, a deflated one is inflated into memory; the checksum is checked now. @throws `zip-crc`, `zip-size`, `zip-damaged` */
  open(name: string): ByteSource;
  /** The same, but the checksum of a large stored member is checked when `verify` of the source is called. @throws as `open` */
  openLate(name: string): ByteSource;
  /** Where a member stands in the file, its header included. */
  rangeOf(name: string): { readonly from: number; readonly to: number };
  /** The first bytes of a member, at most `length`, and how many it declares; its checksum is not looked at. @throws `zip-damaged` */
  peek(name: string, length: number): { readonly bytes: Uint8Array; readonly declaredBytes: number };
}

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const BLOCK_BYTES = 1024 * 1024;

/** Opens a zip: its whole list of members is checked, none is read. @throws `zip-overlap` and what the directory throws */
export function openZip(source: ByteSource): ZipFile {
  const entries = readDirectory(source);
  const starts = locateMembers(pagedSource(source), entries);
  const found = (name: string): { entry: ZipEntry; start: number; stored: ByteSource } => {
    const entry = entries.get(name);
    const start = starts.get(name);
    if (entry === undefined || start === undefined)
      return refuse(ReadError, 'zip-damaged', source.name, { reason: `it has no member "${quoteForMessage(name)}"` });
    return { entry, start, stored: rangeSource(source, `${source.name}/${entry.name}`, start, entry.storedBytes) };
  };
  return {
    names: [...entries.keys()],
    open(name) {
      const { entry, stored } = found(name);
      const opened = entry.method === 0 ? stored : bufferSource(stored.name, inflateRange(stored, entry));
      checkSum(opened, entry);
      return opened;
    },
    openLate(name) {
      const { entry, stored } = found(name);
      if (entry.method !== 0 || stored.size <= LIMITS.zipEagerChecksumBytes) return this.open(name);
      return { ...stored, verify: once(() => checkSum(stored, entry)) };
    },
    rangeOf(name) {
      const { entry, start } = found(name);
      return { from: entry.headerOffset, to: start + entry.storedBytes };
    },
    peek(name, length) {
      const { entry, stored } = found(name);
      const wanted = Math.min(length, entry.declaredBytes);
      const bytes = entry.method === 0 ? stored.read(0, Math.min(wanted, stored.size)) : inflateHead(stored, entry.name, wanted);
      return { bytes, declaredBytes: entry.declaredBytes };
    },
  };
}

/** @throws `zip-crc` */
export function checkSum(opened: ByteSource, entry: Pick<ZipEntry, 'name' | 'crc'>): void {
  let crc = 0;
  for (let offset = 0; offset < opened.size; offset += BLOCK_BYTES)
    crc = crc32(opened.read(offset, Math.min(BLOCK_BYTES, opened.size - offset)), crc);
  if (crc !== entry.crc)
    refuse(ReadError, 'zip-crc', opened.name, { member: quoteForMessage(entry.name), found: hex(crc), expected: hex(entry.crc) });
}

/** Does a thing until it has succeeded. */
function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}

/** First byte of each member's content; local headers must agree with the directory, and no two members may share bytes. */
function locateMembers(source: ByteSource, entries: ReadonlyMap<string, ZipEntry>): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  const ranges: { name: string; from: number; to: number }[] = [];
  for (const entry of entries.values()) {
    const header = zipReader(source, entry.headerOffset, LOCAL_BYTES);
    if (header.u32() !== LOCAL_SIGNATURE) refuseMember(source, entry, 'has no header where the list of members says');
    header.skip(4); // version, flags
    if (header.u16() !== entry.method) refuseMember(source, entry, 'is compressed in two ways, by its header and by the list of members');
    // Skipped: time, date, checksum and sizes; the list of members counts, and NumPy writes placeholders here.
    header.skip(16);
    const nameLength = header.u16();
    const start = entry.headerOffset + LOCAL_BYTES + nameLength + header.u16();
    const name = zipReader(source, entry.headerOffset + LOCAL_BYTES, nameLength).bytes;
    if (name.length !== entry.nameBytes.length || name.some((byte, index) => byte !== entry.nameBytes[index]))
      refuseMember(source, entry, 'has another name in its own header');
    if (start + entry.storedBytes > source.size) {
      refuse(ReadError, 'zip-size', source.name, {
        member: quoteForMessage(entry.name),
        declared: formatBytes(entry.declaredBytes),
        reason: `its bytes reach past the end of the file (${source.size} bytes)`,
      });
    }
    starts.set(entry.name, start);
    ranges.push({ name: entry.name, from: entry.headerOffset, to: start + entry.storedBytes });
  }
  ranges.sort((a, b) => a.from - b.from);
  for (const [index, range] of ranges.entries()) {
    const next = ranges[index + 1];
    if (next !== undefined && next.from < range.to)
      refuse(ReadError, 'zip-overlap', source.name, { first: quoteForMessage(range.name), second: quoteForMessage(next.name) });
  }
  return starts;
}

function refuseMember(source: ByteSource, entry: ZipEntry, reason: string): never {
  return refuse(ReadError, 'zip-damaged', source.name, { reason: `the member "${quoteForMessage(entry.name)}" ${reason}` });
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
