import { type ChunkElement, chunkElement, isPageWritten } from './chunk-element.ts';
import { type ChunkGrid, linearIndex, positions } from './chunk-grid.ts';
import type { StoredChunk } from './chunk-index.ts';
import { type H5File, readAddress, readBlock, readChecked, refuseDamaged, verifyChecksum } from './h5-file.ts';

interface FixedArray {
  readonly file: H5File;
  readonly path: string;
  readonly element: ChunkElement;
  readonly count: number;
  readonly pageElements: number;
  readonly block: number;
}

/**
 * Chunks by a fixed array: for datasets whose axes all have a limit. Source: HDF5 File Format Specification 3.0, III.I (`FAHD`, `FADB`).
 * @throws `h5-damaged`, `h5-checksum`
 */
export function* chunksOfFixedArray(
  file: H5File,
  address: number,
  grid: ChunkGrid,
  isFiltered: boolean,
  path: string,
): Generator<StoredChunk> {
  const array = readHeader(file, address, grid, isFiltered, path);
  if (array === null) return;
  const elementAt = array.count > array.pageElements ? pagedElements(array) : plainElements(array);
  for (const position of positions(grid.counts)) {
    const index = linearIndex(position, grid.maxCounts);
    if (index === null || index >= array.count) return refuseDamaged(file, path, `the index of its chunks has only ${array.count} places`);
    const bytes = elementAt(index);
    const chunk = bytes === null ? null : array.element.read(bytes, position);
    if (chunk !== null) yield chunk;
  }
}

function readHeader(file: H5File, address: number, grid: ChunkGrid, isFiltered: boolean, path: string): FixedArray | null {
  const reader = readChecked(file, address, 12 + file.lengthBytes + file.offsetBytes, 'FAHD', 'an index of chunks');
  reader.skip(1); // version
  const element = chunkElement(file, { clientId: reader.u8(), bytes: reader.u8() }, grid, isFiltered, path);
  const pageBits = reader.u8();
  const count = Number(reader.uint(file.lengthBytes));
  const block = readAddress(file, reader, `${path}: index of chunks`);
  return block === null ? null : { file, path, element, count, pageElements: 2 ** pageBits, block };
}

const headBytes = (file: H5File): number => 6 + file.offsetBytes;

/** All elements stand in the block. */
function plainElements({ file, element, count, block }: FixedArray): (index: number) => Uint8Array {
  const reader = readChecked(file, block, headBytes(file) + count * element.bytes + 4, 'FADB', 'an index of chunks');
  const elements = reader.bytes.subarray(headBytes(file));
  return (index) => elements.subarray(index * element.bytes, (index + 1) * element.bytes);
}

/** The block says which pages were written; they follow it, each with its checksum. */
function pagedElements({ file, path, element, count, pageElements, block }: FixedArray): (index: number) => Uint8Array | null {
  const pages = Math.ceil(count / pageElements);
  const bitBytes = Math.ceil(pages / 8);
  const bits = readChecked(file, block, headBytes(file) + bitBytes + 4, 'FADB', 'an index of chunks').bytes.slice(headBytes(file));
  const firstPage = block + headBytes(file) + bitBytes + 4;
  let held = { page: -1, elements: new Uint8Array(0) };
  return (index) => {
    const page = Math.floor(index / pageElements);
    if (!isPageWritten(bits, page)) return null;
    if (held.page !== page) {
      const address = firstPage + page * (pageElements * element.bytes + 4);
      const length = Math.min(pageElements, count - page * pageElements) * element.bytes + 4;
      const { bytes } = readBlock(file, address, length, 'a page of an index');
      held = { page, elements: new Uint8Array(verifyChecksum(file, bytes, path, 'a page of an index')) };
    }
    const at = (index % pageElements) * element.bytes;
    return held.elements.subarray(at, at + element.bytes);
  };
}
