import { ReadError, refuse } from '../errors/index.ts';

export { quoteForMessage } from '../errors/index.ts';

/** How a text that stands in a file is encoded, as `TextDecoder` calls it. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * The encoding of a text by its first bytes: a byte-order mark, or a zero beside the first character, which every table and every JSON text
 * begins with in UTF-16.
 */
export function encodingOf(bytes: Uint8Array): TextEncoding {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) return 'utf-16be';
  return 'utf-8';
}

/**
 * Decodes text of a file; JSON and tables also come in UTF-16, with or without a byte-order mark. `code` is that of the refusal.
 * @throws `text-encoding`, `json-encoding`, `seq-encoding`
 */
export function decodeText(
  bytes: Uint8Array,
  where: string,
  code: 'text-encoding' | 'json-encoding' | 'seq-encoding' = 'text-encoding',
): string {
  const encoding = code === 'text-encoding' ? 'utf-8' : encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const offset = encoding === 'utf-8' ? firstInvalidUtf8(bytes) : firstInvalidUtf16(bytes, encoding);
    return refuse(ReadError, code, where, { offset, encoding: encoding.toUpperCase() }, cause);
  }
}

/** Byte offset of the first sequence that is not UTF-8: there a lenient decoder puts a replacement mark that the bytes do not spell. */
function firstInvalidUtf8(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoder = new TextEncoder();
  let offset = 0;
  let from = 0;
  for (let mark = text.indexOf('\ufffd'); mark >= 0; mark = text.indexOf('\ufffd', from)) {
    offset += encoder.encode(text.slice(from, mark)).length;
    if (bytes[offset] !== 0xef || bytes[offset + 1] !== 0xbf || bytes[offset + 2] !== 0xbd) return offset;
    offset += 3;
    from = mark + 1;
  }
  return offset;
}

/** Byte offset of the first half of a character that has no other half, or of a last byte that is no unit. */
function firstInvalidUtf16(bytes: Uint8Array, encoding: TextEncoding): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unitAt = (at: number): number => (at + 1 < bytes.length ? view.getUint16(at, encoding === 'utf-16le') : -1);
  let at = 0;
  for (; at + 1 < bytes.length; at += 2) {
    const unit = unitAt(at);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = unitAt(at + 2);
    if (unit > 0xdbff || next < 0xdc00 || next > 0xdfff) return at;
    at += 2;
  }
  return at;
}

/** A size for people: `41 bytes`, `3.2 MB`, `4.0 TB`. */
export function formatBytes(bytes: number | bigint): string {
  const count = Number(bytes);
  if (count < 10_000) return `${count} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const power = Math.min(Math.floor(Math.log10(count) / 3), units.length);
  return `${(count / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}
