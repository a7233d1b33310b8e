/**
 * Undoes the shuffle filter, which stores all first bytes of the elements, then all second bytes, …; bytes beyond the last whole element
 * stay where they are. Source: HDF5 File Format Specification 3.0, IV.A.2.l; H5Zshuffle.c of HDF5 1.14.
 */
export function unshuffle(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const elements = Math.floor(bytes.length / elementBytes);
  if (elementBytes <= 1 || elements <= 1) return bytes;
  const result = new Uint8Array(bytes.length);
  if (elementBytes === 4) {
    unshuffle4(bytes, result, elements);
  } else {
    for (let place = 0; place < elementBytes; place++) {
      const from = place * elements;
      for (let element = 0, to = place; element < elements; element++, to += elementBytes) result[to] = bytes[from + element] ?? 0;
    }
  }
  const whole = elements * elementBytes;
  result.set(bytes.subarray(whole), whole);
  return result;
}

/** The usual size, float32, in one pass. */
function unshuffle4(bytes: Uint8Array, result: Uint8Array, elements: number): void {
  const [second, third, fourth] = [elements, 2 * elements, 3 * elements];
  for (let element = 0, to = 0; element < elements; element++, to += 4) {
    result[to] = bytes[element] ?? 0;
    result[to + 1] = bytes[second + element] ?? 0;
    result[to + 2] = bytes[third + element] ?? 0;
    result[to + 3] = bytes[fourth + element] ?? 0;
  }
}
