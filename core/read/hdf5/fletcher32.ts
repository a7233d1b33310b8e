/**
 * The checksum of the fletcher32 filter: two sums of 16-bit words, highest byte first, modulo 65,535; an odd last byte counts as the high
 * half of a word. Source: H5_checksum_fletcher32 in H5checksum.c, HDF5 1.14.
 */
export function fletcher32(bytes: Uint8Array): number {
  let sum1 = 0;
  let sum2 = 0;
  const words = bytes.length >> 1;
  // 360 words keep both sums below 2^32; JavaScript numbers would allow more, but the sums are folded as the library does it.
  for (let word = 0; word < words;) {
    for (const end = Math.min(word + 360, words); word < end; word++) {
      sum1 += (bytes[2 * word] << 8) | bytes[2 * word + 1];
      sum2 += sum1;
    }
    sum1 = fold(sum1);
    sum2 = fold(sum2);
  }
  if (bytes.length % 2 === 1) {
    sum1 = fold(sum1 + (bytes[bytes.length - 1] << 8));
    sum2 = fold(sum2 + sum1);
  }
  sum1 = fold(sum1);
  sum2 = fold(sum2);
  return ((sum2 << 16) | sum1) >>> 0;
}

function fold(sum: number): number {
  return (sum & 0xffff) + (sum >>> 16);
}
