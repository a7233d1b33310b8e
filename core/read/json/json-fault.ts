import { ReadError, refuse } from '../../errors/index.ts';
import { quoteForMessage } from '../text.ts';

const EXCERPT_CHARACTERS = 40;

/** Refuses broken JSON with line, column and what stands there; at the end of the text, what stands before it. @throws `json-syntax` */
export function failSyntax(text: string, at: number, where: string, reason: string): never {
  let line = 1;
  let lineStart = 0;
  // Counted without building anything: the text may be millions of line feeds.
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < at; feed = text.indexOf('\n', feed + 1)) {
    line += 1;
    lineStart = feed + 1;
  }
  const from = at < text.length ? at : Math.max(0, at - EXCERPT_CHARACTERS);
  return refuse(ReadError, 'json-syntax', where, {
    offset: byteOffset(text, at),
    line,
    column: at - lineStart + 1,
    reason,
    excerpt: quoteForMessage(text.slice(from, from + EXCERPT_CHARACTERS)),
  });
}

/** Refuses a text that is no sequence of characters. @throws `json-encoding` */
export function failEncoding(where: string, offset: number, encoding: string): never {
  return refuse(ReadError, 'json-encoding', where, { offset, encoding });
}

/** Bytes of UTF-8 before a place in the text. */
export function byteOffset(text: string, at: number): number {
  let bytes = 0;
  for (let index = 0; index < at; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a character beyond the first plane takes two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
  }
  return bytes;
}
