/** Collects values into one block of bytes, little-endian; the block grows as needed. */
export class ByteWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(expectedBytes = 64) {
    this.#bytes = new Uint8Array(expectedBytes);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#grow(1).setUint8(this.#length - 1, value);
    return this;
  }

  u16(...values: readonly number[]): this {
    for (const value of values) this.#grow(2).setUint16(this.#length - 2, value, true);
    return this;
  }

  u32(...values: readonly number[]): this {
    for (const value of values) this.#grow(4).setUint32(this.#length - 4, value, true);
    return this;
  }

  u64(...values: readonly (number | bigint)[]): this {
    for (const value of values) this.#grow(8).setBigUint64(this.#length - 8, BigInt(value), true);
    return this;
  }

  bytes(values: Uint8Array): this {
    this.#grow(values.length);
    this.#bytes.set(values, this.#length - values.length);
    return this;
  }

  zeros(count: number): this {
    this.#grow(count);
    return this;
  }

  /** Zeros up to the next multiple of `step`. */
  pad(step: number): this {
    return this.zeros((step - (this.#length % step)) % step);
  }

  /** All that was written so far. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Makes room for the next `count` bytes, which are zero. */
  #grow(count: number): DataView {
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return this.#view;
  }
}
