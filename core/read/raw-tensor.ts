import { ReadError, refuse } from '../errors/index.ts';
import type { Shape, StoredTensor } from '../tensor/index.ts';
import { LIMITS } from './limits.ts';
import { decodeNumbers, dtypeOf, ELEMENT_BYTES, heldBytes, type StoredElement } from './numbers.ts';
import { formatBytes, quoteForMessage } from './text.ts';

/** Numbers that stand in a file one after the other, row-major. */
export interface RawArray {
  /** How the file names it. */
  readonly path: string;
  readonly shape: Shape;
  readonly element: StoredElement;
  readonly littleEndian: boolean;
  readonly sourceName: string;
  /** The stored bytes, exactly as many as shape and element type ask for. */
  bytes(): Uint8Array;
}

/**
 * Bytes that an array of this shape takes in the file, counted without rounding; axes must be whole numbers ≥ 0.
 * @throws `tensor-too-big` when its numbers would not fit in memory
 */
export function rawBytes(path: string, shape: Shape, element: StoredElement): number {
  const count = shape.reduce((product, axis) => product * BigInt(axis), 1n);
  const held = count * BigInt(heldBytes(element));
  if (held > BigInt(LIMITS.tensorBytes)) {
    refuse(ReadError, 'tensor-too-big', quoteForMessage(path), { declared: formatBytes(held), limit: formatBytes(LIMITS.tensorBytes) });
  }
  return Number(count) * ELEMENT_BYTES[element];
}

/** The array as a tensor: its facts now, its numbers when they are loaded. */
export function rawTensor(array: RawArray): StoredTensor {
  const { path, shape, element, sourceName, littleEndian } = array;
  const count = shape.reduce((product, axis) => product * axis, 1);
  const load = (): ReturnType<StoredTensor['load']> => ({ shape, data: decodeNumbers(array.bytes(), element, littleEndian, count) });
  return { path, shape, dtype: dtypeOf(element), source: sourceName, load };
}
