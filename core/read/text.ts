import { ReadError, refuse } from '../errors/index.ts';

/**
 * Decodes text of a file: UTF-8, with or without a byte-order mark, and UTF-16 where a mark says so.
 * @throws `text-encoding`
 */
export function decodeText(bytes: Uint8Array, where: string): string {
  const label = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch (cause) {
    return refuse(
      ReadError,
      'text-encoding',
      where,
      { offset: label === 'utf-8' ? firstInvalidUtf8(bytes) : bytes.length, encoding: label },
      cause,
    );
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

/** Text that came from a file, cut and with control characters made visible, fit for a message. */
export function quoteForMessage(text: string, length = 80): string {
  const shown = text.length > length ? `${text.slice(0, length)}…` : text;
  // C0 and C1 controls, bidirectional marks and line separators: they could forge what a message seems to say.
  return shown.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A size for people: `41 bytes`, `3.2 MB`, `4.0 TB`. */
export function formatBytes(bytes: number | bigint): string {
  const count = Number(bytes);
  if (count < 10_000) return `${count} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  const power = Math.min(Math.floor(Math.log10(count) / 3), units.length);
  return `${(count / 1000 ** power).toFixed(1)} ${units[power - 1]}`;
}
