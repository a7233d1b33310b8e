import type { ChunkGrid } from './chunk-grid.ts';
import { linearIndex, positions } from './chunk-grid.ts';
import { chunksOfTreeV1 } from './chunk-tree-v1.ts';
import { chunksOfTreeV2 } from './chunk-tree-v2.ts';
import { chunksOfExtensibleArray } from './extensible-array.ts';
import { chunksOfFixedArray } from './fixed-array.ts';
import { type H5File, refuseDamaged } from './h5-file.ts';
import type { ChunkedLayout } from './layout.ts';

/** A chunk as an index lists it. Its position counts chunks along each axis, and holds only until the next chunk is asked for. */
export interface StoredChunk {
  readonly position: readonly number[];
  readonly address: number;
  readonly storedBytes: number;
  /** Bit n: the n-th filter was left out for this chunk. */
  readonly filterMask: number;
}

/**
 * The chunks of a dataset that were written, by whichever index it has. Positions may lie outside the grid.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i (version 4) and appendix C.
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many` while they are listed
 */
export function* listChunks(
  file: H5File,
  layout: ChunkedLayout,
  grid: ChunkGrid,
  isFiltered: boolean,
  path: string,
): Generator<StoredChunk> {
  const { address, index } = layout;
  if (address === null || grid.counts.includes(0)) return;
  switch (index.kind) {
    case 'tree-v1':
      yield* chunksOfTreeV1(file, address, grid, path);
      return;
    case 'tree-v2':
      yield* chunksOfTreeV2(file, address, grid, path);
      return;
    case 'fixed-array':
      yield* chunksOfFixedArray(file, address, grid, isFiltered, path);
      return;
    case 'extensible-array':
      yield* chunksOfExtensibleArray(file, address, grid, isFiltered, path);
      return;
    case 'single':
      yield { position: grid.counts.map(() => 0), address, storedBytes: grid.chunkBytes, filterMask: 0, ...index.filtered };
      return;
    case 'implicit':
      // The chunks stand one after another, with room for those that may still come.
      for (const position of positions(grid.counts)) {
        const chunk = linearIndex(position, grid.maxCounts);
        if (chunk === null) return refuseDamaged(file, path, 'its chunks stand without an index, and it may grow without a limit');
        yield { position, address: address + chunk * grid.chunkBytes, storedBytes: grid.chunkBytes, filterMask: 0 };
      }
  }
}
