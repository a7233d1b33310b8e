/**
 * A file the user chose. Reading is synchronous because the core always runs in a worker or a command: `fs.readSync` on an open
 * descriptor, `FileReaderSync` on a slice, a buffer in tests. `read` gives exactly `length` bytes. @throws `read-failed`
 */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** Bytes that are already in memory, as a source. */
export function bufferSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}
