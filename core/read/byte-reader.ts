/**
 * Takes values from a block of bytes in order, little-endian. A read past the end of the block is refused by `overrun`, which gets the number
 * of missing bytes: no value is ever made up.
 */
export class ByteReader {
  readonly bytes: Uint8Array;
  position = 0;
  readonly #view: DataView;
  readonly #overrun: (missingBytes: number) => never;

  constructor(bytes: Uint8Array, overrun: (missingBytes: number) => never) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#overrun = overrun;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  /** An unsigned number of 2, 4 or 8 bytes. */
  unsigned(width: 2 | 4 | 8): bigint {
    return width === 8 ? this.u64() : BigInt(width === 4 ? this.u32() : this.u16());
  }

  /** An unsigned number of any width up to 8 bytes; 0 when the width is 0. */
  uint(width: number): bigint {
    return this.take(width).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  /** The next bytes, without copying. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.bytes.subarray(start, start + length);
  }

  /** A reader over a copy of what is left: what is taken from it does not hold on to the page that it was read from. */
  detached(): ByteReader {
    return new ByteReader(this.bytes.slice(this.position), this.#overrun);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  #advance(length: number): number {
    const start = this.position;
    // Written so that a negative or fractional length can never pass.
    if (!(length >= 0 && length <= this.remaining)) this.#overrun(length - this.remaining);
    this.position = start + length;
    return start;
  }
}
