import { type Shape, sizeOf } from '../../tensor/index.ts';
import { ByteWriter } from '../byte-writer.ts';
import { UNDEFINED_ADDRESS } from './file-layout.ts';

/** A header message: its type and content. Source: HDF5 File Format Specification 3.0, IV.A.2. */
interface Message {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Element types that are written: what a decoded array holds. */
export type H5Element = 'float32' | 'float64' | 'int32';

/** Object header of version 1 with its messages in one block. Source: IV.A.1.a. */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const body = new ByteWriter();
  for (const { type, bytes } of messages) {
    const padded = Math.ceil(bytes.length / 8) * 8;
    body.u16(type, padded).u8(0).zeros(3).bytes(bytes).pad(8);
  }
  const header = new ByteWriter(16 + body.length).u8(1, 0).u16(messages.length).u32(1, body.length).zeros(4);
  return header.bytes(body.finish()).finish();
}

/** Where the tree and the heap of an old-style group stand. Source: IV.A.2.r. */
export function symbolTableMessage(tree: number, heap: number): Message {
  return { type: 0x11, bytes: new ByteWriter().u64(tree, heap).finish() };
}

/** An attribute with one variable-length UTF-8 text, as h5py writes a Python string. Source: IV.A.2.m, version 1. */
export function textAttribute(name: string, { length, collection, index }: HeapText): Message {
  const nameBytes = new TextEncoder().encode(`${name}\0`);
  const datatype = vlenText();
  const dataspace = dataspaceOf([]);
  const bytes = new ByteWriter()
    .u8(1, 0)
    .u16(nameBytes.length, datatype.length, dataspace.length)
    .bytes(nameBytes)
    .pad(8)
    .bytes(datatype)
    .pad(8)
    .bytes(dataspace)
    .pad(8)
    .u32(length)
    .u64(collection)
    .u32(index);
  return { type: 0x0c, bytes: bytes.finish() };
}

/** Where a text stands in a global heap; `length` in bytes. */
export interface HeapText {
  readonly length: number;
  readonly collection: number;
  readonly index: number;
}

/** The messages of a dataset whose numbers stand in one run at `address`. */
export function datasetMessages(shape: Shape, element: H5Element, address: number): readonly Message[] {
  const byteCount = sizeOf(shape) * ELEMENT_BYTES[element];
  return [
    { type: 0x01, bytes: dataspaceOf(shape) },
    { type: 0x03, bytes: datatypeOf(element) },
    // Fill value, version 2: space taken late, written if set, none set.
    { type: 0x05, bytes: new ByteWriter().u8(2, 2, 2, 0).finish() },
    // Layout, version 3: contiguous. An array without elements has no address.
    {
      type: 0x08,
      bytes: new ByteWriter()
        .u8(3, 1)
        .u64(byteCount === 0 ? UNDEFINED_ADDRESS : address, byteCount)
        .finish(),
    },
  ];
}

export const ELEMENT_BYTES: Readonly<Record<H5Element, number>> = { float32: 4, float64: 8, int32: 4 };

/** Dataspace of version 1, sizes fixed. Source: IV.A.2.b. */
function dataspaceOf(shape: Shape): Uint8Array {
  return new ByteWriter()
    .u8(1, shape.length, 0)
    .zeros(5)
    .u64(...shape)
    .finish();
}

/** Little-endian numbers. Source: IV.A.2.d, classes 0 (fixed-point) and 1 (floating-point); IEEE 754-2008. */
function datatypeOf(element: H5Element): Uint8Array {
  const type = new ByteWriter();
  // Class and version; flags (fixed-point: signed; floating-point: mantissa with an implied leading 1, place of the sign); size;
  // bit offset and precision; for floats: place and size of exponent and mantissa, bias.
  if (element === 'int32') return type.u8(0x10, 0x08, 0, 0).u32(4).u16(0, 32).finish();
  if (element === 'float32') return type.u8(0x11, 0x20, 31, 0).u32(4).u16(0, 32).u8(23, 8, 0, 23).u32(127).finish();
  return type.u8(0x11, 0x20, 63, 0).u32(8).u16(0, 64).u8(52, 11, 0, 52).u32(1023).finish();
}

/** Class 9 (variable-length), a null-terminated UTF-8 text; its base type is one unsigned byte. */
function vlenText(): Uint8Array {
  return new ByteWriter().u8(0x19, 0x01, 0x01, 0).u32(16).u8(0x10, 0, 0, 0).u32(1).u16(0, 8).finish();
}
