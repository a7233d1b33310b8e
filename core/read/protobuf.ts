import { ByteReader } from './byte-reader.ts';

/** One field of a message as it stands on the wire: a number, or bytes (text, a message, packed numbers). */
export interface ProtoField {
  readonly number: number;
  /** Varint or fixed-width bits, unsigned; 0 where the field holds bytes. */
  readonly int: bigint;
  /** Content of a length-delimited field; null where the field holds a number. */
  readonly bytes: Uint8Array | null;
}

/** Says what is wrong with the bytes; never returns. */
export type Damaged = (reason: string) => never;

/**
 * Fields of a protocol-buffer message in stored order. Nothing is interpreted: who knows the message asks by field number.
 * Source: Protocol Buffers documentation, "Encoding".
 */
export function* protoFields(message: Uint8Array, damaged: Damaged): Generator<ProtoField> {
  const reader = new ByteReader(message, () => damaged('a message ends in the middle of a field'));
  while (reader.remaining > 0) {
    const tag = readVarint(reader, damaged);
    const number = Number(tag >> 3n);
    if (number < 1 || number > 536_870_911) damaged(`a message has a field ${number}`);
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, int: readVarint(reader, damaged), bytes: null };
        break;
      case 1:
        yield { number, int: reader.u64(), bytes: null };
        break;
      case 2:
        yield { number, int: 0n, bytes: reader.take(readCount(reader, damaged)) };
        break;
      case 5:
        yield { number, int: BigInt(reader.u32()), bytes: null };
        break;
      default:
        damaged(`a message has a field of wire type ${tag & 7n}`);
    }
  }
}

/** An unsigned number of 7 bits a byte, at most 64 bits. */
export function readVarint(reader: ByteReader, damaged: Damaged): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.u8();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value < 1n << 64n ? value : damaged('a number has more than 64 bits');
  }
  return damaged('a number never ends');
}

/** A varint that counts bytes or entries: it can be no larger than the bytes that are left. */
export function readCount(reader: ByteReader, damaged: Damaged): number {
  const count = readVarint(reader, damaged);
  return count <= BigInt(reader.remaining) ? Number(count) : damaged(`${count} bytes are announced where ${reader.remaining} are left`);
}
