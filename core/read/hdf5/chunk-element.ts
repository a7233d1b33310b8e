import type { ChunkGrid } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, blockReader, readDefinedAddress, refuseDamaged } from './h5-file.ts';

/** How fixed and extensible arrays store a chunk: its address, and where filters are used its size and filter mask. */
export interface ChunkElement {
  readonly bytes: number;
  /** A chunk, or null where none was written. @throws `h5-damaged` */
  read(element: Uint8Array, position: readonly number[]): StoredChunk | null;
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
    read(element, position) {
      // Most places of a sparse array hold no address: all bits set.
      let unset = 0;
      while (unset < file.offsetBytes && element[unset] === 0xff) unset++;
      if (unset === file.offsetBytes) return null;
      const reader = blockReader(file, element, path, 'an element of an index');
      const address = readDefinedAddress(file, reader, `${path}: chunk`);
      const storedBytes = isFiltered ? Number(reader.uint(sizeWidth)) : grid.chunkBytes;
      return { position, address, storedBytes, filterMask: isFiltered ? reader.u32() : 0 };
    },
  };
}

/** Whether a page of an array was ever written: its bit, the highest of a byte first. */
export function isPageWritten(bits: Uint8Array, page: number): boolean {
  return (bits[page >> 3] & (0x80 >> (page & 7))) !== 0;
}
