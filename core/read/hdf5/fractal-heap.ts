import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import {
  type H5File,
  blockReader,
  expectSignature,
  h5Where,
  hex,
  readAddress,
  readBlock,
  readChecked,
  readDefinedAddress,
  refuseChecksum,
  refuseDamaged,
  refuseUnsupported,
} from './h5-file.ts';
import { type Huge, readHugeObjects } from './huge-objects.ts';
import { metadataChecksum } from './metadata-checksum.ts';

/** A heap that keeps links or attributes of an object with many of them. */
export interface FractalHeap {
  /** The bytes of an object by its heap ID. @throws `h5-damaged`, `h5-checksum`, `h5-attr` */
  read(id: Uint8Array): Uint8Array;
}

/** Blocks double in size from row to row of the table; rows of blocks larger than `largestDirect` hold tables of their own. */
interface Heap {
  readonly file: H5File;
  readonly address: number;
  readonly path: string;
  readonly width: number;
  readonly startBytes: number;
  readonly directRows: number;
  readonly hasChecksums: boolean;
  readonly offsetWidth: number;
  readonly lengthWidth: number;
  readonly root: number | null;
  readonly rootRows: number;
  readonly hugeTree: number | null;
  /** Blocks already read, by address. */
  readonly blocks: Map<number, Uint8Array>;
}

/**
 * Opens a fractal heap by its header, `FRHP`. Source: HDF5 File Format Specification 3.0, III.G.
 * @throws `h5-damaged`, `h5-checksum`, `h5-unsupported` for a compressed heap
 */
export function openFractalHeap(file: H5File, address: number, path: string): FractalHeap {
  const heap = readHeader(file, address, path);
  let huge: ReadonlyMap<bigint, Huge> | null = null;
  return {
    read(id) {
      const reader = blockReader(file, id, path, 'a heap ID');
      const first = reader.u8();
      switch ((first >> 4) & 3) {
        case 0:
          return readManaged(heap, Number(reader.uint(heap.offsetWidth)), Number(reader.uint(heap.lengthWidth)));
        case 1: {
          huge ??= readHugeObjects(file, heap.hugeTree, path);
          const key = reader.uint(Math.min(reader.remaining, file.lengthBytes));
          return readHuge(heap, huge.get(key) ?? refuseDamaged(file, path, `object ${key} is missing in its heap`));
        }
        case 2:
          // A tiny object stands in the ID itself.
          return reader.take((first & 0x0f) + 1);
        default:
          return refuseDamaged(file, path, 'a heap ID is of an unknown kind');
      }
    },
  };
}

function readHeader(file: H5File, address: number, path: string): Heap {
  const headerBytes = 26 + 12 * file.lengthBytes + 3 * file.offsetBytes;
  const filterBytes = readBlock(file, address + 7, 2, 'a heap').u16();
  // A compressed heap has a longer header. The library can write one, for groups made with a filter of their own; no known program does.
  if (filterBytes !== 0) refuseUnsupported(file, path, 'a compressed heap of names');
  const reader = readChecked(file, address, headerBytes, 'FRHP', 'a heap');
  reader.skip(5); // version, length of an ID, length of the filters
  const hasChecksums = (reader.u8() & 2) !== 0;
  const largestManaged = reader.u32();
  reader.skip(file.lengthBytes); // next huge ID
  const hugeTree = readAddress(file, reader, `${path}: large objects of a heap`);
  // Free space, its manager, and counts of objects: needed only by writers.
  reader.skip(9 * file.lengthBytes + file.offsetBytes);
  const width = reader.u16();
  const startBytes = Number(reader.uint(file.lengthBytes));
  const largestDirect = Number(reader.uint(file.lengthBytes));
  const heapBits = reader.u16();
  reader.skip(2); // rows of a new table
  const root = readAddress(file, reader, `${path}: root of a heap`);
  const rootRows = reader.u16();
  const isSound = [width, startBytes, largestDirect].every(isPowerOfTwo) && largestDirect >= startBytes;
  if (!isSound || largestDirect > LIMITS.h5BlockBytes || heapBits > 64 || rootRows > 64)
    refuseDamaged(file, path, 'the sizes of a heap are not possible');
  return {
    file,
    address,
    path,
    width,
    startBytes,
    directRows: Math.log2(largestDirect / startBytes) + 2,
    hasChecksums,
    offsetWidth: Math.ceil(heapBits / 8),
    lengthWidth: Math.min(Math.ceil(Math.log2(largestDirect) / 8), bytesFor(largestManaged)),
    root,
    rootRows,
    hugeTree,
    blocks: new Map(),
  };
}

/** Descends the table of blocks to the one that holds `offset`; each table has fewer rows than the one above. */
function readManaged(heap: Heap, offset: number, length: number): Uint8Array {
  const { file, path } = heap;
  let address = heap.root;
  let rows = heap.rootRows;
  let from = offset;
  let blockBytes = heap.startBytes;
  while (rows > 0) {
    const row = from < heap.startBytes * heap.width ? 0 : Math.floor(Math.log2(from / (heap.startBytes * heap.width))) + 1;
    if (row >= rows || address === null) return refuseDamaged(file, path, `an object at ${offset} lies outside its heap`);
    blockBytes = heap.startBytes * 2 ** Math.max(0, row - 1);
    const rowStart = row === 0 ? 0 : blockBytes * heap.width;
    const column = Math.floor((from - rowStart) / blockBytes);
    address = readTableEntry(heap, address, rows, row * heap.width + column);
    from -= rowStart + column * blockBytes;
    rows = row < heap.directRows ? 0 : row - Math.log2(heap.width);
  }
  if (address === null || !(from + length <= blockBytes)) return refuseDamaged(file, path, `an object at ${offset} lies outside its heap`);
  return directBlock(heap, address, blockBytes, offset - from).subarray(from, from + length);
}

/** An entry of an indirect block, `FHIB`. Source: III.G. */
function readTableEntry(heap: Heap, address: number, rows: number, entry: number): number | null {
  const { file, path } = heap;
  const headBytes = 5 + file.offsetBytes + heap.offsetWidth;
  let table = heap.blocks.get(address);
  if (table === undefined) {
    const reader = readChecked(file, address, headBytes + rows * heap.width * file.offsetBytes + 4, 'FHIB', 'a table of a heap');
    expectOwner(heap, reader);
    table = reader.bytes.slice(headBytes);
    heap.blocks.set(address, table);
  }
  const reader = blockReader(file, table, path, 'a table of a heap');
  reader.skip(entry * file.offsetBytes);
  return readAddress(file, reader, `${path}: block of a heap`);
}

/** A direct block, `FHDB`; offsets of objects count from its first byte. Its checksum is computed with zeros in its own place. */
function directBlock(heap: Heap, address: number, blockBytes: number, start: number): Uint8Array {
  const { file, path } = heap;
  const known = heap.blocks.get(address);
  if (known !== undefined) return known;
  const block = readBlock(file, address, blockBytes, 'a block of a heap').bytes.slice();
  const reader = blockReader(file, block, path, 'a block of a heap');
  expectSignature(file, reader, 'FHDB', path);
  if (heap.hasChecksums) verifyBlock(heap, block);
  expectOwner(heap, reader);
  if (reader.uint(heap.offsetWidth) !== BigInt(start)) refuseDamaged(file, path, 'a block of a heap stands in the wrong place');
  heap.blocks.set(address, block);
  return block;
}

/** Puts zeros where the checksum stands. */
function verifyBlock({ file, path, offsetWidth }: Heap, block: Uint8Array): void {
  const at = 5 + file.offsetBytes + offsetWidth;
  const stored = blockReader(file, block.slice(at, at + 4), path, 'a block of a heap').u32();
  block.fill(0, at, at + 4);
  const computed = metadataChecksum(block);
  if (computed !== stored)
    refuseChecksum(file, path, 'a block of a heap', `its checksum is ${hex(computed)}, and ${hex(stored)} is stored`);
}

function expectOwner(heap: Heap, reader: ByteReader): void {
  reader.skip(1); // version
  if (readDefinedAddress(heap.file, reader, heap.path) !== heap.address)
    refuseDamaged(heap.file, heap.path, 'a block of a heap belongs to another heap');
}

/** An object too large for a block stands by itself in the file. */
function readHuge(heap: Heap, { address, length }: Huge): Uint8Array {
  if (length > LIMITS.h5AttributeBytes) {
    const declared = `${formatBytes(length)}; at most ${formatBytes(LIMITS.h5AttributeBytes)} are read`;
    refuse(ReadError, 'h5-attr', h5Where(heap.file, heap.path), { reason: `it declares ${declared}` });
  }
  return readBlock(heap.file, address, length, 'an attribute').bytes;
}

function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && Number.isInteger(Math.log2(value));
}

/** Bytes that a number up to `limit` takes. */
function bytesFor(limit: number): number {
  return Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;
}
