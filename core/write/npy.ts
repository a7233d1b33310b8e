import type { Shape, Tensor, TensorData } from '../tensor/index.ts';

/**
 * A tensor as an .npy file, version 1.0, little-endian, C order; the numbers are copied in one piece, bit for bit.
 * Source: NumPy `numpy/lib/format.py`, format version 1.0 (the header ends on a multiple of 64 bytes).
 */
export function writeNpy({ shape, data }: Tensor): Uint8Array {
  const descriptor = descriptorOf(data);
  const header = npyHeader(`{'descr': '${descriptor}', 'fortran_order': False, 'shape': ${tupleOf(shape)}, }`);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length);
  return bytes;
}

function descriptorOf(data: TensorData): string {
  if (data instanceof Float64Array) return '<f8';
  if (data instanceof Int32Array) return '<i4';
  return data instanceof Uint8Array ? '|u1' : '<f4';
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]; // \x93NUMPY, version 1.0
const LENGTH_BYTES = 2;
const ALIGNMENT = 64;

function npyHeader(dictionary: string): Uint8Array {
  const unpadded = MAGIC.length + LENGTH_BYTES + dictionary.length + 1;
  const total = Math.ceil(unpadded / ALIGNMENT) * ALIGNMENT;
  const length = total - MAGIC.length - LENGTH_BYTES;
  const header = new Uint8Array(total);
  header.set([...MAGIC, length & 0xff, length >> 8]);
  header.set(new TextEncoder().encode(dictionary.padEnd(length - 1) + '\n'), MAGIC.length + LENGTH_BYTES);
  return header;
}

/** A Python tuple: `()`, `(7,)`, `(1, 20, 32)`. */
function tupleOf(shape: Shape): string {
  return shape.length === 1 ? `(${String(shape[0])},)` : `(${shape.join(', ')})`;
}
