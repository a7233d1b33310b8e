import { LabError, ReadError, refuse } from '../../errors/index.ts';
import { decodeText, quoteForMessage } from '../text.ts';
import { type H5File, blockReader, h5Where, readDefinedAddress } from './h5-file.ts';
import { openLocalHeap, readHeapString } from './local-heap.ts';

/**
 * Refuses a dataset whose numbers stand in other files; the first is named, none is opened.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.h.
 * @throws `h5-external`
 */
export function refuseExternal(file: H5File, bytes: Uint8Array, path: string): never {
  return refuse(ReadError, 'h5-external', h5Where(file, path), { target: firstTarget(file, bytes, path) });
}

function firstTarget(file: H5File, bytes: Uint8Array, path: string): string {
  try {
    const reader = blockReader(file, bytes, path, 'a list of external files');
    reader.skip(8); // version, reserved, numbers of slots
    const heap = openLocalHeap(file, readDefinedAddress(file, reader, path), path);
    const name = decodeText(readHeapString(file, heap, Number(reader.uint(file.lengthBytes)), path), h5Where(file, path));
    const offset = reader.uint(file.lengthBytes);
    const size = reader.uint(file.lengthBytes);
    // All bits set: as far as the file goes.
    const isWhole = size === (1n << BigInt(8 * file.lengthBytes)) - 1n;
    return `"${quoteForMessage(name)}", ${isWhole ? 'all' : `${size}`} bytes from byte ${offset}`;
  } catch (error) {
    // A damaged list names no file; that it is one is told all the same.
    if (!(error instanceof LabError)) throw error;
    return 'an external file';
  }
}
