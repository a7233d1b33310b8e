import type { ByteSource } from '../read/index.ts';

/** The same file, telling of every read how many bytes it gave. */
export function watchedSource(source: ByteSource, tell: (bytes: number) => void): ByteSource {
  return {
    ...source,
    read(offset, length) {
      const bytes = source.read(offset, length);
      tell(length);
      return bytes;
    },
  };
}
