import type { Shape } from '../../tensor/index.ts';
import type { StoredElement } from '../numbers.ts';

/** Bytes that the pickle holds: how many are known at once, the bytes themselves on demand. */
export interface ByteRange {
  readonly length: number;
  read(): Uint8Array;
}

/** A text; `bytes` are its characters in Latin-1, as Python 3 stores bytes in the protocols of Python 2. */
export interface PickleText {
  readonly kind: 'text';
  readonly bytes: ByteRange;
  characters(): string;
}

/** The type of an array's elements while it is built: `f4`, then its byte order. */
export interface PickleDtype {
  readonly kind: 'dtype';
  readonly type: string;
  order: string;
}

/** Numbers of an array as they stand in the pickle. `strides[axis]`: how many numbers lie between two neighbours along it. */
export interface NumericContent {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly element: StoredElement;
  readonly littleEndian: boolean;
  readonly bytes: ByteRange;
}

/** An array: empty when `_reconstruct` made it, filled by the state that follows. */
export interface PickleArray {
  readonly kind: 'array';
  content: NumericContent | { readonly shape: Shape; readonly strides: readonly number[]; readonly items: readonly PickleValue[] } | null;
}

/** One of the five names that a pickle of plain arrays holds. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: 'ndarray' | 'dtype' | 'reconstruct' | 'encode' | 'frombuffer';
}

/** All that a pickle of plain arrays is made of. There is no value for anything else, so nothing else can come to be. */
export type PickleValue =
  | null
  | boolean
  | number
  | PickleText
  | { readonly kind: 'bytes'; readonly bytes: ByteRange }
  | { readonly kind: 'list'; readonly items: PickleValue[] }
  | { readonly kind: 'tuple'; readonly items: readonly PickleValue[] }
  | { readonly kind: 'dict'; readonly entries: [PickleValue, PickleValue][] }
  | PickleGlobal
  | PickleDtype
  | PickleArray;

/** The kind of a value in a few words for a message: `a number`, `a list`. */
export function describeValue(value: PickleValue): string {
  if (value === null) return 'None';
  if (typeof value !== 'object') return typeof value === 'number' ? 'a number' : 'a truth value';
  const words = {
    text: 'a text',
    bytes: 'bytes',
    list: 'a list',
    tuple: 'a tuple',
    dict: 'a dictionary',
    global: 'a name',
    dtype: 'a dtype',
    array: 'an array',
  };
  return words[value.kind];
}
