import type { ByteReader } from '../byte-reader.ts';
import { type H5File, blockReader, readAddress, readLength, refuseDamaged } from './h5-file.ts';

/** Where the numbers of a dataset stand. */
export type H5Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number | null }
  | ChunkedLayout
  | { readonly kind: 'virtual' };

export interface ChunkedLayout {
  readonly kind: 'chunked';
  /** Sizes of a chunk's axes, and last the bytes of an element, as stored. */
  readonly sizes: readonly bigint[];
  readonly index: ChunkIndexKind;
  /** Where the index stands, or the chunks themselves; null when nothing was written. */
  readonly address: number | null;
  /** Chunks that reach over the edge are stored as they are, without filters. */
  readonly hasPlainEdges: boolean;
}

/** How chunks are found. A single chunk that is filtered tells its size and filter mask in the layout. */
export type ChunkIndexKind =
  | { readonly kind: 'tree-v1' | 'implicit' | 'fixed-array' | 'extensible-array' | 'tree-v2' }
  | { readonly kind: 'single'; readonly filtered: { readonly storedBytes: number; readonly filterMask: number } | null };

/**
 * Reads a data layout message, versions 1 to 5 (5 differs from 4 by wider numbers elsewhere).
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i.
 * @throws `h5-damaged`
 */
export function readLayout(file: H5File, bytes: Uint8Array, path: string): H5Layout {
  const reader = blockReader(file, bytes, path, 'a data layout message');
  const version = reader.u8();
  if (version < 1 || version > 5) refuseDamaged(file, path, `its data layout has version ${version}; 1 to 5 are known`);
  if (version < 3) return readOldLayout(file, reader, path);
  const layoutClass = reader.u8();
  switch (layoutClass) {
    case 0:
      return { kind: 'compact', bytes: reader.take(reader.u16()) };
    case 1:
      // Skipped: the size, which follows from shape and datatype.
      return { kind: 'contiguous', address: readAddress(file, reader, path) };
    case 2:
      return version === 3 ? readTreeChunks(file, reader, path) : readIndexedChunks(file, reader, path);
    case 3:
      return { kind: 'virtual' };
    default:
      return refuseDamaged(file, path, `its data layout is of class ${layoutClass}; 0 to 3 are known`);
  }
}

/** Versions 1 and 2, written before HDF5 1.6.3. */
function readOldLayout(file: H5File, reader: ByteReader, path: string): H5Layout {
  const rank = reader.u8();
  const layoutClass = reader.u8();
  reader.skip(5);
  if (layoutClass > 2) refuseDamaged(file, path, `its data layout is of class ${layoutClass}; 0 to 2 are known`);
  if (layoutClass === 0) {
    reader.skip(4 * rank);
    return { kind: 'compact', bytes: reader.take(reader.u32()) };
  }
  const address = readAddress(file, reader, path);
  if (layoutClass === 1) return { kind: 'contiguous', address };
  const sizes = Array.from({ length: rank }, () => BigInt(reader.u32()));
  return { kind: 'chunked', sizes, index: { kind: 'tree-v1' }, address, hasPlainEdges: false };
}

/** Version 3: chunks are listed by a version 1 B-tree. */
function readTreeChunks(file: H5File, reader: ByteReader, path: string): ChunkedLayout {
  const rank = reader.u8();
  const address = readAddress(file, reader, path);
  const sizes = Array.from({ length: rank }, () => BigInt(reader.u32()));
  return { kind: 'chunked', sizes, index: { kind: 'tree-v1' }, address, hasPlainEdges: false };
}

/** Version 4: one of five indexes. */
function readIndexedChunks(file: H5File, reader: ByteReader, path: string): ChunkedLayout {
  const flags = reader.u8();
  const rank = reader.u8();
  const sizeWidth = reader.u8();
  if (sizeWidth < 1 || sizeWidth > 8) refuseDamaged(file, path, `the sizes of its chunks take ${sizeWidth} bytes each`);
  const sizes = Array.from({ length: rank }, () => reader.uint(sizeWidth));
  const index = readIndexKind(file, reader, (flags & 2) !== 0, path);
  return { kind: 'chunked', sizes, index, address: readAddress(file, reader, path), hasPlainEdges: (flags & 1) !== 0 };
}

function readIndexKind(file: H5File, reader: ByteReader, isFiltered: boolean, path: string): ChunkIndexKind {
  const type = reader.u8();
  switch (type) {
    case 1:
      return { kind: 'single', filtered: isFiltered ? { storedBytes: readLength(file, reader, path), filterMask: reader.u32() } : null };
    case 2:
      return { kind: 'implicit' };
    // Skipped: creation parameters, which the index repeats in its own header.
    case 3:
      reader.skip(1);
      return { kind: 'fixed-array' };
    case 4:
      reader.skip(5);
      return { kind: 'extensible-array' };
    case 5:
      reader.skip(6);
      return { kind: 'tree-v2' };
    default:
      return refuseDamaged(file, path, `its chunks have an index of type ${type}; 1 to 5 are known`);
  }
}
