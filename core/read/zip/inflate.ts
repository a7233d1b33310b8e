import { Inflate } from 'fflate/browser';
import { LabError, ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { formatBytes, quoteForMessage } from '../text.ts';

/** Deflate gives at most 1032 bytes for one: a slice of 16 KiB can never fill more than 17 MB at once. */
const SLICE_BYTES = 16_384;

/**
 * Inflates a member slice by slice and stops as soon as it exceeds what it declares.
 * @throws `zip-size` when it gives more or fewer bytes than declared, `zip-damaged` when the stream is broken
 */
export function inflateRange(stored: ByteSource, member: { readonly name: string; readonly declaredBytes: number }): Uint8Array {
  const inflated = new Uint8Array(member.declaredBytes);
  let filled = 0;
  const fail = (reason: string): never =>
    refuse(ReadError, 'zip-size', `${stored.name}, byte ${filled + 1}`, {
      member: quoteForMessage(member.name),
      declared: formatBytes(member.declaredBytes),
      reason,
    });
  const stream = new Inflate((chunk) => {
    if (filled + chunk.length > inflated.length) {
      filled = inflated.length;
      fail('its content is longer');
    }
    inflated.set(chunk, filled);
    filled += chunk.length;
  });
  pushSlices(stored, member.name, stream, () => true);
  if (filled !== inflated.length) fail(`its content has ${filled} bytes`);
  return inflated;
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
  try {
    for (let offset = 0; offset < stored.size && wantsMore(); offset += SLICE_BYTES) {
      const length = Math.min(SLICE_BYTES, stored.size - offset);
      // Copied: fflate may keep the slice it is given.
      stream.push(stored.read(offset, length).slice(), offset + length === stored.size);
    }
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    refuse(ReadError, 'zip-damaged', stored.name, { reason: `the member "${quoteForMessage(name)}" does not inflate` }, cause);
  }
}
