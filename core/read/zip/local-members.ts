import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;
const HAS_SIZES_BEHIND = 8;

/** A member as its own header tells it, and how much of it stands in the file. */
export interface LocalMember {
  readonly name: string;
  readonly storedBytes: number;
  readonly presentBytes: number;
}

/**
 * Members of a zip whose list of members is missing, by the header before each: for people to look at, never to read from. Ends at the first
 * thing that is no header, and at a header that does not know its size.
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
    header.skip(10); // method, time, date, checksum
    const storedBytes = header.u32();
    header.skip(4); // inflated size
    const nameBytes = header.u16();
    const start = at + HEADER_BYTES + nameBytes + header.u16();
    if (start > source.size || (flags & HAS_SIZES_BEHIND) !== 0 || storedBytes === 0xffffffff) break;
    const name = new TextDecoder().decode(source.read(at + HEADER_BYTES, nameBytes));
    members.push({ name, storedBytes, presentBytes: Math.min(storedBytes, source.size - start) });
    at = start + storedBytes;
  }
  return members;
}
