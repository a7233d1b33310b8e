import { LIMITS } from '../limits.ts';
import type { ByteReader } from '../byte-reader.ts';
import { blockReader, type H5File, readBlock, readDefinedAddress, readLength, refuseDamaged, spendObject } from './h5-file.ts';
import { openNewHeader } from './object-header-v2.ts';

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
  sharedTable: 0x0f,
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

/** A stretch of messages in the file. */
export interface HeaderBlock {
  readonly address: number;
  readonly length: number;
}

/** The two forms of a header: where its messages begin, and how a block of them is read. */
export interface HeaderForm {
  readonly first: HeaderBlock;
  /** How many messages there are, where the form says so. */
  readonly count: number;
  readonly messageHeadBytes: number;
  /** The messages of a block, its own head and checksum taken off. @throws `h5-damaged`, `h5-checksum` */
  openBlock(block: HeaderBlock): ByteReader;
  readHead(reader: ByteReader): { type: number; length: number; flags: number };
}

/**
 * All messages of an object, continuation blocks included, in stored order; they do not hold on to the pages they were read from.
 * Source: HDF5 File Format Specification 3.0, IV.A.1.
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function readObjectHeader(file: H5File, address: number, path: string): readonly HeaderMessage[] {
  const known = file.headers.get(address);
  if (known !== undefined) return known;
  spendObject(file);
  const version = readBlock(file, address, 1, 'an object header').u8();
  // Version 2 begins with its signature, "OHDR".
  const form = version === 0x4f ? openNewHeader(file, address, path) : openOldHeader(file, address, version, path);
  const messages = readMessages(file, form, path);
  file.headers.set(address, messages);
  return messages;
}

function readMessages(file: H5File, form: HeaderForm, path: string): HeaderMessage[] {
  const messages: HeaderMessage[] = [];
  const blocks = [form.first];
  const seen = new Set<number>([form.first.address]);
  let totalBytes = 0;
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    totalBytes += block.length;
    if (totalBytes > LIMITS.h5AttributeBytes)
      refuseDamaged(file, path, `its object header is larger than ${LIMITS.h5AttributeBytes} bytes`);
    // One copy for all messages of a block: a file may have a million of them.
    const reader = form.openBlock(block).detached();
    // What is left at the end and too short for a message is a gap.
    while (reader.remaining >= form.messageHeadBytes && messages.length < form.count) {
      const { type, length, flags } = form.readHead(reader);
      const bytes = reader.take(length);
      // Type 0 is space left by a message that was removed.
      if (type !== 0) messages.push({ type, isShared: (flags & 2) !== 0, bytes });
      if (type === MESSAGE.continuation) blocks.push(continuation(file, bytes, path, seen));
    }
  }
  return messages;
}

/** Version 1. Source: IV.A.1.a. */
function openOldHeader(file: H5File, address: number, version: number, path: string): HeaderForm {
  if (version !== 1) refuseDamaged(file, path, `an object header should stand at byte ${file.base + address}`);
  const prefix = readBlock(file, address, 16, 'an object header');
  prefix.skip(2); // version and reserved
  const count = prefix.u16();
  prefix.skip(4); // reference count
  return {
    first: { address: address + 16, length: prefix.u32() },
    count,
    messageHeadBytes: 8,
    openBlock: (block) => readBlock(file, block.address, block.length, 'an object header block'),
    readHead(reader) {
      const head = { type: reader.u16(), length: reader.u16(), flags: reader.u8() };
      reader.skip(3);
      return head;
    },
  };
}

function continuation(file: H5File, bytes: Uint8Array, path: string, seen: Set<number>): HeaderBlock {
  const reader = blockReader(file, bytes, path, 'an object header continuation');
  const address = readDefinedAddress(file, reader, `${path}: object header continuation`);
  const length = readLength(file, reader, `${path}: object header continuation`);
  if (seen.has(address)) refuseDamaged(file, path, 'its object header continues into itself');
  seen.add(address);
  return { address, length };
}
