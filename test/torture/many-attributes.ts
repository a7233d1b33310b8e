import { ByteWriter } from '../../core/write/byte-writer.ts';
import { FileLayout } from '../../core/write/hdf5/file-layout.ts';
import { placeSymbolTable } from '../../core/write/hdf5/symbol-table.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';

const SUPERBLOCK_BYTES = 96;

/**
 * An HDF5 file whose groups `/layers/g0`, `/layers/g1`, … have `count` attributes each, `a000000`, …: one int32 of the value 7. Written from
 * one template, a million of them take a moment.
 */
export function manyAttributes(groups: number, count: number): Uint8Array {
  const layout = new FileLayout(SUPERBLOCK_BYTES);
  const place = (attributes: number, members: readonly { name: string; address: number }[]): number => {
    const encoded = members.map(({ name, address }) => ({ name: new TextEncoder().encode(name), address }));
    const { tree, heap } = placeSymbolTable(layout, encoded);
    return layout.place(groupHeader(tree, heap, attributes));
  };
  const children = Array.from({ length: groups }, (_, index) => ({ name: `g${index}`, address: place(count, []) }));
  const root = place(0, [{ name: 'layers', address: place(0, children) }]);
  const superblock = writeHdf5([]).slice(0, SUPERBLOCK_BYTES);
  const view = new DataView(superblock.buffer);
  view.setBigUint64(40, BigInt(layout.end), true);
  view.setBigUint64(64, BigInt(root), true);
  return layout.finish(superblock);
}

/** Object header of version 1: a symbol table, then the attributes. Source: HDF5 File Format Specification 3.0, IV.A.1.a. */
function groupHeader(tree: number, heap: number, count: number): Uint8Array {
  const attribute = attributeMessage();
  const bodyBytes = 24 + count * attribute.length;
  const head = new ByteWriter(16 + bodyBytes)
    .u8(1, 0)
    .u16(1 + count)
    .u32(1, bodyBytes)
    .zeros(4)
    .u16(0x11, 16)
    .zeros(4)
    .u64(tree, heap);
  const header = head.zeros(count * attribute.length).finish();
  for (let index = 0, at = 40; index < count; index++, at += attribute.length) {
    header.set(attribute, at);
    for (let digit = 0, rest = index; digit < 6; digit++, rest = Math.floor(rest / 10)) header[at + 22 - digit] = 48 + (rest % 10);
  }
  return header;
}

/** Source: IV.A.2.m, version 1; its name, padded to 8 bytes, stands behind 8 bytes of message head and 8 of its own. */
function attributeMessage(): Uint8Array {
  const content = new ByteWriter()
    .u8(1, 0)
    .u16(8, 12, 8)
    .bytes(new TextEncoder().encode('a000000\0'))
    .u8(0x10, 8, 0, 0) // int32, little-endian
    .u32(4)
    .u16(0, 32)
    .pad(8)
    .u8(1, 0, 0) // a single value
    .zeros(5)
    .u32(7)
    .pad(8)
    .finish();
  return new ByteWriter().u16(0x0c, content.length).zeros(4).bytes(content).finish();
}
