/**
 * Undoes the shuffle filter, which stores all first bytes of the elements, then all second bytes, …; bytes beyond the last whole element
 * stay where they are. Source: HDF5 File Format Specification 3.0, IV.A.2.l; H5Zshuffle.c of HDF5 1.14.
 */
export function unshuffle(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const elements = Math.floor(bytes.length / elementBytes);
  if (elementBytes <= 1 || elements <= 1) return bytes;
  const result = new Uint8Array(bytes.length);
  if (elementBytes === 4 && IS_LITTLE_ENDIAN) {
    unshuffle4(bytes, new Uint32Array(result.buffer, 0, elements));
  } else {
    for (let place = 0; place < elementBytes; place++) {
      const from = place * elements;
      for (let element = 0, to = place; element < elements; element++, to += elementBytes) result[to] = bytes[from + element];
    }
  }
  const whole = elements * elementBytes;
  result.set(bytes.subarray(whole), whole);
  return result;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The usual size, float32, one word at a time: several times as fast. */
function unshuffle4(bytes: Uint8Array, words: Uint32Array): void {
  const elements = words.length;
  const [second, third, fourth] = [elements, 2 * elements, 3 * elements];
  for (let element = 0; element < elements; element++)
    words[element] = bytes[element] | (bytes[second + element] << 8) | (bytes[third + element] << 16) | (bytes[fourth + element] << 24);
}
