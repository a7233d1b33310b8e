import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { pagedSource } from '../paged-source.ts';
import { type H5File, definedAddress, optionalAddress, readAddress, readDefinedAddress, verifyChecksum } from './h5-file.ts';
import { findSharedMessages } from './shared-message.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Longest version 0/1 superblock: fixed part, four addresses and a symbol table entry, all 8 bytes wide. */
const SUPERBLOCK_BYTES = 100;

/**
 * Byte offset of the superblock, or null when this is no HDF5 file. Source: HDF5 File Format Specification 3.0, II.A: it stands at 0, or,
 * after a user block, at 512, 1024, 2048, ….
 */
export function findSuperblock(source: ByteSource): number | null {
  for (let offset = 0; offset + SIGNATURE.length <= source.size; offset = offset === 0 ? 512 : offset * 2) {
    const bytes = source.read(offset, SIGNATURE.length);
    if (SIGNATURE.every((byte, index) => bytes[index] === byte)) return offset;
  }
  return null;
}

/**
 * Opens an HDF5 file by its superblock, versions 0 to 3. Like the HDF5 library we count addresses from where the superblock really stands.
 * Source: HDF5 File Format Specification 3.0, II.A.
 * @throws `h5-truncated`, `h5-version`, `h5-offset-size`, `h5-checksum`, `h5-damaged`
 */
export function openSuperblock(source: ByteSource, base: number): H5File {
  return readSuperblock(source, base, (end) => {
    if (end > BigInt(source.size)) refuseTruncated(source, end);
  });
}

/**
 * The same for a file that was cut, to see what is left of it: its source is as long as the file says, and refuses what lies behind the cut.
 * @throws as `openSuperblock`, and `h5-truncated` for every structure behind the cut
 */
export function openCutFile(source: ByteSource, base: number): H5File {
  let size = source.size;
  const file = readSuperblock(source, base, (end) => {
    // What claims more than is ever read keeps its own size.
    if (end > BigInt(source.size) && end <= BigInt(LIMITS.fileBytes)) size = Number(end);
  });
  const { source: whole } = file;
  return {
    ...file,
    source: {
      ...whole,
      size,
      read: (offset, length) => (offset + length > source.size ? refuseTruncated(source, size) : whole.read(offset, length)),
    },
  };
}

/** `meetEnd` is told where the file ended when it was closed, before anything else of it is looked at. */
function readSuperblock(source: ByteSource, base: number, meetEnd: (end: bigint) => void): H5File {
  const present = Math.min(SUPERBLOCK_BYTES, source.size - base);
  const reader = new ByteReader(source.read(base, present), () => refuseTruncated(source, base + SUPERBLOCK_BYTES));
  reader.skip(SIGNATURE.length);
  const version = reader.u8();
  if (version > 3) refuse(ReadError, 'h5-version', source.name, { found: version });
  // Skipped in versions 0 and 1: versions of the free space, the root group and shared headers, and a reserved byte.
  if (version < 2) reader.skip(4);
  const offsetBytes = width(source, reader.u8(), 'offsets');
  const lengthBytes = width(source, reader.u8(), 'lengths');
  const file: H5File = {
    source: pagedSource(source),
    base,
    offsetBytes,
    lengthBytes,
    rootAddress: 0,
    superblockVersion: version,
    sharedTable: null,
    budget: { objects: LIMITS.h5Objects, stringBytes: LIMITS.h5StringBytes, textBytes: LIMITS.h5TextBytes },
    headers: new Map(),
    listings: new Map(),
    attributes: new Map(),
    heaps: new Map(),
  };
  return version < 2 ? finishOld(file, reader, meetEnd) : finishNew(file, reader, meetEnd);
}

/** Versions 0 and 1: what h5py writes unless told otherwise. */
function finishOld(file: H5File, reader: ByteReader, meetEnd: (end: bigint) => void): H5File {
  // Skipped: one reserved byte, the two group node ranks (2 + 2), file consistency flags (4); version 1 adds the chunk tree rank and padding.
  reader.skip(file.superblockVersion === 0 ? 9 : 13);
  // Skipped: the base address.
  reader.unsigned(file.offsetBytes);
  // Skipped: the address of global free-space information, never written.
  reader.unsigned(file.offsetBytes);
  meetEnd(reader.unsigned(file.offsetBytes)); // the end of the file as it was when it was closed, counted from its first byte
  // Skipped: the driver information block, used only by files split over several.
  readAddress(file, reader, 'driver information block');
  // The root group's symbol table entry: name offset, then the address of its object header.
  reader.unsigned(file.lengthBytes);
  return { ...file, rootAddress: readDefinedAddress(file, reader, 'root group') };
}

/** Versions 2 and 3: the "latest" file structure. */
function finishNew(file: H5File, reader: ByteReader, meetEnd: (end: bigint) => void): H5File {
  // Skipped: file consistency flags, of use to programs that write.
  reader.skip(1);
  reader.unsigned(file.offsetBytes);
  const extension = reader.unsigned(file.offsetBytes);
  meetEnd(reader.unsigned(file.offsetBytes)); // the end of the file as it was when it was closed, counted from its first byte
  const root = reader.unsigned(file.offsetBytes);
  // Addresses are looked at only now: a damaged superblock should be told as such.
  verifyChecksum(file, reader.bytes.subarray(0, reader.position + 4), 'superblock', 'the superblock');
  const rootAddress = definedAddress(file, root, 'root group');
  const opened = { ...file, rootAddress };
  const extensionAddress = optionalAddress(file, extension, 'superblock extension');
  return extensionAddress === null ? opened : { ...opened, sharedTable: findSharedMessages(opened, extensionAddress) };
}

function refuseTruncated(source: ByteSource, expected: number | bigint): never {
  return refuse(ReadError, 'h5-truncated', source.name, truncation(expected, source.size));
}

/** The values of an `h5-truncated`. */
export function truncation(expected: number | bigint, found: number): { readonly expected: string; readonly found: string } {
  return { expected: `${expected} bytes`, found: `${found} bytes` };
}

function width(source: ByteSource, found: number, what: string): 2 | 4 | 8 {
  return found === 2 || found === 4 || found === 8 ? found : refuse(ReadError, 'h5-offset-size', source.name, { what, found });
}
