import { openFractalHeap } from './fractal-heap.ts';
import { type H5File, blockReader, readChecked, readDefinedAddress, refuseDamaged } from './h5-file.ts';
import { type HeaderMessage, MESSAGE, readObjectHeader } from './object-header.ts';

/** Where the heaps of shared messages are listed. */
export interface SharedTable {
  readonly address: number;
  readonly indexes: number;
}

/**
 * The bytes of a message: its own, or those it refers to, in another object (a committed datatype) or in the file's heap of shared messages.
 * Source: HDF5 File Format Specification 3.0, IV.A.2, "shared message".
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function messageBytes(file: H5File, message: HeaderMessage, path: string): Uint8Array {
  return message.isShared ? followShared(file, message.type, message.bytes, path) : message.bytes;
}

/** Follows a reference to a message of type `type`. @throws what `messageBytes` throws */
export function followShared(file: H5File, type: number, reference: Uint8Array, path: string): Uint8Array {
  const reader = blockReader(file, reference, path, 'a shared message');
  const version = reader.u8();
  if (version < 1 || version > 3) refuseDamaged(file, path, `a shared message has version ${version}; 1 to 3 are known`);
  const place = reader.u8();
  if (version === 1) reader.skip(6);
  if (version === 3 && place === 1) return readFromTable(file, type, reader.take(8), path);
  const address = readDefinedAddress(file, reader, `${path}: shared message`);
  const target = readObjectHeader(file, address, path).find((message) => message.type === type);
  if (target === undefined) return refuseDamaged(file, path, 'a message that it shares is missing in the other object');
  // The library never shares a message twice; followed only once, a ring ends here.
  if (target.isShared) refuseDamaged(file, path, 'a message that it shares is shared again');
  return target.bytes;
}

/** The table of shared messages, named in the superblock extension. Source: IV.A.2.p. @throws `h5-damaged`, `h5-checksum` */
export function findSharedMessages(file: H5File, extension: number): SharedTable | null {
  const message = readObjectHeader(file, extension, 'superblock extension').find(({ type }) => type === MESSAGE.sharedTable);
  if (message === undefined) return null;
  const reader = blockReader(file, message.bytes, 'superblock extension', 'a shared message table message');
  reader.skip(1); // version
  return { address: readDefinedAddress(file, reader, 'shared message table'), indexes: reader.u8() };
}

/** Finds the heap that keeps shared messages of a type. Source: III.H, `SMTB`. */
function readFromTable(file: H5File, type: number, heapId: Uint8Array, path: string): Uint8Array {
  if (file.sharedTable === null) return refuseDamaged(file, path, 'it shares a message, and the file has no table of shared messages');
  const { address, indexes } = file.sharedTable;
  const indexBytes = 14 + 2 * file.offsetBytes;
  const table = readChecked(file, address, 8 + indexes * indexBytes, 'SMTB', 'the table of shared messages');
  for (let index = 0; index < indexes; index++) {
    const entry = blockReader(file, table.take(indexBytes), path, 'an index of shared messages');
    entry.skip(2); // version, and whether it is a list or a tree
    const types = entry.u16();
    entry.skip(10 + file.offsetBytes); // least size, two limits, number of messages; where the index itself stands
    // The heap's address stands last.
    if ((types & (1 << type)) === 0) continue;
    return openFractalHeap(file, readDefinedAddress(file, entry, 'heap of shared messages'), path).read(heapId);
  }
  return refuseDamaged(file, path, `no index keeps shared messages of type ${type}`);
}
