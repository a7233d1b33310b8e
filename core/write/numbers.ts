/**
 * A number as text that reads back to the same bits: `NaN`, `Infinity`, `-Infinity` and `-0` are spelled out. A float32 is written as the
 * float64 it equals.
 */
export function numberText(value: number): string {
  if (value === 0) return 1 / value < 0 ? '-0' : '0';
  return String(value);
}

/** The same as a JSON value: what JSON has no number for becomes a string. */
export function numberJson(value: number): string {
  return Number.isFinite(value) ? numberText(value) : `"${String(value)}"`;
}

/** Pieces of text as one block of UTF-8 bytes; pieces may be any number, so no string grows beyond what an engine can hold. */
export function encodePieces(pieces: Iterable<string>): Uint8Array {
  const encoder = new TextEncoder();
  const blocks: Uint8Array[] = [];
  let waiting: string[] = [];
  let length = 0;
  const flush = (): void => {
    blocks.push(encoder.encode(waiting.join('')));
    waiting = [];
    length = 0;
  };
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length > BLOCK_LENGTH) flush();
  }
  flush();
  return joinBlocks(blocks);
}

const BLOCK_LENGTH = 1 << 20;

function joinBlocks(blocks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
