import { ByteWriter } from '../../core/write/byte-writer.ts';
import { FileLayout } from '../../core/write/hdf5/file-layout.ts';
import { type Member, placeSymbolTable } from '../../core/write/hdf5/symbol-table.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';

const SUPERBLOCK_BYTES = 96;

/**
 * An HDF5 file whose groups `/layers/g0`, `/layers/g1`, … have `attributes` attributes each, `a000000`, …: one int32 of the value 7. All are
 * copies of one, so that many take a moment.
 */
export function manyGroups(count: number, attributes: number): Uint8Array {
  const layout = new FileLayout(SUPERBLOCK_BYTES);
  const template = emptyGroup(attributes);
  const children = Array.from({ length: count }, (_, index): Member => {
    const name = new TextEncoder().encode(`g${index}`);
    return { name, address: template.header + layout.place(template.at(layout.end)) };
  });
  const group = (members: readonly Member[]): number => {
    const { tree, heap } = placeSymbolTable(layout, members);
    return layout.place(groupHeader(tree, heap, 0));
  };
  const root = group([{ name: new TextEncoder().encode('layers'), address: group(children) }]);
  const superblock = writeHdf5([]).slice(0, SUPERBLOCK_BYTES);
  const view = new DataView(superblock.buffer);
  view.setBigUint64(40, BigInt(layout.end), true);
  view.setBigUint64(64, BigInt(root), true);
  return layout.finish(superblock);
}

/** A group without members as one run of bytes that may stand anywhere; `header` is where its header begins in it. */
function emptyGroup(attributes: number): { readonly header: number; at(address: number): Uint8Array } {
  const layout = new FileLayout(0);
  const { tree, heap } = placeSymbolTable(layout, []);
  const header = layout.place(groupHeader(tree, heap, attributes));
  const bytes = layout.finish(new Uint8Array());
  // Addresses in it: of the names, in the head of the heap; of the tree and the heap, in the first message of the header.
  const places = [heap + 24, header + 24, header + 32];
  return {
    header,
    at(address) {
      const moved = bytes.slice();
      const view = new DataView(moved.buffer);
      for (const place of places) view.setBigUint64(place, view.getBigUint64(place, true) + BigInt(address), true);
      return moved;
    },
  };
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
