const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder & 1) === 1 ? 0x82f63b78 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder >>> 0;
});

/** CRC-32C (Castagnoli), continued block by block. Source: RFC 3720, appendix B.4. */
export function crc32c(bytes: Uint8Array, before = 0): number {
  let remainder = ~before;
  for (let index = 0; index < bytes.length; index++) {
    remainder = TABLE[(remainder ^ bytes[index]) & 0xff] ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}

/** How a checksum is stored, so that a checksum over checksums stays useful. Source: tensorflow/tsl/lib/hash/crc32c.h, `Mask`. */
export function maskedCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
