/**
 * The bytes that `text` spells in base64 (with `=` padding, no line breaks). Core has neither `atob` nor `Buffer`.
 * Source: RFC 4648 section 4.
 * @throws RangeError on a length or a character that base64 does not have.
 */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new RangeError(`base64 has ${text.length} characters; its length is a multiple of 4`);
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const characters = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let bitCount = 0;
  let at = 0;
  for (let k = 0; k < characters; k++) {
    bits = ((bits << 6) | sextet(text.charCodeAt(k))) & 0xffff; // at most 6 + 8 bits are still wanted
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[at++] = (bits >> bitCount) & 0xff;
    }
  }
  return bytes;
}

/** 0..63: A–Z, a–z, 0–9, +, /. */
function sextet(code: number): number {
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 43) return 62;
  if (code === 47) return 63;
  throw new RangeError(`character code ${code} is not base64`);
}
