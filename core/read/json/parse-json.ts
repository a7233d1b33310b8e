import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import { decodeText, formatBytes } from '../text.ts';
import { type PythonNumber, scanJson } from './scan-json.ts';

/**
 * Parses JSON after the text was scanned: depth, number of values, duplicate and dangerous keys. A bare `NaN` or `Infinity` that Python
 * wrote among floats comes as the text `'NaN'`; `floatOf` reads it.
 * @throws `json-size`, `json-depth`, `json-nodes`, `json-key`, `json-duplicate`, `json-syntax`, `json-encoding`
 */
export function parseJson(text: string, where: string, maxNodes: number = LIMITS.jsonNodes): unknown {
  // UTF-8 has at least one byte per UTF-16 unit of the text.
  checkSize(text.length, where);
  const parsed: unknown = JSON.parse(inQuotes(text, scanJson(text, where, maxNodes)));
  return parsed;
}

/** The same from bytes of a file: UTF-8, or UTF-16, with or without a byte-order mark. @throws `json-encoding` and what `parseJson` throws */
export function parseJsonBytes(bytes: Uint8Array, where: string, maxNodes?: number): unknown {
  checkSize(bytes.length, where);
  return parseJson(decodeText(bytes, where, 'json-encoding'), where, maxNodes);
}

/** The same from a whole file, whose size is checked before anything of it is read. @throws what `parseJsonBytes` throws */
export function parseJsonFile(source: ByteSource): unknown {
  checkSize(source.size, source.name);
  return parseJsonBytes(source.read(0, source.size), source.name);
}

/** A number of a float field: a number, or the text literal of one that JSON cannot write; else null. */
export function floatOf(value: unknown): number | null {
  if (typeof value === 'number') return value;
  switch (value) {
    case 'NaN':
    case '-NaN':
      return NaN;
    case 'Infinity':
      return Infinity;
    case '-Infinity':
      return -Infinity;
    default:
      return null;
  }
}

function checkSize(found: number, where: string): void {
  if (found > LIMITS.jsonBytes) refuse(ReadError, 'json-size', where, { found: formatBytes(found), limit: formatBytes(LIMITS.jsonBytes) });
}

/** The text with Python's numbers in quotation marks, which makes it JSON. */
function inQuotes(text: string, pythonNumbers: readonly PythonNumber[]): string {
  if (pythonNumbers.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of pythonNumbers) {
    parts.push(text.slice(at, from), `"${text.slice(from, to)}"`);
    at = to;
  }
  return parts.join('') + text.slice(at);
}
