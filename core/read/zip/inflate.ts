import { Inflate } from 'fflate/browser';
import { LabError, ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { formatBytes, quoteForMessage } from '../text.ts';

/** Deflate gives at most 1032 bytes for one: a slice of 16 KiB can never fill more than 17 MB at once. */
const SLICE_BYTES = 16_384;

/**
 * Inflates a member and stops as soon as it exceeds what it declares: by the host's own inflate where it has one, else slice by slice.
 * @throws `zip-size` when it gives more or fewer bytes than declared, `zip-damaged` when the stream is broken
 */
export function inflateRange(stored: ByteSource, member: { readonly name: string; readonly declaredBytes: number }): Uint8Array {
  const { name, declaredBytes } = member;
  const inflated = stored.inflate === undefined ? inflateSlices(stored, name, declaredBytes) : inflateByHost(stored, name, declaredBytes);
  if (inflated?.length === declaredBytes) return inflated;
  return refuse(ReadError, 'zip-size', `${stored.name}, byte ${(inflated?.length ?? declaredBytes) + 1}`, {
    member: quoteForMessage(name),
    declared: formatBytes(declaredBytes),
    reason: inflated === null ? 'its content is longer' : `its content has ${inflated.length} bytes`,
  });
}

/** Null when it gives more than `limit` bytes. */
function inflateByHost(stored: ByteSource, name: string, limit: number): Uint8Array | null {
  return orDamaged(stored, name, () => {
    const inflated = stored.inflate?.(stored.read(0, stored.size), limit, 'deflate') ?? null;
    // Only the bytes: Node gives a Buffer, whose `slice` would not copy.
    return inflated && new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.length);
  });
}

/** Null when it gives more than `limit` bytes. */
function inflateSlices(stored: ByteSource, name: string, limit: number): Uint8Array | null {
  const inflated = new Uint8Array(limit);
  let filled = 0;
  let isLonger = false;
  const stream = new Inflate((chunk) => {
    isLonger ||= filled + chunk.length > limit;
    if (isLonger) return;
    inflated.set(chunk, filled);
    filled += chunk.length;
  });
  pushSlices(stored, name, stream, () => !isLonger);
  return isLonger ? null : inflated.subarray(0, filled);
}

/** The first bytes of a member, fewer than `length` where it ends before; no more of it is inflated than that takes. @throws `zip-damaged` */
export function inflateHead(stored: ByteSource, name: string, length: number): Uint8Array {
  const inflated = new Uint8Array(length);
  let filled = 0;
  const stream = new Inflate((chunk) => {
    inflated.set(chunk.subarray(0, length - filled), filled);
    filled = Math.min(length, filled + chunk.length);
  });
  pushSlices(stored, name, stream, () => filled < length);
  return inflated.subarray(0, filled);
}

function pushSlices(stored: ByteSource, name: string, stream: Inflate, wantsMore: () => boolean): void {
  orDamaged(stored, name, () => {
    for (let offset = 0; offset < stored.size && wantsMore(); offset += SLICE_BYTES) {
      const length = Math.min(SLICE_BYTES, stored.size - offset);
      // Copied: fflate may keep the slice it is given.
      stream.push(stored.read(offset, length).slice(), offset + length === stored.size);
    }
  });
}

/** What an inflate says of a broken stream is a damaged zip. */
function orDamaged<T>(stored: ByteSource, name: string, inflate: () => T): T {
  try {
    return inflate();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    return refuse(ReadError, 'zip-damaged', stored.name, { reason: `the member "${quoteForMessage(name)}" does not inflate` }, cause);
  }
}
