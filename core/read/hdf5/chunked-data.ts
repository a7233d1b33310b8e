import { ReadError, refuse } from '../../errors/index.ts';
import { formatBytes } from '../text.ts';
import { type ChunkGrid, checkSize, linearIndex } from './chunk-grid.ts';
import { type StoredChunk, listChunks } from './chunk-index.ts';
import { placeChunk } from './place-chunk.ts';
import { decodeChunk } from './decode-chunk.ts';
import { filled } from './fill-value.ts';
import type { Filter } from './filters.ts';
import { type H5File, h5Where, refuseDamaged } from './h5-file.ts';
import type { ChunkedLayout } from './layout.ts';

/** A dataset in chunks: how it is cut, where its chunks are listed, and what was done to them. */
export interface ChunkedDataset {
  readonly file: H5File;
  readonly path: string;
  readonly layout: ChunkedLayout;
  readonly grid: ChunkGrid;
  readonly filters: readonly Filter[];
  readonly fillValue: Uint8Array | null;
}

/** A chunk of the grid, with its number in row-major order. */
interface NumberedChunk extends StoredChunk {
  readonly number: number;
}

/** Bytes that the chunks of a dataset take in the file, counted until there are `enough`. @throws what the index throws */
export function storedChunkBytes(dataset: ChunkedDataset, enough: number): number {
  let total = 0;
  for (const { storedBytes } of checkedChunks(dataset)) {
    total += storedBytes;
    if (total >= enough) break;
  }
  return total;
}

/**
 * The same for a dataset too large to be read: trees are gone through as they are; an array has places for every chunk, and is not, so that
 * the size of the file is given instead. @throws what the index throws
 */
export function listedBytes({ file, path, layout, grid, filters }: ChunkedDataset): number {
  const { kind } = layout.index;
  if (layout.address !== null && kind !== 'tree-v1' && kind !== 'tree-v2') return file.source.size;
  let total = 0;
  for (const { storedBytes } of listChunks(file, layout, grid, filters.length > 0, path)) total += storedBytes;
  return total;
}

/**
 * All elements of a dataset, chunk by chunk; what was never written has the fill value.
 * @throws `h5-chunk`, `h5-chunk-size`, `h5-checksum`, `h5-damaged`, `h5-too-many`
 */
export function readChunks(dataset: ChunkedDataset, neededBytes: number): Uint8Array {
  const { grid } = dataset;
  // A single chunk of the dataset's own shape needs no copy.
  if (grid.chunkBytes === neededBytes && grid.shape.every((axis, index) => axis === grid.chunkShape[index])) {
    const [chunk] = checkedChunks(dataset);
    return chunk === undefined ? filled(neededBytes, dataset.fillValue) : readChunk(dataset, chunk);
  }
  const target = filled(neededBytes, dataset.fillValue);
  for (const chunk of checkedChunks(dataset)) placeChunk(readChunk(dataset, chunk), chunk.position, grid, target);
  return target;
}

/** Where the written chunks stand in the file. @throws what the index throws, `h5-chunk`, `h5-chunk-size`, `h5-damaged` */
export function* chunkRanges(dataset: ChunkedDataset): Generator<{ readonly from: number; readonly to: number }> {
  for (const { address, storedBytes } of checkedChunks(dataset)) {
    const from = dataset.file.base + address;
    yield { from, to: from + storedBytes };
  }
}

/** The written chunks of the grid, each once, each inside the file; the work of decoding them all is bounded. */
function* checkedChunks({ file, path, layout, grid, filters }: ChunkedDataset): Generator<NumberedChunk> {
  const neededBytes = BigInt(grid.shape.reduce((bytes, axis) => bytes * axis, grid.elementBytes));
  const refuseChunk = (reason: string): never => refuse(ReadError, 'h5-chunk', h5Where(file, path), { reason });
  const seen = new Uint8Array(Math.ceil(grid.counts.reduce((chunks, count) => chunks * count, 1) / 8)); // one bit per chunk
  let chunks = 0;
  for (const chunk of listChunks(file, layout, grid, filters.length > 0, path)) {
    const number = linearIndex(chunk.position, grid.counts);
    // Chunks outside belong to a dataset that was once larger.
    if (number === null) continue;
    const bit = 1 << (number & 7);
    const bits = seen[number >> 3];
    if ((bits & bit) !== 0) refuseDamaged(file, path, `chunk ${number} is listed twice`);
    seen[number >> 3] = bits | bit;
    chunks += 1;
    checkSize(BigInt(chunks) * BigInt(grid.chunkBytes), neededBytes, `${chunks} chunks`, refuseChunk);
    const { address, storedBytes } = chunk;
    // Deflate lengthens what it cannot shorten by less than that.
    const largest = grid.chunkBytes + Math.ceil(grid.chunkBytes / 256) + 4096;
    if (storedBytes > largest || (filters.length === 0 && storedBytes !== grid.chunkBytes))
      refuse(ReadError, 'h5-chunk-size', h5Where(file, path), {
        chunk: `chunk ${number}`,
        declared: formatBytes(grid.chunkBytes),
        reason: `${formatBytes(storedBytes)} are stored`,
      });
    if (file.base + address + storedBytes > file.source.size)
      refuseDamaged(file, path, `chunk ${number} of ${storedBytes} bytes at byte ${file.base + address} reaches past the end of the file`);
    yield { ...chunk, number };
  }
}

function readChunk({ file, path, layout, grid, filters }: ChunkedDataset, chunk: NumberedChunk): Uint8Array {
  const bytes = file.source.read(file.base + chunk.address, chunk.storedBytes);
  const isPlain = layout.hasPlainEdges && reachesOver(chunk.position, grid);
  const raw = { bytes, filterMask: chunk.filterMask, name: `chunk ${chunk.number}` };
  return decodeChunk(file, raw, isPlain ? [] : filters, grid.chunkBytes, path);
}

function reachesOver(position: readonly number[], { shape, chunkShape }: ChunkGrid): boolean {
  return position.some((at, axis) => (at + 1) * chunkShape[axis] > shape[axis]);
}
