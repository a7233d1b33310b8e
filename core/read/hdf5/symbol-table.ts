import { decodeText } from '../text.ts';
import {
  type H5File,
  blockReader,
  expectSignature,
  h5Where,
  readAddress,
  readBlock,
  readDefinedAddress,
  refuseDamaged,
  spendObject,
} from './h5-file.ts';
import type { H5Link } from './links.ts';
import { type LocalHeap, openLocalHeap, readHeapString } from './local-heap.ts';
import type { HeaderMessage } from './object-header.ts';

/**
 * Links of an old-style group, in the order of its tree (by name).
 * Source: HDF5 File Format Specification 3.0, III.A.1 (version 1 B-trees), III.B and III.C (symbol table nodes and entries).
 * @throws `h5-damaged`, `h5-too-many`
 */
export function readSymbolTable(file: H5File, message: HeaderMessage, path: string): ReadonlyMap<string, H5Link> {
  const reader = blockReader(file, message.bytes, path, 'a symbol table message');
  const tree = readDefinedAddress(file, reader, `${path}: tree of the group`);
  const heap = openLocalHeap(file, readDefinedAddress(file, reader, `${path}: heap of the group`), path);
  const links = new Map<string, H5Link>();
  const seen = new Set<number>();
  const nodes: { address: number; level: number | null }[] = [{ address: tree, level: null }];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (seen.has(node.address)) refuseDamaged(file, path, 'the tree of the group reaches itself again');
    seen.add(node.address);
    spendObject(file);
    const { level, children } = readTreeNode(file, node.address, node.level, path);
    // Last in, first out: reversed, so that names come in order.
    if (level > 0) nodes.push(...children.reverse().map((address) => ({ address, level: level - 1 })));
    else for (const address of children) readEntries(file, address, heap, path, links, seen);
  }
  return links;
}

function readTreeNode(file: H5File, address: number, expectedLevel: number | null, path: string): { level: number; children: number[] } {
  const head = readBlock(file, address, 8, 'a tree node');
  expectSignature(file, head, 'TREE', `${path}, byte ${file.base + address}`);
  const type = head.u8();
  const level = head.u8();
  const used = head.u16();
  if (type !== 0) refuseDamaged(file, path, `the tree of the group is of type ${type}, not 0`);
  // Levels fall by one towards the leaves: a tree can never be deeper than its root says.
  if (expectedLevel !== null && level !== expectedLevel)
    refuseDamaged(file, path, `a tree node is of level ${level}, not ${expectedLevel}`);
  // Behind the head: left and right siblings (not needed), then key, child, key, …, child, key.
  const body = readBlock(file, address + 8 + 2 * file.offsetBytes, used * (file.lengthBytes + file.offsetBytes), 'a tree node');
  const children = Array.from({ length: used }, () => {
    body.skip(file.lengthBytes);
    return readDefinedAddress(file, body, `${path}: tree of the group`);
  });
  return { level, children };
}

function readEntries(file: H5File, address: number, heap: LocalHeap, path: string, links: Map<string, H5Link>, seen: Set<number>): void {
  if (seen.has(address)) refuseDamaged(file, path, 'the tree of the group reaches one leaf twice');
  seen.add(address);
  spendObject(file);
  const head = readBlock(file, address, 8, 'a symbol table node');
  expectSignature(file, head, 'SNOD', `${path}, byte ${file.base + address}`);
  head.skip(2); // version and reserved
  const count = head.u16();
  const reader = readBlock(file, address + 8, count * (file.lengthBytes + file.offsetBytes + 24), 'a symbol table node');
  for (let index = 0; index < count; index++) {
    spendObject(file);
    // Differs: the specification gives it the width of an offset, the library writes that of a length.
    const nameOffset = Number(reader.unsigned(file.lengthBytes));
    const header = readAddress(file, reader, `${path}: entry ${index}`);
    const cacheType = reader.u32();
    reader.skip(4);
    const scratch = blockReader(file, reader.take(16), path, 'a symbol table entry');
    const name = decodeText(readHeapString(file, heap, nameOffset, path), h5Where(file, path));
    if (links.has(name)) refuseDamaged(file, path, 'it has two links of one name');
    links.set(
      name,
      cacheType === 2
        ? softLink(file, heap, scratch.u32(), path)
        : { kind: 'hard', address: header ?? refuseDamaged(file, path, `entry ${index} has no address`) },
    );
  }
}

function softLink(file: H5File, heap: LocalHeap, offset: number, path: string): H5Link {
  return { kind: 'soft', target: decodeText(readHeapString(file, heap, offset, path), h5Where(file, path)) };
}
