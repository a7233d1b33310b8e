import type { Dtype, TensorData } from '../tensor/index.ts';
import { isOwned } from './byte-source.ts';

/** Element types as files store them; `uint32` and `uint64` have no place of their own in `Dtype`. */
export type StoredElement = Dtype | 'uint32' | 'uint64';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<StoredElement, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  float16: 2,
  bfloat16: 2,
  int32: 4,
  uint32: 4,
  float32: 4,
  int64: 8,
  uint64: 8,
  float64: 8,
};

/** Bytes of one element once it is decoded, or as it is stored, whichever is more: what limits are compared with. */
export function heldBytes(element: StoredElement): number {
  return ['float64', 'int64', 'uint32', 'uint64'].includes(element) ? 8 : 4;
}

/** The nearest `Dtype`: unsigned 32 and 64 bit integers are told as int64. */
export function dtypeOf(element: StoredElement): Dtype {
  return element === 'uint32' || element === 'uint64' ? 'int64' : element;
}

/**
 * Decodes numbers: float64 stays, other floats become Float32Array, integers become Int32Array where all fit and Float64Array otherwise
 * (exact up to 2^53). `bytes` must hold `count` elements. Where the machine has the same form, owned bytes become the numbers without a copy.
 */
export function decodeNumbers(bytes: Uint8Array, element: StoredElement, littleEndian: boolean, count: number): TensorData {
  const same = littleEndian ? sameForm(bytes, element, count) : null;
  if (same !== null) return same;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (element) {
    case 'float64':
      return fill(new Float64Array(count), (index) => view.getFloat64(index * 8, littleEndian));
    case 'float32':
      return fill(new Float32Array(count), (index) => view.getFloat32(index * 4, littleEndian));
    case 'float16':
      return fill(new Float32Array(count), (index) => halfToNumber(view.getUint16(index * 2, littleEndian)));
    case 'bfloat16':
      return decodeBfloat16(view, littleEndian, count);
    case 'bool':
    case 'uint8':
      return fill(new Int32Array(count), (index) => view.getUint8(index));
    case 'int8':
      return fill(new Int32Array(count), (index) => view.getInt8(index));
    case 'int16':
      return fill(new Int32Array(count), (index) => view.getInt16(index * 2, littleEndian));
    case 'uint16':
      return fill(new Int32Array(count), (index) => view.getUint16(index * 2, littleEndian));
    case 'int32':
      return fill(new Int32Array(count), (index) => view.getInt32(index * 4, littleEndian));
    case 'uint32':
      return narrow(fill(new Float64Array(count), (index) => view.getUint32(index * 4, littleEndian)));
    case 'int64':
      return narrow(fill(new Float64Array(count), (index) => Number(view.getBigInt64(index * 8, littleEndian))));
    case 'uint64':
      return narrow(fill(new Float64Array(count), (index) => Number(view.getBigUint64(index * 8, littleEndian))));
  }
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const SAME_FORM = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

/** Numbers that stand in the file as the machine keeps them. */
function sameForm(bytes: Uint8Array, element: StoredElement, count: number): TensorData | null {
  if (!IS_LITTLE_ENDIAN || (element !== 'float32' && element !== 'float64' && element !== 'int32')) return null;
  const bytesNeeded = count * ELEMENT_BYTES[element];
  const owned = isOwned(bytes) && bytes.length === bytesNeeded ? bytes : bytes.slice(0, bytesNeeded);
  return new SAME_FORM[element](owned.buffer as ArrayBuffer, 0, count); // as: owned bytes are no shared memory
}

/** value = (−1)^s · 2^(e−15) · (1 + m/1024); e = 0 is subnormal, e = 31 infinite or NaN. Source: IEEE 754-2008 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/** A bfloat16 is the upper half of a float32. */
function decodeBfloat16(view: DataView, littleEndian: boolean, count: number): Float32Array {
  const bits = new Uint32Array(count);
  for (let index = 0; index < count; index++) bits[index] = view.getUint16(index * 2, littleEndian) << 16;
  return new Float32Array(bits.buffer);
}

function fill<T extends TensorData>(target: T, at: (index: number) => number): T {
  for (let index = 0; index < target.length; index++) target[index] = at(index);
  return target;
}

function narrow(values: Float64Array): Float64Array | Int32Array {
  return values.every((value) => value === (value | 0)) ? Int32Array.from(values) : values;
}
