import { ReadError, refuse } from '../../errors/index.ts';
import { inflateZlib } from '../inflate.ts';
import { formatBytes } from '../text.ts';
import type { Filter } from './filters.ts';
import { fletcher32 } from './fletcher32.ts';
import { type H5File, h5Where, hex, refuseChecksum } from './h5-file.ts';
import { unshuffle } from './shuffle.ts';

/** Bytes that the fletcher32 filter appends. */
const CHECKSUM_BYTES = 4;

/** A chunk as it stands in the file, and how to name it. */
export interface RawChunk {
  readonly bytes: Uint8Array;
  readonly filterMask: number;
  /** `chunk 3`, counted row-major from 0. */
  readonly name: string;
}

/**
 * Undoes the filters of a chunk, the last one first. Gives exactly `chunkBytes` bytes; nothing inflates beyond what a chunk can hold.
 * @throws `h5-chunk-size`, `h5-checksum`
 */
export function decodeChunk(file: H5File, chunk: RawChunk, filters: readonly Filter[], chunkBytes: number, path: string): Uint8Array {
  let bytes = chunk.bytes;
  for (let index = filters.length - 1; index >= 0; index--) {
    const filter = filters[index];
    if (filter === undefined || isLeftOut(chunk, index)) continue;
    switch (filter.kind) {
      case 'shuffle':
        bytes = unshuffle(bytes, filter.elementBytes);
        break;
      case 'fletcher32':
        bytes = checkFletcher(file, bytes, chunk, path);
        break;
      case 'deflate': {
        // Filters applied before this one may have appended their checksums.
        const before = filters.slice(0, index).filter(({ kind }, at) => kind === 'fletcher32' && !isLeftOut(chunk, at)).length;
        bytes = inflateChunk(file, bytes, chunk, chunkBytes + before * CHECKSUM_BYTES, path);
      }
    }
  }
  if (bytes.length !== chunkBytes) refuseSize(file, chunk, chunkBytes, `it holds ${formatBytes(bytes.length)}`, path);
  return bytes;
}

function isLeftOut(chunk: RawChunk, filter: number): boolean {
  return (chunk.filterMask & (1 << filter)) !== 0;
}

function refuseSize(file: H5File, chunk: RawChunk, declared: number, reason: string, path: string): never {
  return refuse(ReadError, 'h5-chunk-size', h5Where(file, path), { chunk: chunk.name, declared: formatBytes(declared), reason });
}

function inflateChunk(file: H5File, bytes: Uint8Array, chunk: RawChunk, limit: number, path: string): Uint8Array {
  let inflated: Uint8Array | null;
  try {
    inflated = inflateZlib(file.source, bytes, limit);
  } catch (cause) {
    return refuseChecksum(file, path, chunk.name, 'its compressed data is broken', cause);
  }
  return inflated ?? refuseSize(file, chunk, limit, 'it inflates to more', path);
}

function checkFletcher(file: H5File, bytes: Uint8Array, chunk: RawChunk, path: string): Uint8Array {
  if (bytes.length < CHECKSUM_BYTES) refuseSize(file, chunk, CHECKSUM_BYTES, `it holds ${formatBytes(bytes.length)}`, path);
  const content = bytes.subarray(0, -CHECKSUM_BYTES);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + content.length, CHECKSUM_BYTES).getUint32(0, true);
  const computed = fletcher32(content);
  // HDF5 1.6.2 and older exchanged the bytes of each half on little-endian machines.
  const exchanged = ((computed & 0x00ff00ff) << 8) | ((computed >>> 8) & 0x00ff00ff);
  if (stored !== computed && stored !== exchanged >>> 0)
    refuseChecksum(file, path, chunk.name, `its fletcher32 checksum is ${hex(computed)}, and ${hex(stored)} is stored`);
  return content;
}
