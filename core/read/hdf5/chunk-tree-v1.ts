import type { ChunkGrid } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, expectSignature, readBlock, readDefinedAddress, refuseDamaged, spendObject } from './h5-file.ts';

interface Node {
  readonly address: number;
  readonly level: number | null;
}

/**
 * Chunks by a version 1 B-tree: each key holds a chunk's size, filter mask and the element where it begins.
 * Source: HDF5 File Format Specification 3.0, III.A.1 (node type 1).
 * @throws `h5-damaged`, `h5-too-many`
 */
export function* chunksOfTreeV1(file: H5File, root: number, grid: ChunkGrid, path: string): Generator<StoredChunk> {
  const seen = new Set<number>();
  const pending: Node[] = [{ address: root, level: null }];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node.address)) refuseDamaged(file, path, 'the tree of its chunks reaches one node twice');
    seen.add(node.address);
    spendObject(file);
    yield* readNode(file, node, grid, path, pending);
  }
}

function* readNode(file: H5File, node: Node, grid: ChunkGrid, path: string, pending: Node[]): Generator<StoredChunk> {
  const head = readBlock(file, node.address, 8, 'a tree node');
  expectSignature(file, head, 'TREE', `${path}, byte ${file.base + node.address}`);
  const type = head.u8();
  const level = head.u8();
  const used = head.u16();
  if (type !== 1) refuseDamaged(file, path, `the tree of its chunks is of type ${type}, not 1`);
  // Levels fall by one towards the leaves: a tree can never be deeper than its root says.
  if (node.level !== null && level !== node.level) refuseDamaged(file, path, `a tree node is of level ${level}, not ${node.level}`);
  const keyBytes = 8 + 8 * (grid.shape.length + 1);
  // Behind the head: left and right siblings (not needed), then key, child, key, …, child, key.
  const body = readBlock(file, node.address + 8 + 2 * file.offsetBytes, used * (keyBytes + file.offsetBytes), 'a tree node');
  for (let child = 0; child < used; child++) {
    const storedBytes = body.u32();
    const filterMask = body.u32();
    const position = grid.chunkShape.map((size) => {
      const at = Number(body.u64());
      if (at % size !== 0) refuseDamaged(file, path, `a chunk begins at element ${at} of an axis that is cut every ${size}`);
      return at / size;
    });
    body.skip(8); // the place within an element, always 0
    const address = readDefinedAddress(file, body, `${path}: tree of chunks`);
    if (level === 0) yield { position, address, storedBytes, filterMask };
    else pending.push({ address, level: level - 1 });
  }
}
