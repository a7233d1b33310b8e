import { LIMITS } from '../limits.ts';
import {
  blockReader,
  type H5File,
  readBlock,
  readDefinedAddress,
  readLength,
  refuseDamaged,
  refuseUnsupported,
  spendObject,
} from './h5-file.ts';

/** Message types of an object header. Source: HDF5 File Format Specification 3.0, IV.A.2. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  oldFillValue: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** One message: its type and bytes as stored. */
export interface HeaderMessage {
  readonly type: number;
  /** The bytes are a reference to a message stored elsewhere (a committed datatype). */
  readonly isShared: boolean;
  readonly bytes: Uint8Array;
}

/**
 * All messages of an object, continuation blocks included, in stored order.
 * Source: HDF5 File Format Specification 3.0, IV.A.1.a (version 1). Version 2 (`OHDR`) is refused by name.
 * @throws `h5-damaged`, `h5-unsupported`, `h5-too-many`
 */
export function readObjectHeader(file: H5File, address: number, path: string): readonly HeaderMessage[] {
  spendObject(file);
  const prefix = readBlock(file, address, 16, 'an object header');
  const version = prefix.u8();
  if (version === 0x4f) refuseUnsupported(file, path, 'an object header of version 2 (the "latest" file structure)');
  if (version !== 1) refuseDamaged(file, path, `an object header should stand at byte ${file.base + address}`);
  prefix.skip(1);
  const count = prefix.u16();
  prefix.skip(4); // reference count
  const messages: HeaderMessage[] = [];
  const blocks = [{ address: address + 16, length: prefix.u32() }];
  const seen = new Set<number>([address + 16]);
  let totalBytes = 0;
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    totalBytes += block.length;
    if (totalBytes > LIMITS.h5AttributeBytes)
      refuseDamaged(file, path, `its object header is larger than ${LIMITS.h5AttributeBytes} bytes`);
    const reader = readBlock(file, block.address, block.length, 'an object header block');
    while (reader.remaining >= 8 && messages.length < count) {
      const type = reader.u16();
      const length = reader.u16();
      const flags = reader.u8();
      reader.skip(3);
      const bytes = reader.take(length);
      messages.push({ type, isShared: (flags & 2) !== 0, bytes });
      if (type === MESSAGE.continuation) blocks.push(continuation(file, bytes, path, seen));
    }
  }
  return messages;
}

function continuation(file: H5File, bytes: Uint8Array, path: string, seen: Set<number>): { address: number; length: number } {
  const reader = blockReader(file, bytes, path, 'an object header continuation');
  const address = readDefinedAddress(file, reader, `${path}: object header continuation`);
  const length = readLength(file, reader, `${path}: object header continuation`);
  if (seen.has(address)) refuseDamaged(file, path, 'its object header continues into itself');
  seen.add(address);
  return { address, length };
}
