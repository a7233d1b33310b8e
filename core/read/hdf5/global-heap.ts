import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import { type H5File, expectSignature, h5Where, readBlock, readLength, refuseDamaged } from './h5-file.ts';

/**
 * One object of a global heap: the bytes of a variable-length string. Source: HDF5 File Format Specification 3.0, III.E.
 * @throws `h5-damaged`, `h5-attr`
 */
export function readHeapObject(file: H5File, address: number, index: number, place: string): Uint8Array {
  let objects = file.heaps.get(address);
  if (objects === undefined) {
    objects = readCollection(file, address, place);
    file.heaps.set(address, objects);
  }
  return objects.get(index) ?? refuseDamaged(file, place, `object ${index} is missing in the global heap at byte ${file.base + address}`);
}

/** `attribute` is what is read from it first: too much text is its fault. */
function readCollection(file: H5File, address: number, attribute: string): ReadonlyMap<number, Uint8Array> {
  const place = `global heap at byte ${file.base + address}`;
  const head = readBlock(file, address, 8 + file.lengthBytes, 'a global heap');
  expectSignature(file, head, 'GCOL', place);
  head.skip(4); // version and reserved
  const size = readLength(file, head, place);
  file.budget.stringBytes -= size;
  if (file.budget.stringBytes < 0)
    refuse(ReadError, 'h5-attr', h5Where(file, attribute), {
      reason: `the file holds ${formatBytes(size)} of text in its ${place}, and at most ${formatBytes(LIMITS.h5StringBytes)} are read in all`,
    });
  // Heads, like objects, are padded to 8 bytes.
  const headBytes = pad(8 + file.lengthBytes);
  if (size < headBytes) refuseDamaged(file, place, `it claims ${size} bytes, fewer than its own head`);
  const reader = readBlock(file, address + headBytes, size - headBytes, 'a global heap');
  const objects = new Map<number, Uint8Array>();
  while (reader.remaining >= headBytes) {
    const index = reader.u16();
    // Object 0 is the free space that fills the rest.
    if (index === 0) break;
    reader.skip(6); // reference count and reserved
    const length = readLength(file, reader, place);
    reader.skip(headBytes - 8 - file.lengthBytes);
    if (objects.has(index)) refuseDamaged(file, place, `object ${index} stands in it twice`);
    objects.set(index, reader.take(length));
    // The last object may lack its padding.
    reader.skip(Math.min(pad(length) - length, reader.remaining));
  }
  return objects;
}

function pad(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
