import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { decodeText, formatBytes } from '../text.ts';
import type { H5Datatype } from './datatype.ts';
import { readHeapObject } from './global-heap.ts';
import { type H5File, blockReader, h5Where, readAddress, refuseDamaged } from './h5-file.ts';

/**
 * Texts of an attribute: fixed-length or variable-length strings, row-major.
 * @throws `h5-attr` when it holds no text, `text-encoding`, `h5-damaged`
 */
export function decodeStrings(file: H5File, datatype: H5Datatype, count: number, bytes: Uint8Array, place: string): readonly string[] {
  if (datatype.kind === 'string') {
    return Array.from({ length: count }, (_, index) =>
      decodeText(trim(bytes.subarray(index * datatype.bytes, (index + 1) * datatype.bytes), datatype.padding), h5Where(file, place)),
    );
  }
  if (datatype.kind === 'vlen-string') return decodeVlenStrings(file, datatype.bytes, count, bytes, place);
  // h5py writes an empty list as a zero-length float64 array.
  if (count === 0) return [];
  const found = datatype.kind === 'number' ? datatype.element : datatype.kind === 'other' ? datatype.name : datatype.kind;
  return refuse(ReadError, 'h5-attr', h5Where(file, place), { reason: `it holds ${found}, and text is expected` });
}

/** Each element is a length, the address of a heap collection and an index in it. Source: HDF5 File Format Specification 3.0, IV.A.2.d, class 9. */
function decodeVlenStrings(file: H5File, elementBytes: number, count: number, bytes: Uint8Array, place: string): readonly string[] {
  if (elementBytes !== 8 + file.offsetBytes)
    refuseDamaged(file, place, `a variable-length string takes ${elementBytes} bytes, not ${8 + file.offsetBytes}`);
  const reader = blockReader(file, bytes, place, 'a list of variable-length strings');
  return Array.from({ length: count }, () => {
    const length = reader.u32();
    const address = readAddress(file, reader, place);
    const index = reader.u32();
    if (length === 0 || address === null || (address === 0 && index === 0)) return '';
    file.budget.textBytes -= length;
    if (file.budget.textBytes < 0)
      refuse(ReadError, 'h5-attr', h5Where(file, place), {
        reason: `the file declares more than ${formatBytes(LIMITS.h5TextBytes)} of text`,
      });
    const object = readHeapObject(file, address, index, place);
    if (length > object.length) refuseDamaged(file, place, `a text of ${length} bytes stands in a heap object of ${object.length}`);
    return decodeText(trim(object.subarray(0, length), 'null-terminated'), h5Where(file, place));
  });
}

/** Bytes of text that an attribute declares, without reading any; null when it holds no text. @throws `h5-damaged` */
export function declaredTextBytes(file: H5File, datatype: H5Datatype, count: number, bytes: Uint8Array, place: string): number | null {
  if (datatype.kind === 'string') return count * datatype.bytes;
  if (datatype.kind !== 'vlen-string') return null;
  const reader = blockReader(file, bytes, place, 'a list of variable-length strings');
  let total = 0;
  for (let index = 0; index < count; index++) {
    total += reader.u32();
    reader.skip(datatype.bytes - 4);
  }
  return total;
}

function trim(bytes: Uint8Array, padding: 'null-terminated' | 'null-padded' | 'space-padded'): Uint8Array {
  const pad = padding === 'space-padded' ? 0x20 : 0;
  if (padding === 'null-terminated') {
    const end = bytes.indexOf(0);
    return end < 0 ? bytes : bytes.subarray(0, end);
  }
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === pad) end--;
  return bytes.subarray(0, end);
}
