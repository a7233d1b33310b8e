import type { ByteReader } from '../byte-reader.ts';
import type { ChunkGrid } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, readAddress, refuseDamaged } from './h5-file.ts';

/** How fixed and extensible arrays store a chunk: its address, and where filters are used its size and filter mask. */
export interface ChunkElement {
  readonly bytes: number;
  /** A chunk, or null where none was written. @throws `h5-damaged` */
  read(reader: ByteReader, position: readonly number[]): StoredChunk | null;
}

/** `clientId`: 0 without, 1 with filters. Source: HDF5 File Format Specification 3.0, appendix C. @throws `h5-damaged` */
export function chunkElement(
  file: H5File,
  { clientId, bytes }: { readonly clientId: number; readonly bytes: number },
  grid: ChunkGrid,
  isFiltered: boolean,
  path: string,
): ChunkElement {
  if (clientId !== (isFiltered ? 1 : 0)) refuseDamaged(file, path, `its chunks are indexed as client ${clientId}, against its filters`);
  const sizeWidth = isFiltered ? bytes - file.offsetBytes - 4 : 0;
  if (sizeWidth < 0 || sizeWidth > 8 || (!isFiltered && bytes !== file.offsetBytes))
    refuseDamaged(file, path, `the index of its chunks has elements of ${bytes} bytes`);
  return {
    bytes,
    read(reader, position) {
      const address = readAddress(file, reader, `${path}: chunk`);
      const storedBytes = isFiltered ? Number(reader.uint(sizeWidth)) : grid.chunkBytes;
      const filterMask = isFiltered ? reader.u32() : 0;
      return address === null ? null : { position, address, storedBytes, filterMask };
    },
  };
}

/** Whether a page of an array was ever written: its bit, the highest of a byte first. */
export function isPageWritten(bits: Uint8Array, page: number): boolean {
  return ((bits[page >> 3] ?? 0) & (0x80 >> (page & 7))) !== 0;
}
