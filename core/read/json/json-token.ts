import { byteOffset, failEncoding, failSyntax } from './json-fault.ts';

/** UTF-16 units that the grammar of JSON names. */
export const Unit = {
  quote: 0x22,
  plus: 0x2b,
  comma: 0x2c,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openList: 0x5b,
  backslash: 0x5c,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const;

const SHORT_ESCAPES: ReadonlySet<string> = new Set(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']);
const UNICODE_ESCAPE = /\\u[0-9a-fA-F]{4}/y;
/** Longer numbers, or exponents of more digits, may lie beyond float64. To parse every number would cost more than all the rest. */
const SAFE_NUMBER_LENGTH = 300;
const SAFE_EXPONENT_DIGITS = 2;

/** End of the blanks at `at`. */
export function blankEnd(text: string, at: number): number {
  let next = at;
  for (let unit = text.charCodeAt(next); unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;) unit = text.charCodeAt(++next);
  return next;
}

/** End of the decimal digits at `at`. */
function digitsEnd(text: string, at: number): number {
  let next = at;
  for (let unit = text.charCodeAt(next); unit >= Unit.zero && unit <= Unit.nine;) unit = text.charCodeAt(++next);
  return next;
}

/** End of the number at `at`, or −1 where none stands. @throws `json-syntax` for one beyond the range of float64 */
export function numberEnd(text: string, at: number, where: string): number {
  const start = text.charCodeAt(at) === Unit.minus ? at + 1 : at;
  // A number that begins with 0 has no further digit before the point.
  let end = text.charCodeAt(start) === Unit.zero ? start + 1 : digitsEnd(text, start);
  if (end === start) return -1;
  if (text.charCodeAt(end) === Unit.point) {
    const fraction = digitsEnd(text, end + 1);
    if (fraction === end + 1) return end;
    end = fraction;
  }
  let exponentDigits = 0;
  const mark = text.charCodeAt(end);
  if (mark === 0x65 || mark === 0x45) {
    const sign = text.charCodeAt(end + 1);
    const digits = sign === Unit.plus || sign === Unit.minus ? end + 2 : end + 1;
    const exponent = digitsEnd(text, digits);
    if (exponent === digits) return end;
    exponentDigits = exponent - digits;
    end = exponent;
  }
  const mayExceed = exponentDigits > SAFE_EXPONENT_DIGITS || end - at > SAFE_NUMBER_LENGTH;
  if (mayExceed && !Number.isFinite(Number(text.slice(at, end)))) failSyntax(text, at, where, 'the number is beyond the range of float64');
  return end;
}

/**
 * End of the string that opens at `at`, or −1 where it is broken. A loop, because a pattern would need stack for texts of many megabytes.
 * @throws `json-encoding` for an escape that is half of a character (a lone surrogate)
 */
export function stringEnd(text: string, at: number, where: string): number {
  for (let next = at + 1; next < text.length;) {
    const unit = text.charCodeAt(next);
    if (unit === Unit.quote) return next + 1;
    if (unit < 0x20) return -1;
    if (unit !== Unit.backslash) next += 1;
    else if (SHORT_ESCAPES.has(text.charAt(next + 1))) next += 2;
    else {
      const escaped = escapedUnit(text, next);
      if (escaped < 0) return -1;
      const isFirstHalf = escaped >= 0xd800 && escaped < 0xdc00;
      const isSecondHalf = escaped >= 0xdc00 && escaped < 0xe000;
      const follows = isFirstHalf ? escapedUnit(text, next + 6) : -1;
      if (isSecondHalf || (isFirstHalf && !(follows >= 0xdc00 && follows < 0xe000)))
        failEncoding(where, byteOffset(text, next), `Unicode (${text.slice(next, next + 6)} is half of a character)`);
      next += isFirstHalf ? 12 : 6;
    }
  }
  return -1;
}

/** The UTF-16 unit that an escape such as `\u00e9` spells, or −1. */
function escapedUnit(text: string, at: number): number {
  UNICODE_ESCAPE.lastIndex = at;
  return UNICODE_ESCAPE.test(text) ? Number.parseInt(text.slice(at + 2, at + 6), 16) : -1;
}
