import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';

/** Keys that change an object's nature when it is copied carelessly; no Keras file has them. */
const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const BLANK = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
/** Python's json module writes these; JSON has no such numbers. */
const PYTHON_WORD = /-?(?:NaN|Infinity|inf|nan)/y;

/** An open object (with the keys seen so far) or list. */
interface Level {
  readonly keys: Set<string> | null;
}

/**
 * Reads JSON text once from left to right without building anything, and refuses what must not reach `JSON.parse`. Nothing recurses, so
 * depth costs no stack. Source: RFC 8259.
 * @throws `json-depth`, `json-nodes`, `json-key`, `json-duplicate`, `json-syntax`
 */
export function scanJson(text: string, where: string, maxNodes: number): void {
  const levels: Level[] = [];
  let nodes = 0;
  let at = skipBlank(text, 0);
  // What may stand next: a value, a value or the end of a list, a key or the end of an object, or what follows a value.
  let state: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'after' = 'value';
  for (; ; at = skipBlank(text, at)) {
    const mark = text[at];
    const level = levels.at(-1);
    if (state === 'after') {
      if (level === undefined) {
        if (at < text.length) fail(text, at, where, 'text stands behind the end');
        return;
      }
      if (mark === ',') state = level.keys === null ? 'value' : 'key';
      else if (mark === (level.keys === null ? ']' : '}')) levels.pop();
      else fail(text, at, where, level.keys === null ? '"," or "]" is expected' : '"," or "}" is expected');
      at += 1;
      continue;
    }
    if ((state === 'value-or-end' && mark === ']') || (state === 'key-or-end' && mark === '}')) {
      levels.pop();
      state = 'after';
      at += 1;
      continue;
    }
    if (state === 'key' || state === 'key-or-end') {
      at = readKey(text, at, where, level?.keys ?? new Set());
      state = 'value';
      continue;
    }
    nodes += 1;
    if (nodes > maxNodes) refuse(ReadError, 'json-nodes', where, { limit: maxNodes });
    if (mark === '{' || mark === '[') {
      if (levels.length >= LIMITS.jsonDepth)
        refuse(ReadError, 'json-depth', where, { limit: LIMITS.jsonDepth, offset: byteOffset(text, at) });
      levels.push({ keys: mark === '{' ? new Set() : null });
      state = mark === '{' ? 'key-or-end' : 'value-or-end';
      at += 1;
    } else {
      at = readScalar(text, at, where);
      state = 'after';
    }
  }
}

function readKey(text: string, at: number, where: string, keys: Set<string>): number {
  const end = text[at] === '"' ? stringEnd(text, at) : -1;
  if (end < 0) return fail(text, at, where, text[at] === undefined ? 'the text ends here' : 'a key in quotation marks is expected');
  // The token was matched as a JSON string, so this parse cannot fail and gives a string.
  const key = JSON.parse(text.slice(at, end)) as string;
  if (DANGEROUS_KEYS.has(key)) refuse(ReadError, 'json-key', where, { key, offset: byteOffset(text, at) });
  if (keys.has(key)) refuse(ReadError, 'json-duplicate', where, { key: quoteForMessage(key), offset: byteOffset(text, at) });
  keys.add(key);
  const colon = skipBlank(text, end);
  return text[colon] === ':' ? colon + 1 : fail(text, colon, where, '":" is expected');
}

function readScalar(text: string, at: number, where: string): number {
  if (match(PYTHON_WORD, text, at) >= 0) fail(text, at, where, 'Python-style NaN or Infinity is no JSON');
  const word = match(WORD, text, at);
  if (word >= 0) return word;
  const number = match(NUMBER, text, at);
  if (number >= 0) {
    // 1e400 would silently become Infinity.
    if (!Number.isFinite(Number(text.slice(at, number)))) fail(text, at, where, 'the number is beyond the range of float64');
    return number;
  }
  const string = text[at] === '"' ? stringEnd(text, at) : -1;
  if (string >= 0) return string;
  return fail(
    text,
    at,
    where,
    at >= text.length ? 'the text ends here' : text[at] === '"' ? 'a text in quotation marks is broken' : 'a value is expected',
  );
}

/** End of the token at `at`, or −1. */
function match(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : -1;
}

/** End of the string that opens at `at`, or −1. A loop, because a pattern would need stack for texts of many megabytes. */
function stringEnd(text: string, at: number): number {
  for (let next = at + 1; next >= 0 && next < text.length;) {
    const unit = text.charCodeAt(next);
    if (unit === 0x22) return next + 1;
    if (unit < 0x20) return -1;
    next = unit === 0x5c ? match(ESCAPE, text, next) : next + 1;
    if (next < 0) return -1;
  }
  return -1;
}

function skipBlank(text: string, at: number): number {
  return match(BLANK, text, at);
}

function fail(text: string, at: number, where: string, reason: string): never {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return refuse(ReadError, 'json-syntax', where, {
    offset: byteOffset(text, at),
    line,
    column,
    reason,
    excerpt: quoteForMessage(text.slice(at, at + 40)),
  });
}

/** Bytes of UTF-8 before a place in the text. */
function byteOffset(text: string, at: number): number {
  return new TextEncoder().encode(text.slice(0, at)).length;
}
