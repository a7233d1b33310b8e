import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { decodeText, formatBytes } from '../text.ts';
import { scanJson } from './scan-json.ts';

/**
 * Parses JSON after the text was scanned: depth, number of values, duplicate and dangerous keys.
 * @throws `json-size`, `json-depth`, `json-nodes`, `json-key`, `json-duplicate`, `json-syntax`
 */
export function parseJson(text: string, where: string, maxNodes: number = LIMITS.jsonNodes): unknown {
  // UTF-8 has at least one byte per UTF-16 unit of the text.
  if (text.length > LIMITS.jsonBytes)
    refuse(ReadError, 'json-size', where, { found: formatBytes(text.length), limit: formatBytes(LIMITS.jsonBytes) });
  scanJson(text, where, maxNodes);
  const parsed: unknown = JSON.parse(text);
  return parsed;
}

/** The same from bytes of a file. @throws `text-encoding` and what `parseJson` throws */
export function parseJsonBytes(bytes: Uint8Array, where: string, maxNodes?: number): unknown {
  return parseJson(decodeText(bytes, where), where, maxNodes);
}
