import type { ByteSource } from './byte-source.ts';

const PAGE_BYTES = 65_536;
const PAGES_KEPT = 64;

/**
 * The same bytes, with small reads served from pages of 64 KiB: bookkeeping of a file is thousands of reads of a few bytes, and each may be
 * a call to the system. At most 4 MiB are kept. Ranges must lie inside the source.
 */
export function pagedSource(source: ByteSource): ByteSource {
  const pages = new Map<number, Uint8Array>();
  const page = (index: number): Uint8Array => {
    const kept = pages.get(index);
    if (kept !== undefined) return kept;
    const start = index * PAGE_BYTES;
    const bytes = source.read(start, Math.min(PAGE_BYTES, source.size - start));
    const [oldest] = pages.keys();
    if (pages.size >= PAGES_KEPT) pages.delete(oldest);
    pages.set(index, bytes);
    return bytes;
  };
  return {
    name: source.name,
    size: source.size,
    inflate: source.inflate,
    read(offset, length) {
      const first = Math.floor(offset / PAGE_BYTES);
      if (length > PAGE_BYTES) return source.read(offset, length);
      if (offset + length <= (first + 1) * PAGE_BYTES) {
        const start = offset - first * PAGE_BYTES;
        return page(first).subarray(start, start + length);
      }
      return source.read(offset, length);
    },
  };
}

/** A range of a source as a source of its own, such as a stored member of a zip. */
export function rangeSource(source: ByteSource, name: string, start: number, size: number): ByteSource {
  return { name, size, inflate: source.inflate, read: (offset, length) => source.read(start + offset, length) };
}
