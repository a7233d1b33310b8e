import { Inflate, inflateSync } from 'fflate/browser';
import type { ByteSource } from './byte-source.ts';

/** Deflate gives at most 1032 bytes for one: what is no longer than this can never give more than 17 MB, and is inflated in one go. */
const WHOLE_BYTES = 16_384;
/** Slices of a longer stream; between two of them it can be stopped. */
const SLICE_BYTES = 65_536;

/**
 * Inflates raw deflate data that should give at most `limit` bytes; null when it gives more, told as soon as it does. By the host's own
 * inflate where it has one.
 * @throws Error of the library or host when the data is damaged
 */
export function inflateLimited(source: ByteSource, deflated: Uint8Array, limit: number): Uint8Array | null {
  if (source.inflate !== undefined) return source.inflate(deflated, limit);
  if (deflated.length > WHOLE_BYTES) return inflateSlices(deflated, limit);
  // One byte more than allowed: fflate fills what it is given and drops the rest.
  const inflated = inflateSync(deflated, { out: new Uint8Array(limit + 1) });
  return inflated.length > limit ? null : inflated;
}

function inflateSlices(deflated: Uint8Array, limit: number): Uint8Array | null {
  const inflated = new Uint8Array(limit);
  let filled = 0;
  let isLonger = false;
  const stream = new Inflate((part) => {
    isLonger ||= filled + part.length > limit;
    if (isLonger) return;
    inflated.set(part, filled);
    filled += part.length;
  });
  for (let offset = 0; offset < deflated.length && !isLonger; offset += SLICE_BYTES) {
    // Copied: fflate may keep the slice it is given.
    stream.push(deflated.slice(offset, offset + SLICE_BYTES), offset + SLICE_BYTES >= deflated.length);
  }
  return isLonger ? null : inflated.subarray(0, filled);
}
