import { type ChunkGrid, positions } from './chunk-grid.ts';

/** Writes the part of a chunk that lies inside the dataset into `target`, which holds the whole dataset, row-major. */
export function placeChunk(chunk: Uint8Array, position: readonly number[], grid: ChunkGrid, target: Uint8Array): void {
  const { shape, chunkShape, elementBytes } = grid;
  const starts = position.map((at, axis) => at * chunkShape[axis]);
  const inside = chunkShape.map((size, axis) => Math.min(size, shape[axis] - starts[axis]));
  // Axes behind `runAxis` are whole in chunk and dataset alike, so that one run of bytes covers them.
  let runAxis = shape.length - 1;
  while (runAxis > 0 && inside[runAxis] === shape[runAxis] && inside[runAxis] === chunkShape[runAxis]) runAxis--;
  const targetStrides = strides(shape, elementBytes);
  const chunkStrides = strides(chunkShape, elementBytes);
  const runBytes = inside[runAxis] * targetStrides[runAxis];
  const origin = offsetOf(starts, targetStrides);
  if (runAxis === 0) {
    target.set(chunk.subarray(0, runBytes), origin);
    return;
  }
  const copyRun = runCopier(chunk, target, runBytes, elementBytes);
  const rows = inside[runAxis - 1];
  const [chunkStep, targetStep] = [chunkStrides[runAxis - 1], targetStrides[runAxis - 1]];
  for (const outer of positions(inside.slice(0, runAxis - 1))) {
    let from = offsetOf(outer, chunkStrides);
    let to = origin + offsetOf(outer, targetStrides);
    for (let row = 0; row < rows; row++, from += chunkStep, to += targetStep) copyRun(from, to);
  }
}

/** Runs of up to so many bytes are copied word by word: the call that copies longer ones costs more than they do. */
const SHORT_RUN_BYTES = 512;

function runCopier(chunk: Uint8Array, target: Uint8Array, runBytes: number, elementBytes: number): (from: number, to: number) => void {
  // Elements of 4 or 8 bytes begin on whole words wherever their chunk and dataset do.
  const isAligned = elementBytes % 4 === 0 && (chunk.byteOffset | target.byteOffset) % 4 === 0;
  if (!isAligned || runBytes > SHORT_RUN_BYTES) {
    return (from, to) => {
      target.set(chunk.subarray(from, from + runBytes), to);
    };
  }
  const source = new Uint32Array(chunk.buffer, chunk.byteOffset, chunk.length / 4);
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length / 4);
  const runWords = runBytes / 4;
  return (from, to) => {
    const [first, place] = [from / 4, to / 4];
    for (let word = 0; word < runWords; word++) words[place + word] = source[first + word];
  };
}

/** Bytes from one element to the next along each axis. */
function strides(shape: readonly number[], elementBytes: number): readonly number[] {
  const result = shape.map(() => elementBytes);
  for (let axis = shape.length - 2; axis >= 0; axis--) result[axis] = result[axis + 1] * shape[axis + 1];
  return result;
}

function offsetOf(position: readonly number[], axisBytes: readonly number[]): number {
  let offset = 0;
  for (let axis = 0; axis < position.length; axis++) offset += position[axis] * axisBytes[axis];
  return offset;
}
