import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { pagedSource } from '../paged-source.ts';
import { type H5File, readAddress, readDefinedAddress, refuseUnsupported } from './h5-file.ts';

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
 * Opens an HDF5 file by its superblock, version 0 or 1: what h5py writes unless told otherwise.
 * Source: HDF5 File Format Specification 3.0, II.A.
 * @throws `h5-truncated`, `h5-version`, `h5-offset-size`, `h5-unsupported`, `h5-damaged`
 */
export function openSuperblock(source: ByteSource, base: number): H5File {
  const present = Math.min(SUPERBLOCK_BYTES, source.size - base);
  const reader = new ByteReader(source.read(base, present), () => refuseTruncated(source, base + SUPERBLOCK_BYTES));
  reader.skip(SIGNATURE.length);
  const version = reader.u8();
  if (version > 3) refuse(ReadError, 'h5-version', source.name, { found: version });
  const widthReader = version < 2 ? (reader.skip(4), reader) : reader;
  const offsetBytes = width(source, widthReader.u8(), 'offsets');
  const lengthBytes = width(source, widthReader.u8(), 'lengths');
  const file = {
    source: pagedSource(source),
    base,
    offsetBytes,
    lengthBytes,
    rootAddress: 0,
    budget: { objects: LIMITS.h5Objects, stringBytes: LIMITS.h5StringBytes, textBytes: LIMITS.h5TextBytes },
    listings: new Map(),
    heaps: new Map(),
  } satisfies H5File;
  if (version >= 2) refuseUnsupported(file, 'superblock', `superblock version ${version} (the "latest" file structure)`);
  // Skipped: one reserved byte, the two group node ranks (2 + 2), file consistency flags (4); version 1 adds the chunk tree rank and padding.
  reader.skip(version === 0 ? 9 : 13);
  // Skipped: the base address; like the HDF5 library we count from where the superblock really stands.
  reader.unsigned(offsetBytes);
  // Skipped: the address of global free-space information, never written.
  reader.unsigned(offsetBytes);
  const endOfFile = reader.unsigned(offsetBytes);
  if (endOfFile > BigInt(source.size)) refuseTruncated(source, endOfFile);
  // Skipped: the driver information block, used only by files split over several.
  readAddress(file, reader, 'driver information block');
  // The root group's symbol table entry: name offset, then the address of its object header.
  reader.unsigned(offsetBytes);
  return { ...file, rootAddress: readDefinedAddress(file, reader, 'root group') };
}

function refuseTruncated(source: ByteSource, expected: number | bigint): never {
  return refuse(ReadError, 'h5-truncated', source.name, { expected: `${expected} bytes`, found: `${source.size} bytes` });
}

function width(source: ByteSource, found: number, what: string): 2 | 4 | 8 {
  return found === 2 || found === 4 || found === 8 ? found : refuse(ReadError, 'h5-offset-size', source.name, { what, found });
}
