import { type ChunkElement, chunkElement, isPageWritten } from './chunk-element.ts';
import { type ChunkGrid, linearIndex, positions } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, blockReader, readAddress, readBlock, readChecked, refuseDamaged, verifyChecksum } from './h5-file.ts';

/** What the header says, and where blocks stand. Sizes of blocks follow from it. */
interface ExtensibleArray {
  readonly file: H5File;
  readonly path: string;
  readonly element: ChunkElement;
  readonly offsetWidth: number;
  readonly indexElements: number;
  readonly leastElements: number;
  readonly leastPointers: number;
  readonly superBlocks: number;
  readonly pageElements: number;
  readonly indexBlock: number;
  /** Blocks and pages already read, by address: their contents without head and checksum. */
  readonly blocks: Map<number, Uint8Array>;
}

/**
 * Chunks by an extensible array: for datasets that may grow along one axis, which then counts first.
 * Source: HDF5 File Format Specification 3.0, III.J (`EAHD`, `EAIB`, `EASB`, `EADB`); sizes of blocks by H5EAhdr.c of HDF5 1.14.
 * @throws `h5-damaged`, `h5-checksum`
 */
export function* chunksOfExtensibleArray(
  file: H5File,
  address: number,
  grid: ChunkGrid,
  isFiltered: boolean,
  path: string,
): Generator<StoredChunk> {
  const array = readHeader(file, address, grid, isFiltered, path);
  if (array === null) return;
  const unlimited = grid.maxCounts.indexOf(null);
  if (unlimited < 0) refuseDamaged(file, path, 'the index of its chunks is for a growing axis, and it has none');
  const order = [unlimited, ...grid.maxCounts.keys()].filter((axis, place) => place === 0 || axis !== unlimited);
  const counts = order.map((axis) => grid.maxCounts[axis] ?? null);
  const turned = order.map(() => 0);
  for (const position of positions(grid.counts)) {
    for (const [place, axis] of order.entries()) turned[place] = position[axis];
    const index = linearIndex(turned, counts);
    if (index === null) return refuseDamaged(file, path, 'the index of its chunks is for one growing axis, and it has more');
    const bytes = elementAt(array, index);
    const chunk = bytes === null ? null : array.element.read(bytes, position);
    if (chunk !== null) yield chunk;
  }
}

function readHeader(file: H5File, address: number, grid: ChunkGrid, isFiltered: boolean, path: string): ExtensibleArray | null {
  const reader = readChecked(file, address, 16 + 6 * file.lengthBytes + file.offsetBytes, 'EAHD', 'an index of chunks');
  reader.skip(1); // version
  const element = chunkElement(file, { clientId: reader.u8(), bytes: reader.u8() }, grid, isFiltered, path);
  const elementBits = reader.u8();
  const indexElements = reader.u8();
  const leastElements = reader.u8();
  const leastPointers = reader.u8();
  const pageBits = reader.u8();
  reader.skip(6 * file.lengthBytes); // counts and sizes of blocks, needed by writers
  const indexBlock = readAddress(file, reader, `${path}: index of chunks`);
  const isSound = elementBits <= 64 && isPowerOfTwo(leastElements) && isPowerOfTwo(leastPointers) && 2 ** elementBits >= leastElements;
  if (!isSound) refuseDamaged(file, path, 'the sizes in the index of its chunks are not possible');
  if (indexBlock === null) return null;
  return {
    file,
    path,
    element,
    offsetWidth: Math.ceil(elementBits / 8),
    indexElements,
    leastElements,
    leastPointers,
    superBlocks: 1 + elementBits - Math.log2(leastElements),
    pageElements: 2 ** pageBits,
    indexBlock,
    blocks: new Map(),
  };
}

/**
 * The first elements stand in the index block. The others stand in data blocks, grouped in super blocks: super block s has 2^⌊s/2⌋ data blocks
 * of 2^⌈s/2⌉ · leastElements elements. The data blocks of the first super blocks are listed in the index block itself.
 */
function elementAt(array: ExtensibleArray, index: number): Uint8Array | null {
  const { file, element, leastElements, leastPointers } = array;
  const inIndexBlock = 2 * (leastPointers - 1);
  const listed = 2 * Math.log2(leastPointers);
  const addresses = array.indexElements * element.bytes;
  const pointers = inIndexBlock + Math.max(0, array.superBlocks - listed);
  const indexBlock = readPart(array, array.indexBlock, 'EAIB', 0, addresses + pointers * file.offsetBytes);
  if (index < array.indexElements) return indexBlock.subarray(index * element.bytes, (index + 1) * element.bytes);
  const rest = index - array.indexElements;
  const superBlock = Math.floor(Math.log2(Math.floor(rest / leastElements) + 1));
  const dataBlocks = 2 ** Math.floor(superBlock / 2);
  const elements = 2 ** Math.ceil(superBlock / 2) * leastElements;
  const within = rest - leastElements * (2 ** superBlock - 1);
  const dataBlock = Math.floor(within / elements);
  const at = within % elements;
  if (superBlock >= array.superBlocks) return null;
  if (superBlock < listed) {
    // Data blocks of the super blocks before: 1 + 1 + 2 + 2 + 4 + ….
    const before = superBlock % 2 === 0 ? 2 * (dataBlocks - 1) : 3 * dataBlocks - 2;
    const address = pointerAt(array, indexBlock, addresses + (before + dataBlock) * file.offsetBytes);
    return address === null ? null : cut(readPart(array, address, 'EADB', array.offsetWidth, elements * element.bytes), at, element);
  }
  const superAddress = pointerAt(array, indexBlock, addresses + (inIndexBlock + superBlock - listed) * file.offsetBytes);
  return superAddress === null ? null : elementBelow(array, superAddress, { dataBlocks, elements, dataBlock, at });
}

/** Where an element stands below a super block: in which of its data blocks, and where in it. */
interface Spot {
  readonly dataBlocks: number;
  readonly elements: number;
  readonly dataBlock: number;
  readonly at: number;
}

/** Large data blocks are cut into pages; the super block says which were written. */
function elementBelow(array: ExtensibleArray, superAddress: number, { dataBlocks, elements, dataBlock, at }: Spot): Uint8Array | null {
  const { file, path, element, offsetWidth, pageElements } = array;
  const pages = elements > pageElements ? elements / pageElements : 0;
  const bitBytes = dataBlocks * Math.ceil(pages / 8);
  const superBlock = readPart(array, superAddress, 'EASB', offsetWidth, bitBytes + dataBlocks * file.offsetBytes);
  const address = pointerAt(array, superBlock, bitBytes + dataBlock * file.offsetBytes);
  if (address === null) return null;
  if (pages === 0) return cut(readPart(array, address, 'EADB', offsetWidth, elements * element.bytes), at, element);
  const page = Math.floor(at / pageElements);
  if (!isPageWritten(superBlock, dataBlock * pages + page)) return null;
  const pageBytes = pageElements * element.bytes + 4;
  const pageAddress = address + 6 + file.offsetBytes + offsetWidth + 4 + page * pageBytes;
  let content = array.blocks.get(pageAddress);
  if (content === undefined) {
    const { bytes } = readBlock(file, pageAddress, pageBytes, 'a page of an index');
    content = verifyChecksum(file, bytes, path, 'a page of an index');
    array.blocks.set(pageAddress, content);
  }
  return cut(content, at % pageElements, element);
}

/** Content of a block: behind signature, version, client, address of the header and (`offsetWidth`) the block's own place. */
function readPart(array: ExtensibleArray, address: number, signature: string, offsetWidth: number, contentBytes: number): Uint8Array {
  const known = array.blocks.get(address);
  if (known !== undefined) return known;
  const { file } = array;
  const headBytes = 6 + file.offsetBytes + offsetWidth;
  const content = readChecked(file, address, headBytes + contentBytes + 4, signature, 'an index of chunks').bytes.subarray(headBytes);
  array.blocks.set(address, content);
  return content;
}

function pointerAt({ file, path }: ExtensibleArray, block: Uint8Array, offset: number): number | null {
  const reader = blockReader(file, block.subarray(offset), path, 'an index of chunks');
  return readAddress(file, reader, `${path}: index of chunks`);
}

function cut(content: Uint8Array, at: number, element: ChunkElement): Uint8Array {
  return content.subarray(at * element.bytes, (at + 1) * element.bytes);
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
