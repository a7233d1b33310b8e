import { LIMITS } from '../limits.ts';
import { type H5File, expectSignature, readBlock, readDefinedAddress, readLength, refuseDamaged } from './h5-file.ts';

/** The names of a group: where its data segment stands. */
export interface LocalHeap {
  readonly address: number;
  readonly size: number;
}

/** Opens a local heap. Source: HDF5 File Format Specification 3.0, III.D. @throws `h5-damaged` */
export function openLocalHeap(file: H5File, address: number, path: string): LocalHeap {
  const reader = readBlock(file, address, 8 + 2 * file.lengthBytes + file.offsetBytes, 'a local heap');
  expectSignature(file, reader, 'HEAP', `${path}, byte ${file.base + address}`);
  reader.skip(4); // version and reserved
  const size = readLength(file, reader, `${path}: heap of the group`);
  // Skipped: the list of free space, needed only by writers; it may be "undefined".
  reader.unsigned(file.lengthBytes);
  return { address: readDefinedAddress(file, reader, `${path}: names of the group`), size };
}

/** The bytes of a name, ended by a zero inside the segment. @throws `h5-damaged` */
export function readHeapString(file: H5File, heap: LocalHeap, offset: number, path: string): Uint8Array {
  if (offset >= heap.size) refuseDamaged(file, path, `a name at ${offset} lies outside its heap of ${heap.size} bytes`);
  for (let length = Math.min(64, heap.size - offset); ; length = Math.min(length * 4, heap.size - offset)) {
    const bytes = readBlock(file, heap.address + offset, length, 'a name').bytes;
    const end = bytes.indexOf(0);
    if (end >= 0) return bytes.subarray(0, end);
    if (length === heap.size - offset || length > LIMITS.h5NameBytes) return refuseDamaged(file, path, 'a name has no end');
  }
}
