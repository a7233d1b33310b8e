import { ByteWriter } from '../byte-writer.ts';
import { type FileLayout, UNDEFINED_ADDRESS } from './file-layout.ts';

/** Half the entries of a leaf and half the children of an inner node, as the library has them by default. Source: H5Fpkg.h, H5G and H5B. */
export const LEAF_K = 4;
export const INNER_K = 16;

/** A member of a group: its name as bytes, and its object header. */
export interface Member {
  readonly name: Uint8Array;
  readonly address: number;
}

/**
 * Writes the members of an old-style group: names in a local heap, entries in leaves by name, leaves under a version 1 B-tree.
 * Source: HDF5 File Format Specification 3.0, III.A.1, III.B, III.C, III.D.
 */
export function placeSymbolTable(layout: FileLayout, members: readonly Member[]): { readonly tree: number; readonly heap: number } {
  const sorted = [...members].sort((a, b) => compareBytes(a.name, b.name));
  const names = new ByteWriter().zeros(8); // offset 0 is the empty name, the lowest key
  const offsets = sorted.map(({ name }) => {
    const offset = names.length;
    names.bytes(name).u8(0).pad(8);
    return offset;
  });
  const heap = placeHeap(layout, names.finish());
  const leaves: TreeChild[] = [];
  for (let from = 0; from < sorted.length; from += 2 * LEAF_K) {
    const to = Math.min(sorted.length, from + 2 * LEAF_K);
    const leaf = new ByteWriter(8 + 2 * LEAF_K * 40)
      .bytes(signature('SNOD'))
      .u8(1, 0)
      .u16(to - from);
    // Offset of the name, object header, nothing cached.
    for (let index = from; index < to; index++) leaf.u64(offsets[index] ?? 0, sorted[index]?.address ?? 0).zeros(24);
    leaves.push({ address: layout.place(leaf.zeros((2 * LEAF_K - (to - from)) * 40).finish()), lastKey: offsets[to - 1] ?? 0 });
  }
  return { tree: placeTree(layout, leaves), heap };
}

/** A node or leaf with the largest name below it, as an offset into the heap. */
interface TreeChild {
  readonly address: number;
  readonly lastKey: number;
}

const NODE_BYTES = 24 + (2 * INNER_K + 1) * 8 + 2 * INNER_K * 8;

/** Builds the tree from its leaves up until one node is left; a group without members has one empty node. */
function placeTree(layout: FileLayout, leaves: readonly TreeChild[]): number {
  let children = leaves;
  for (let level = 0; ; level++) {
    const count = Math.max(1, Math.ceil(children.length / (2 * INNER_K)));
    const first = layout.end; // nodes of a level stand one behind the other
    const nodes: TreeChild[] = [];
    let before = 0; // largest name left of the node
    for (let index = 0; index < count; index++) {
      const part = children.slice(index * 2 * INNER_K, (index + 1) * 2 * INNER_K);
      const node = new ByteWriter(NODE_BYTES).bytes(signature('TREE')).u8(0, level).u16(part.length);
      node.u64(index === 0 ? UNDEFINED_ADDRESS : first + (index - 1) * NODE_BYTES);
      node.u64(index === count - 1 ? UNDEFINED_ADDRESS : first + (index + 1) * NODE_BYTES);
      node.u64(before);
      for (const { address, lastKey } of part) node.u64(address, lastKey);
      before = part.at(-1)?.lastKey ?? 0;
      nodes.push({ address: layout.place(node.zeros(NODE_BYTES - node.length).finish()), lastKey: before });
    }
    const [only] = nodes;
    if (only !== undefined && nodes.length === 1) return only.address;
    children = nodes;
  }
}

const NO_FREE_SPACE = 1; // H5HL_FREE_NULL

function placeHeap(layout: FileLayout, names: Uint8Array): number {
  const segment = layout.place(names);
  return layout.place(new ByteWriter().bytes(signature('HEAP')).u8(0).zeros(3).u64(names.length, NO_FREE_SPACE, segment).finish());
}

export function signature(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** As `strcmp` orders names. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
