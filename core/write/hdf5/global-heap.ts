import { ByteWriter } from '../byte-writer.ts';
import type { FileLayout } from './file-layout.ts';
import type { HeapText } from './object-header.ts';
import { signature } from './symbol-table.ts';

const LEAST_BYTES = 4096;
const HEAD_BYTES = 16;

/**
 * Texts of attributes, gathered in global heap collections: one is placed when it is full. Source: HDF5 File Format Specification 3.0, III.E.
 */
export function placeTexts(layout: FileLayout, texts: readonly string[]): readonly HeapText[] {
  const placed: HeapText[] = [];
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = (): void => {
    const collection = layout.place(collectionOf(waiting, waitingBytes));
    placed.push(...waiting.map(({ length }, index) => ({ length, collection, index: index + 1 })));
    waiting = [];
    waitingBytes = 0;
  };
  for (const text of texts) {
    const bytes = new TextEncoder().encode(text);
    const needed = HEAD_BYTES + Math.ceil(bytes.length / 8) * 8;
    // Head of the collection, and an object 0 for the free space behind the texts.
    if (waiting.length > 0 && waitingBytes + needed + 2 * HEAD_BYTES > LEAST_BYTES) flush();
    waiting.push(bytes);
    waitingBytes += needed;
  }
  if (waiting.length > 0) flush();
  return placed;
}

function collectionOf(texts: readonly Uint8Array[], textBytes: number): Uint8Array {
  const size = Math.max(LEAST_BYTES, textBytes + 2 * HEAD_BYTES);
  const heap = new ByteWriter(size).bytes(signature('GCOL')).u8(1).zeros(3).u64(size);
  // Number, references, reserved, length, text.
  for (const [index, text] of texts.entries())
    heap
      .u16(index + 1, 1)
      .zeros(4)
      .u64(text.length)
      .bytes(text)
      .pad(8);
  const free = size - heap.length;
  return heap
    .u16(0, 0)
    .zeros(4)
    .u64(free)
    .zeros(free - HEAD_BYTES)
    .finish();
}
