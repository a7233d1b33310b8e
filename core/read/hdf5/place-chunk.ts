import { type ChunkGrid, positions } from './chunk-grid.ts';

/** Writes the part of a chunk that lies inside the dataset into `target`, which holds the whole dataset, row-major. */
export function placeChunk(chunk: Uint8Array, position: readonly number[], grid: ChunkGrid, target: Uint8Array): void {
  const { shape, chunkShape, elementBytes } = grid;
  const starts = position.map((at, axis) => at * (chunkShape[axis] ?? 1));
  const inside = chunkShape.map((size, axis) => Math.min(size, (shape[axis] ?? 0) - (starts[axis] ?? 0)));
  // Axes behind `runAxis` are whole in chunk and dataset alike, so that one run of bytes covers them.
  let runAxis = shape.length - 1;
  while (runAxis > 0 && inside[runAxis] === shape[runAxis] && inside[runAxis] === chunkShape[runAxis]) runAxis--;
  const targetStrides = strides(shape, elementBytes);
  const chunkStrides = strides(chunkShape, elementBytes);
  const runBytes = (inside[runAxis] ?? 0) * (targetStrides[runAxis] ?? 0);
  const origin = offsetOf(starts, targetStrides);
  if (runAxis === 0) {
    target.set(chunk.subarray(0, runBytes), origin);
    return;
  }
  for (const row of positions(inside.slice(0, runAxis))) {
    const from = offsetOf(row, chunkStrides);
    target.set(chunk.subarray(from, from + runBytes), origin + offsetOf(row, targetStrides));
  }
}

/** Bytes from one element to the next along each axis. */
function strides(shape: readonly number[], elementBytes: number): readonly number[] {
  const result = shape.map(() => elementBytes);
  for (let axis = shape.length - 2; axis >= 0; axis--) result[axis] = (result[axis + 1] ?? 0) * (shape[axis + 1] ?? 0);
  return result;
}

function offsetOf(position: readonly number[], axisBytes: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < position.length; axis++) offset += (position[axis] ?? 0) * (axisBytes[axis] ?? 0);
  return offset;
}
