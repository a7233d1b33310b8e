import { Inflate, inflateSync } from 'fflate/browser';
import { adler32 } from './adler32.ts';
import type { ByteSource } from './byte-source.ts';

/**
 * Deflate gives at most 1032 bytes for one: what is no longer than this gives at most 135 MB, half a second of work where it is
 * a bomb. It is inflated in one go, which is faster than slice by slice; what is too much is not kept.
 */
const WHOLE_BYTES = 131_072;
/** Slices of a longer stream; between two of them it can be stopped. The first is short, because a bomb is one from the start. */
const FIRST_SLICE_BYTES = 16_384;
const SLICE_BYTES = 65_536;

/**
 * Inflates a zlib stream that should give at most `limit` bytes; null when it gives more, told as soon as it does. By the host's own
 * inflate where it has one. Source: RFC 1950.
 * @throws Error when the stream is broken or does not match its checksum
 */
export function inflateZlib(source: ByteSource, stream: Uint8Array, limit: number): Uint8Array | null {
  const head = ((stream[0] ?? 0) << 8) | (stream[1] ?? 0);
  // Method 8 is deflate; bit 5 would announce a dictionary.
  if (stream.length < 6 || head % 31 !== 0 || (head & 0x0f20) !== 0x0800) throw new Error('it does not begin as compressed data does');
  if (source.inflate !== undefined) return source.inflate(stream, limit, 'zlib');
  const inflated = inflateDeflate(stream.subarray(2, -4), limit);
  const stored = new DataView(stream.buffer, stream.byteOffset + stream.length - 4, 4).getUint32(0);
  if (inflated !== null && adler32(inflated) !== stored) throw new Error('its checksum does not match');
  return inflated;
}

function inflateDeflate(deflated: Uint8Array, limit: number): Uint8Array | null {
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
  for (let from = 0, to = FIRST_SLICE_BYTES; from < deflated.length && !isLonger; from = to, to += SLICE_BYTES) {
    // Copied: fflate may keep the slice it is given.
    stream.push(deflated.slice(from, to), to >= deflated.length);
  }
  return isLonger ? null : inflated.subarray(0, filled);
}
