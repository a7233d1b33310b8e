import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import { type ByteSource, bufferSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { rangeSource } from '../paged-source.ts';
import { formatBytes, quoteForMessage } from '../text.ts';
import { widen } from './central-directory.ts';
import { inflateRange } from './inflate.ts';
import { checkSum } from './zip-file.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
const HAS_SIZES_BEHIND = 8;
/** Bytes of an entry in the list of members beside its name, and of the record that ends the list. Source: APPNOTE 4.3.12, 4.3.16. */
const ENTRY_BYTES = 46;
const END_BYTES = 22;

/** A member as its own header tells it. */
export interface LocalMember {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly storedBytes: number;
  readonly declaredBytes: number;
  /** First byte of its header, and of its content. */
  readonly headerOffset: number;
  readonly start: number;
}

/**
 * Members of a zip whose list of members is missing, by the header before each. Ends at the first thing that is no header, and at a header
 * that does not know its size.
 */
export function listLocalMembers(source: ByteSource): readonly LocalMember[] {
  const members: LocalMember[] = [];
  for (let at = 0; at + HEADER_BYTES <= source.size && members.length < LIMITS.treeEntries;) {
    const header = new ByteReader(source.read(at, HEADER_BYTES), () => {
      throw new RangeError('a header of 30 bytes holds every field below');
    });
    if (header.u32() !== LOCAL_SIGNATURE) break;
    header.skip(2); // version
    const flags = header.u16();
    const method = header.u16();
    header.skip(4); // time, date
    const crc = header.u32();
    const stored = header.u32();
    const declared = header.u32();
    const nameBytes = header.u16();
    const extraBytes = header.u16();
    const start = at + HEADER_BYTES + nameBytes + extraBytes;
    if (start > source.size || (flags & HAS_SIZES_BEHIND) !== 0) break;
    const extra = source.read(at + HEADER_BYTES + nameBytes, extraBytes);
    const [declaredBytes, storedBytes] = widen(extra, [declared, stored, 0]);
    if (storedBytes === 0xffffffff || storedBytes > LIMITS.fileBytes) break;
    const name = new TextDecoder().decode(source.read(at + HEADER_BYTES, nameBytes));
    members.push({ name, method, crc, storedBytes, declaredBytes, headerOffset: at, start });
    at = start + storedBytes;
  }
  return members;
}

/** Bytes of a zip with these members, at least: their content, then the list of them. */
export function leastZipBytes(members: readonly LocalMember[]): number {
  const last = members.at(-1);
  const end = last === undefined ? 0 : last.start + last.storedBytes;
  const names = members.reduce((bytes, { name }) => bytes + new TextEncoder().encode(name).length, 0);
  return end + members.length * ENTRY_BYTES + names + END_BYTES;
}

/** A member that stands whole before the cut, its checksum tested. @throws `zip-truncated`, `zip-method`, `zip-size`, `zip-crc`, `zip-damaged` */
export function openLocalMember(source: ByteSource, member: LocalMember): ByteSource {
  const { start, storedBytes, declaredBytes, method } = member;
  const place = `${source.name}/${quoteForMessage(member.name)}`;
  if (start + storedBytes > source.size) refuse(ReadError, 'zip-truncated', place);
  if (method !== 0 && method !== 8) refuse(ReadError, 'zip-method', place, { member: quoteForMessage(member.name), method });
  if (declaredBytes > LIMITS.jsonBytes) {
    const reason = `at most ${formatBytes(LIMITS.jsonBytes)} are read of a zip without its list`;
    refuse(ReadError, 'zip-size', place, { member: quoteForMessage(member.name), declared: formatBytes(declaredBytes), reason });
  }
  const stored = rangeSource(source, place, start, storedBytes);
  const opened = method === 0 ? stored : bufferSource(place, inflateRange(stored, member));
  checkSum(opened, member);
  return opened;
}
