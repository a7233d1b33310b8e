/** The checksum behind a zlib stream. Source: RFC 1950, section 8.2. */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  // 5,552 bytes are the most that keep both sums below 2^32.
  for (let at = 0; at < bytes.length;) {
    for (const end = Math.min(at + 5552, bytes.length); at < end; at++) {
      a += bytes[at];
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
