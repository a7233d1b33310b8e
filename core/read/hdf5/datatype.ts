import type { ByteReader } from '../byte-reader.ts';
import type { StoredElement } from '../numbers.ts';
import { type H5File, refuseDamaged } from './h5-file.ts';

/** What an element of a dataset or attribute is; `other` is named and refused only where its values are wanted. */
export type H5Datatype =
  | { readonly kind: 'number'; readonly element: StoredElement; readonly littleEndian: boolean; readonly bytes: number }
  | { readonly kind: 'string'; readonly bytes: number; readonly padding: 'null-terminated' | 'null-padded' | 'space-padded' }
  | { readonly kind: 'vlen-string'; readonly bytes: number }
  | { readonly kind: 'opaque'; readonly bytes: number }
  | { readonly kind: 'other'; readonly name: string; readonly bytes: number };

const CLASS_NAMES = [
  'integer',
  'float',
  'time',
  'string',
  'bit field',
  'opaque',
  'compound',
  'reference',
  'enumeration',
  'variable-length',
  'array',
];

/** Exponent location and size, mantissa location and size, bias of the floats read here. Source: IEEE 754-2008; bfloat16 as ml_dtypes writes it. */
const FLOATS: readonly { element: StoredElement; bytes: number; fields: readonly number[] }[] = [
  { element: 'float16', bytes: 2, fields: [10, 5, 0, 10, 15] },
  { element: 'bfloat16', bytes: 2, fields: [7, 8, 0, 7, 127] },
  { element: 'float32', bytes: 4, fields: [23, 8, 0, 23, 127] },
  { element: 'float64', bytes: 8, fields: [52, 11, 0, 52, 1023] },
];

const SIGNED: Readonly<Record<number, StoredElement>> = { 1: 'int8', 2: 'int16', 4: 'int32', 8: 'int64' };
const UNSIGNED: Readonly<Record<number, StoredElement>> = { 1: 'uint8', 2: 'uint16', 4: 'uint32', 8: 'uint64' };

/**
 * Reads a datatype message. Source: HDF5 File Format Specification 3.0, IV.A.2.d.
 * @throws `h5-damaged` when it ends too early or an element has no size
 */
export function readDatatype(file: H5File, reader: ByteReader, path: string): H5Datatype {
  const classAndVersion = reader.u8();
  const classNumber = classAndVersion & 0x0f;
  const bits = reader.u8() | (reader.u8() << 8) | (reader.u8() << 16);
  const bytes = reader.u32();
  if (bytes === 0) refuseDamaged(file, path, 'its datatype has elements of 0 bytes');
  const className = CLASS_NAMES[classNumber] ?? `class ${classNumber}`;
  const other = { kind: 'other', name: `${className} of ${bytes} bytes`, bytes } as const;
  switch (className) {
    case 'integer':
      return readInteger(reader, bits, bytes) ?? other;
    case 'float':
      return readFloat(reader, bits, bytes) ?? other;
    case 'string':
      return {
        kind: 'string',
        bytes,
        padding: (['null-terminated', 'null-padded', 'space-padded'] as const)[bits & 0x0f] ?? 'null-padded',
      };
    case 'variable-length':
      return (bits & 0x0f) === 1 ? { kind: 'vlen-string', bytes } : other;
    case 'opaque':
      return { kind: 'opaque', bytes };
    case 'enumeration':
      return readBool(file, reader, classAndVersion >> 4, bits & 0xffff, path) ?? other;
    default:
      return other;
  }
}

/** A datatype in NumPy's words where it has one: `float32`, `>f4` for big-endian, `text`. */
export function describeDatatype(datatype: H5Datatype): string {
  switch (datatype.kind) {
    case 'number':
      return datatype.littleEndian ? datatype.element : `${datatype.element} (big-endian)`;
    case 'string':
    case 'vlen-string':
      return 'text';
    case 'opaque':
      return `opaque of ${datatype.bytes} bytes`;
    case 'other':
      return datatype.name;
  }
}

/** A bool as h5py writes it: an enumeration of FALSE = 0 and TRUE = 1 in one byte. Other enumerations are no numbers. */
function readBool(file: H5File, reader: ByteReader, version: number, members: number, path: string): H5Datatype | null {
  const base = readDatatype(file, reader, path);
  if (base.kind !== 'number' || base.bytes !== 1 || members !== 2) return null;
  const rest = reader.take(reader.remaining);
  const names = version < 3 ? 'FALSE\0\0\0TRUE\0\0\0\0' : 'FALSE\0TRUE\0'; // padded to 8 bytes each before version 3
  const expected = [...new TextEncoder().encode(names), 0, 1];
  return expected.every((byte, index) => rest[index] === byte) ? { ...base, element: 'bool' } : null;
}

function readInteger(reader: ByteReader, bits: number, bytes: number): H5Datatype | null {
  const bitOffset = reader.u16();
  const precision = reader.u16();
  const element = ((bits & 8) !== 0 ? SIGNED : UNSIGNED)[bytes];
  // Padded integers (n-bit) are not plain numbers of their size.
  if (element === undefined || bitOffset !== 0 || precision !== bytes * 8) return null;
  return { kind: 'number', element, littleEndian: (bits & 1) === 0, bytes };
}

function readFloat(reader: ByteReader, bits: number, bytes: number): H5Datatype | null {
  const bitOffset = reader.u16();
  const precision = reader.u16();
  const found = [reader.u8(), reader.u8(), reader.u8(), reader.u8(), reader.u32()];
  const float = FLOATS.find((known) => known.bytes === bytes && known.fields.every((field, index) => field === found[index]));
  // Bit 6 with bit 0 means VAX order.
  if (float === undefined || bitOffset !== 0 || precision !== bytes * 8 || (bits & 0x40) !== 0) return null;
  return { kind: 'number', element: float.element, littleEndian: (bits & 1) === 0, bytes };
}
