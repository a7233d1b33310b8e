import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { pagedSource } from '../paged-source.ts';
import type { ByteRange } from './pickle-value.ts';

const LINE_BLOCK_BYTES = 1024;

/** A place in a pickle, from which values are taken in order. What reaches past the end is refused, never made up. */
export class PickleCursor {
  readonly source: ByteSource;
  readonly #paged: ByteSource;
  position: number;

  constructor(source: ByteSource, start: number) {
    this.source = source;
    this.#paged = pagedSource(source);
    this.position = start;
  }

  u8(): number {
    return this.view(1).getUint8(0);
  }

  u16(): number {
    return this.view(2).getUint16(0, true);
  }

  i32(): number {
    return this.view(4).getInt32(0, true);
  }

  u32(): number {
    return this.view(4).getUint32(0, true);
  }

  f64BigEndian(): number {
    return this.view(8).getFloat64(0, false);
  }

  /** A length of 8 bytes; one beyond the file is refused where its bytes are taken. */
  u64(): number {
    return Number(this.view(8).getBigUint64(0, true));
  }

  view(length: number): DataView {
    const bytes = this.#take(length, this.#paged);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The next bytes, which are read when they are asked for. */
  range(length: number): ByteRange {
    const start = this.position;
    this.#advance(length);
    return { length, read: () => this.source.read(start, length) };
  }

  /** The bytes up to the next line feed, which is passed over. @throws `pickle-too-big` */
  line(): Uint8Array {
    const start = this.position;
    for (let block = LINE_BLOCK_BYTES; ; block *= 2) {
      const length = Math.min(block, this.source.size - start);
      const bytes = this.#paged.read(start, length);
      const end = bytes.indexOf(0x0a);
      if (end >= 0) {
        this.position = start + end + 1;
        return bytes.subarray(0, end);
      }
      if (length < block) this.fail('a line has no end');
      if (length >= LIMITS.pickleLineBytes)
        refuse(ReadError, 'pickle-too-big', this.source.name, { limit: LIMITS.pickleLineBytes, what: 'bytes in one line' });
    }
  }

  /** The same, read once more when it is asked for, so that long lines are not kept. */
  lineRange(): ByteRange {
    const start = this.position;
    const { length } = this.line();
    return { length, read: () => this.source.read(start, length) };
  }

  fail(reason: string): never {
    return refuse(ReadError, 'pickle-damaged', this.source.name, { offset: this.position, reason });
  }

  #take(length: number, from: ByteSource): Uint8Array {
    const start = this.position;
    this.#advance(length);
    return from.read(start, length);
  }

  #advance(length: number): void {
    // Written so that no negative or endless length can pass.
    if (!(length >= 0 && length <= this.source.size - this.position)) this.fail('the file ends here');
    this.position += length;
  }
}
