/**
 * A file the user chose. Reading is synchronous because the core always runs in a worker or a command: `fs.readSync` on an open
 * descriptor, `FileReaderSync` on a slice, a buffer in tests. `read` gives exactly `length` bytes. @throws `read-failed`
 *
 * Who owns the bytes: nobody writes into them, and a view on a longer buffer is lent (it may share memory with other reads). Bytes that
 * cover their whole buffer are the reader's to keep (`isOwned`), so that large tensors need no copy.
 */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  /** Checks the bytes as a whole, once, where that was put off until their numbers are wanted. @throws what the container refuses */
  readonly verify?: (() => void) | undefined;
  /**
   * Inflates faster than JavaScript can, where the host is able to: bare deflate data, or a zlib stream, whose checksum it verifies.
   * Null when it would give more than `limit` bytes. @throws Error when the data is damaged
   */
  readonly inflate?: ((deflated: Uint8Array, limit: number, form: 'deflate' | 'zlib') => Uint8Array | null) | undefined;
  /** Starts a SHA-256 that the host computes faster than JavaScript can. */
  readonly sha256?: (() => Sha256) | undefined;
}

/** A SHA-256 under way: fed piece by piece, then read as 64 hexadecimal digits. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  digest(): string;
}

/** Bytes that are already in memory, as a source. */
export function bufferSource(name: string, bytes: Uint8Array): ByteSource {
  return {
    name,
    size: bytes.length,
    read(offset, length) {
      const part = bytes.subarray(offset, offset + length);
      return isOwned(part) ? part.slice() : part;
    },
  };
}

/** Whether bytes that a source gave are the reader's to keep. */
export function isOwned(bytes: Uint8Array): boolean {
  return bytes.byteLength === bytes.buffer.byteLength;
}
