import { LIMITS } from '../limits.ts';
import type { PickleCursor } from './pickle-cursor.ts';
import type { ByteRange, PickleText, PickleValue } from './pickle-value.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['v', 0x0b],
]);

/** A text in UTF-8. Its numbers of an array (protocols 0 to 2) are characters up to U+00FF, each of one or two bytes. */
export function utf8Text(cursor: PickleCursor, utf8: ByteRange): PickleText {
  return {
    kind: 'text',
    characters: () => new TextDecoder('utf-8').decode(shortBytes(cursor, utf8)),
    bytes: {
      get length() {
        return countCharacters(utf8);
      },
      read: () => latin1OfUtf8(cursor, utf8.read()),
    },
  };
}

/** A text of protocol 0: Latin-1 with escapes such as `\u0000`. Source: CPython `raw-unicode-escape`. */
export function escapedText(cursor: PickleCursor, line: ByteRange): PickleText {
  const isByte = (code: number): number => (code < 256 ? code : cursor.fail('a character is no byte'));
  return {
    kind: 'text',
    characters: () => String.fromCharCode(...unescaped(shortBytes(cursor, line))),
    bytes: { length: unescaped(line.read()).length, read: () => Uint8Array.from(unescaped(line.read()), isByte) },
  };
}

function unescaped(line: Uint8Array): Uint16Array {
  const codes = new Uint16Array(line.length);
  let length = 0;
  for (let at = 0; at < line.length; length++) {
    const escaped = line[at] === 0x5c && line[at + 1] === 0x75 ? hexOf(line, at + 2, 4) : -1;
    codes[length] = escaped >= 0 ? escaped : line[at];
    at += escaped >= 0 ? 6 : 1;
  }
  return codes.subarray(0, length);
}

/** The bytes of a Python 2 string in quotation marks: `'\x00\'n'`. Source: CPython `string-escape`. */
export function quotedBytes(cursor: PickleCursor, line: ByteRange): ByteRange {
  return { length: unquoted(cursor, line.read()).length, read: () => unquoted(cursor, line.read()) };
}

function unquoted(cursor: PickleCursor, line: Uint8Array): Uint8Array {
  const quote = line[0];
  if (line.length < 2 || (quote !== 0x27 && quote !== 0x22) || line.at(-1) !== quote) cursor.fail('a string is not in quotation marks');
  const bytes = new Uint8Array(line.length);
  let length = 0;
  for (let at = 1; at < line.length - 1; length++) {
    if (line[at] !== 0x5c) {
      bytes[length] = line[at];
      at += 1;
      continue;
    }
    const mark = String.fromCharCode(line[at + 1]);
    if (mark === 'x') {
      const code = hexOf(line, at + 2, 2);
      bytes[length] = code < 0 ? cursor.fail('an escape in a string is broken') : code;
      at += 4;
    } else {
      bytes[length] = SIMPLE_ESCAPES.get(mark) ?? line[at + 1];
      at += 2;
    }
  }
  return bytes.subarray(0, length);
}

/** The characters of a short text: a name, a key. Strings of Python 2 are Latin-1. @throws `pickle-damaged` */
export function textOf(cursor: PickleCursor, value: PickleValue | undefined): string {
  if (typeof value !== 'object' || value === null || (value.kind !== 'text' && value.kind !== 'bytes'))
    return cursor.fail('a text is expected');
  return value.kind === 'text' ? value.characters() : String.fromCharCode(...shortBytes(cursor, value.bytes));
}

function shortBytes(cursor: PickleCursor, range: ByteRange): Uint8Array {
  return range.length > LIMITS.pickleTextBytes ? cursor.fail('a name is too long') : range.read();
}

function hexOf(line: Uint8Array, at: number, digits: number): number {
  const text = String.fromCharCode(...line.subarray(at, at + digits));
  return text.length === digits && /^[0-9a-fA-F]+$/.test(text) ? Number.parseInt(text, 16) : -1;
}

/** Every byte of UTF-8 but those that continue a character. */
function countCharacters(utf8: ByteRange): number {
  let count = 0;
  for (const byte of utf8.read()) if ((byte & 0xc0) !== 0x80) count += 1;
  return count;
}

function latin1OfUtf8(cursor: PickleCursor, utf8: Uint8Array): Uint8Array {
  const latin1 = new Uint8Array(utf8.length);
  let length = 0;
  for (let at = 0; at < utf8.length; length++) {
    const byte = utf8[at];
    const isPair = byte === 0xc2 || byte === 0xc3;
    if (byte >= 0x80 && !isPair) cursor.fail('a character is no byte');
    if (isPair && (utf8[at + 1] & 0xc0) !== 0x80) cursor.fail('a text is not UTF-8');
    latin1[length] = isPair ? ((byte & 3) << 6) | (utf8[at + 1] & 0x3f) : byte;
    at += isPair ? 2 : 1;
  }
  return latin1.subarray(0, length);
}
