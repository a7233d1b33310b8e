/**
 * The checksum behind every structure of the newer file forms. Source: Bob Jenkins, lookup3.c (public domain), hashlittle with a start
 * value of 0; HDF5 File Format Specification 3.0 names it in each structure.
 */
export function metadataChecksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let a = (0xdeadbeef + bytes.length) | 0;
  let b = a;
  let c = a;
  if (bytes.length === 0) return c >>> 0;
  let at = 0;
  for (; bytes.length - at > 12; at += 12) {
    a = (a + view.getUint32(at, true)) | 0;
    b = (b + view.getUint32(at + 4, true)) | 0;
    c = (c + view.getUint32(at + 8, true)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  const tail = new DataView(new ArrayBuffer(12)); // the last 1 to 12 bytes, padded with zeros
  for (let index = at; index < bytes.length; index++) tail.setUint8(index - at, bytes[index]);
  a = (a + tail.getUint32(0, true)) | 0;
  b = (b + tail.getUint32(4, true)) | 0;
  c = (c + tail.getUint32(8, true)) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
