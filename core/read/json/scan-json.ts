import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';
import { byteOffset, failSyntax } from './json-fault.ts';
import { blankEnd, numberEnd, stringEnd, Unit } from './json-token.ts';

/** Keys that change an object's nature when it is copied carelessly; no Keras file has them. */
const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Keys beside which a float stands, outside of lists: of tfjs' quantisation and of a Masking layer. */
const FLOAT_KEYS: ReadonlySet<string> = new Set(['scale', 'min', 'mask_value']);

const WORD = /true|false|null/y;
/** Python's json module writes the first three, people the others; JSON has no such numbers. */
const PYTHON_NUMBER = /-?(?:NaN|Infinity)/y;
const PYTHON_LIKE = /[+-]?(?:nan|inf|none|true|false)/iy;

/** An open object (with the keys seen so far) or list. */
interface Level {
  readonly keys: Set<string> | null;
  /** Whether a float is expected next: in a list, or behind a key of a float. */
  takesFloat: boolean;
}

/** A bare `NaN`, `Infinity` or `-Infinity` that stands where a float may stand. */
export interface PythonNumber {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads JSON text once from left to right without building anything, and refuses what must not reach `JSON.parse`. Nothing recurses, so
 * depth costs no stack. Numbers in lists are counted apart, up to `LIMITS.jsonNumbers`; everything else up to `maxNodes`.
 *
 * One rule for what Python writes and JSON does not have: bare `NaN`, `Infinity` and `-Infinity` are told as text literals where a float
 * may stand (an entry of a list, the value of a key in `FLOAT_KEYS`); elsewhere they are `json-syntax`, and so is a number beyond the
 * range of float64 wherever it stands. Source: RFC 8259.
 * @returns where such literals stand
 * @throws `json-depth`, `json-nodes`, `json-key`, `json-duplicate`, `json-syntax`, `json-encoding`
 */
export function scanJson(text: string, where: string, maxNodes: number): readonly PythonNumber[] {
  const levels: Level[] = [];
  const pythonNumbers: PythonNumber[] = [];
  let nodes = 0;
  let numbers = 0;
  // What may stand next: a value, a value or the end of a list, a key or the end of an object, or what follows a value.
  let state: 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'after' = 'value';
  for (let at = blankEnd(text, 0); ; at = blankEnd(text, at)) {
    const mark = text.charCodeAt(at);
    const level = levels.at(-1);
    if (state === 'after') {
      if (level === undefined) {
        if (at < text.length) failSyntax(text, at, where, 'text stands behind the end');
        return pythonNumbers;
      }
      if (mark === Unit.comma) state = level.keys === null ? 'value' : 'key';
      else if (mark === (level.keys === null ? Unit.closeList : Unit.closeObject)) levels.pop();
      else failSyntax(text, at, where, level.keys === null ? '"," or "]" is expected' : '"," or "}" is expected');
      at += 1;
      continue;
    }
    if ((state === 'value-or-end' && mark === Unit.closeList) || (state === 'key-or-end' && mark === Unit.closeObject)) {
      levels.pop();
      state = 'after';
      at += 1;
      continue;
    }
    if (state === 'key' || state === 'key-or-end') {
      // as: only an object is ever in these two states
      at = readKey(text, at, where, level as Level & { readonly keys: Set<string> });
      state = 'value';
      continue;
    }
    if (mark === Unit.openObject || mark === Unit.openList) {
      nodes = counted(nodes, maxNodes, where);
      if (levels.length >= LIMITS.jsonDepth)
        refuse(ReadError, 'json-depth', where, { limit: LIMITS.jsonDepth, offset: byteOffset(text, at) });
      const isObject = mark === Unit.openObject;
      levels.push({ keys: isObject ? new Set() : null, takesFloat: !isObject });
      state = isObject ? 'key-or-end' : 'value-or-end';
      at += 1;
      continue;
    }
    state = 'after';
    const number = numberEnd(text, at, where);
    if (number >= 0) {
      if (level?.keys === null) numbers = counted(numbers, LIMITS.jsonNumbers, where);
      else nodes = counted(nodes, maxNodes, where);
      at = number;
      continue;
    }
    nodes = counted(nodes, maxNodes, where);
    const python = level?.takesFloat === true ? match(PYTHON_NUMBER, text, at) : -1;
    if (python >= 0) pythonNumbers.push({ from: at, to: python });
    at = python >= 0 ? python : readScalar(text, at, where);
  }
}

function counted(nodes: number, limit: number, where: string): number {
  return nodes < limit ? nodes + 1 : refuse(ReadError, 'json-nodes', where, { limit });
}

function readKey(text: string, at: number, where: string, level: Level & { readonly keys: Set<string> }): number {
  const end = text.charCodeAt(at) === Unit.quote ? stringEnd(text, at, where) : -1;
  if (end < 0) return failSyntax(text, at, where, at >= text.length ? 'the text ends here' : 'a key in quotation marks is expected');
  // The token was matched as a JSON string, so this parse cannot fail and gives a string.
  const key = JSON.parse(text.slice(at, end)) as string;
  if (DANGEROUS_KEYS.has(key)) refuse(ReadError, 'json-key', where, { key, offset: byteOffset(text, at) });
  if (level.keys.has(key)) refuse(ReadError, 'json-duplicate', where, { key: quoteForMessage(key), offset: byteOffset(text, at) });
  level.keys.add(key);
  level.takesFloat = FLOAT_KEYS.has(key);
  const colon = blankEnd(text, end);
  return text.charCodeAt(colon) === Unit.colon ? colon + 1 : failSyntax(text, colon, where, '":" is expected');
}

function readScalar(text: string, at: number, where: string): number {
  const word = match(WORD, text, at);
  if (word >= 0) return word;
  const string = text.charCodeAt(at) === Unit.quote ? stringEnd(text, at, where) : -1;
  if (string >= 0) return string;
  if (at >= text.length) return failSyntax(text, at, where, 'the text ends here');
  if (text.charCodeAt(at) === Unit.quote) return failSyntax(text, at, where, 'a text in quotation marks is broken');
  if (match(PYTHON_LIKE, text, at) >= 0) return failSyntax(text, at, where, 'Python-style NaN, Infinity or None is no JSON');
  return failSyntax(text, at, where, 'a value is expected');
}

/** End of the token at `at`, or −1. */
function match(token: RegExp, text: string, at: number): number {
  token.lastIndex = at;
  return token.test(text) ? token.lastIndex : -1;
}
