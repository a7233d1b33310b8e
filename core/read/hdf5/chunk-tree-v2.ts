import type { ChunkGrid } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, blockReader, readDefinedAddress, refuseDamaged } from './h5-file.ts';
import { readTree } from './tree-v2.ts';

/** Record types of chunks without and with filters. */
const PLAIN = 10;
const FILTERED = 11;

/**
 * Chunks by a version 2 B-tree: for datasets that may grow along several axes. Source: HDF5 File Format Specification 3.0, III.A.2
 * (record types 10 and 11).
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function* chunksOfTreeV2(file: H5File, address: number, grid: ChunkGrid, path: string): Generator<StoredChunk> {
  const tree = readTree(file, address, path);
  if (tree.type !== PLAIN && tree.type !== FILTERED)
    refuseDamaged(file, path, `the tree of its chunks is of type ${tree.type}, not 10 or 11`);
  // What is left beside address, mask and positions is the width of the chunk's size.
  const sizeWidth = tree.type === PLAIN ? 0 : tree.recordBytes - file.offsetBytes - 4 - 8 * grid.shape.length;
  if (sizeWidth < 0 || sizeWidth > 8) refuseDamaged(file, path, `the tree of its chunks has records of ${tree.recordBytes} bytes`);
  for (const record of tree.records) {
    const reader = blockReader(file, record, path, 'a record of a chunk');
    const chunkAddress = readDefinedAddress(file, reader, `${path}: tree of chunks`);
    const storedBytes = tree.type === PLAIN ? grid.chunkBytes : Number(reader.uint(sizeWidth));
    const filterMask = tree.type === PLAIN ? 0 : reader.u32();
    yield { position: grid.shape.map(() => Number(reader.u64())), address: chunkAddress, storedBytes, filterMask };
  }
}
