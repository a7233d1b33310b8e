import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { type Damaged, readCount, readVarint } from '../protobuf.ts';
import { crc32c, maskedCrc } from './crc32c.ts';
import { quoteForMessage } from '../text.ts';
import { checkpointWhere, compareChecksums, damagedAt } from './refuse.ts';

const FOOTER_BYTES = 48;
/** Type of compression, then the checksum. */
const TRAILER_BYTES = 5;

interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

/**
 * Entries of a LevelDB table in stored order, which is that of their keys. Every block's checksum is verified.
 * Source: tensorflow/core/lib/io/format.cc and block.cc; leveldb doc/table_format.md.
 * @throws `checkpoint-damaged`, `checkpoint-checksum`, `checkpoint-compressed`, `checkpoint-too-many`
 */
export function readTable(source: ByteSource): ReadonlyMap<string, Uint8Array> {
  const damaged = damagedAt(source.name);
  if (source.size < FOOTER_BYTES) damaged(`it has ${source.size} bytes, which is less than its footer`);
  const footer = readerOf(source.read(source.size - FOOTER_BYTES, FOOTER_BYTES), damaged);
  readHandle(footer, damaged); // of the metaindex, which TensorFlow leaves empty
  const index = readBlock(source, readHandle(footer, damaged));
  const entries = new Map<string, Uint8Array>();
  let end = 0;
  let keyBytes = 0;
  for (const [, stored] of index) {
    const handle = readHandle(readerOf(stored, damaged), damaged);
    // Blocks follow each other, so that no byte of the file is worked through twice.
    if (handle.offset < end) damaged(`the block at byte ${handle.offset} begins inside another one`);
    end = handle.offset + handle.size;
    for (const [key, value] of readBlock(source, handle)) {
      keyBytes += key.length;
      if (entries.has(key)) damaged(`the key "${quoteForMessage(key, 60)}" stands in it twice`);
      if (entries.size >= LIMITS.weightArrays || keyBytes > LIMITS.checkpointKeyBytes)
        refuse(ReadError, 'checkpoint-too-many', source.name, { limit: LIMITS.weightArrays });
      entries.set(key, value);
    }
  }
  return entries;
}

function readerOf(bytes: Uint8Array, damaged: Damaged): ByteReader {
  return new ByteReader(bytes, () => damaged('a block ends in the middle of an entry'));
}

function readHandle(reader: ByteReader, damaged: Damaged): BlockHandle {
  const offset = readVarint(reader, damaged);
  const size = readVarint(reader, damaged);
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  if (offset > most || size > most) damaged(`a block is said to stand at ${offset} and to have ${size} bytes`);
  return { offset: Number(offset), size: Number(size) };
}

/** Keys and values of one block. A key is stored as what differs from the key before it. */
function readBlock(source: ByteSource, { offset, size }: BlockHandle): readonly (readonly [string, Uint8Array])[] {
  const where = checkpointWhere(source.name, `block at byte ${offset}`);
  const damaged = damagedAt(where);
  if (offset + size + TRAILER_BYTES > source.size - FOOTER_BYTES || size > LIMITS.h5BlockBytes)
    damaged(`${size} bytes are announced in a file of ${source.size} bytes`);
  const stored = source.read(offset, size + TRAILER_BYTES);
  const trailer = readerOf(stored.subarray(size), damaged);
  const compression = trailer.u8();
  compareChecksums(where, maskedCrc(crc32c(stored.subarray(0, size + 1))), trailer.u32());
  if (compression !== 0)
    refuse(ReadError, 'checkpoint-compressed', where, { found: compression === 1 ? 'snappy' : `method ${compression}` });
  if (size < 4) damaged('it has no list of restarts');
  const restarts = readerOf(stored.subarray(size - 4, size), damaged).u32();
  if (restarts > (size - 4) / 4) damaged(`it announces ${restarts} restarts`);
  return readEntries(readerOf(stored.subarray(0, size - 4 - restarts * 4), damaged), damaged);
}

function readEntries(reader: ByteReader, damaged: Damaged): readonly (readonly [string, Uint8Array])[] {
  const entries: (readonly [string, Uint8Array])[] = [];
  const decoder = new TextDecoder('utf-8');
  let key = new Uint8Array(0);
  let keyBytes = 0;
  while (reader.remaining > 0) {
    const shared = readVarint(reader, damaged);
    const unsharedBytes = readCount(reader, damaged);
    const valueBytes = readCount(reader, damaged);
    if (shared > BigInt(key.length)) damaged(`a key takes ${shared} bytes of the one before it, which has ${key.length}`);
    const whole = new Uint8Array(Number(shared) + unsharedBytes);
    keyBytes += whole.length;
    if (keyBytes > LIMITS.checkpointKeyBytes) damaged(`its keys have more than ${LIMITS.checkpointKeyBytes} bytes`);
    whole.set(key.subarray(0, Number(shared)));
    whole.set(reader.take(unsharedBytes), Number(shared));
    key = whole;
    entries.push([decoder.decode(whole), reader.take(valueBytes)]);
  }
  return entries;
}
