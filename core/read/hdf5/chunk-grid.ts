import { ReadError, refuse } from '../../errors/index.ts';
import { type Shape, formatShape } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import { type H5Dataspace, elementCount } from './dataspace.ts';
import { type H5File, h5Where } from './h5-file.ts';

/** How a dataset is cut into chunks of one size. */
export interface ChunkGrid {
  readonly shape: Shape;
  readonly chunkShape: Shape;
  readonly elementBytes: number;
  /** Bytes of a whole chunk, before filters. */
  readonly chunkBytes: number;
  /** Chunks along each axis now, and when it has grown as far as it may (null: without limit). */
  readonly counts: readonly number[];
  readonly maxCounts: readonly (number | null)[];
}

/**
 * How a dataset is cut, checked against its shape and type. `sizes` are those of the layout: the chunk's axes, then the bytes of an element.
 * @throws `h5-chunk`
 */
export function chunkGrid(
  file: H5File,
  dataspace: NonNullable<H5Dataspace>,
  sizes: readonly bigint[],
  elementBytes: number,
  path: string,
): ChunkGrid {
  const refuseChunk = (reason: string): never => refuse(ReadError, 'h5-chunk', h5Where(file, path), { reason });
  const { shape, maxShape } = dataspace;
  const axes = sizes.slice(0, -1);
  const found = `(${axes.join(', ')})`;
  if (axes.length !== shape.length || axes.length === 0)
    refuseChunk(`a chunk has ${Math.max(0, axes.length)} axes, the dataset has ${shape.length}`);
  if (axes.some((axis) => axis === 0n)) refuseChunk(`a chunk of shape ${found} holds nothing`);
  if (sizes.at(-1) !== BigInt(elementBytes))
    refuseChunk(`elements take ${sizes.at(-1)} bytes in a chunk, and ${elementBytes} by their type`);
  const chunkShape = axes.map(Number);
  const chunksAlong = (axis: number, index: number): number => Math.ceil(axis / chunkShape[index]);
  const counts = shape.map(chunksAlong);
  const maxCounts = maxShape.map((axis, index) => (axis === null ? null : chunksAlong(axis, index)));
  return { shape, chunkShape, elementBytes, chunkBytes: Number(elementCount(sizes)), counts, maxCounts };
}

/** Refuses more chunks than are read, and chunks far larger than their dataset. @throws `h5-chunk` */
export function checkGrid(file: H5File, grid: ChunkGrid, path: string): void {
  const { shape, chunkShape, chunkBytes, counts } = grid;
  const refuseChunk = (reason: string): never => refuse(ReadError, 'h5-chunk', h5Where(file, path), { reason });
  const chunks = elementCount(counts);
  const found = formatShape(chunkShape);
  if (chunks > BigInt(LIMITS.h5Chunks)) refuseChunk(`it has ${chunks} chunks of shape ${found}; at most ${LIMITS.h5Chunks} are read`);
  const neededBytes = elementCount(shape) * BigInt(grid.elementBytes);
  // An empty dataset has no chunk to decode.
  if (neededBytes > 0n) checkSize(BigInt(chunkBytes), neededBytes, `a chunk of shape ${found}`, refuseChunk);
}

/** Chunks may be larger than what they hold for the dataset, but not so much that decoding them is the main work. */
export function checkSize(decodedBytes: bigint, neededBytes: bigint, what: string, refuseChunk: (reason: string) => never): void {
  if (decodedBytes > BigInt(LIMITS.h5ChunkFreeBytes) && decodedBytes > neededBytes * BigInt(LIMITS.h5ChunkRatio))
    refuseChunk(`${what} takes ${formatBytes(decodedBytes)} for a dataset of ${formatBytes(neededBytes)}`);
}

/** Every position of a grid with chunks along each axis, row-major; one of a grid without axes. The array is used again for the next one. */
export function* positions(counts: readonly number[]): Generator<readonly number[]> {
  const position = counts.map(() => 0);
  for (;;) {
    yield position;
    let axis = counts.length - 1;
    for (; axis >= 0; axis--) {
      if (++position[axis] < counts[axis]) break;
      position[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Number of a position in a row-major grid; null where it lies outside. The first count may be unknown: it is never multiplied. */
export function linearIndex(position: readonly number[], counts: readonly (number | null)[]): number | null {
  let index = 0;
  for (let axis = 0; axis < position.length; axis++) {
    const at = position[axis];
    const count = counts[axis] ?? null;
    if (count === null ? axis > 0 : at >= count) return null;
    index = index * (count ?? 0) + at;
  }
  return index;
}
