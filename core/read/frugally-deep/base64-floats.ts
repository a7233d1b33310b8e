import { ReadError, refuse } from '../../errors/index.ts';
import { decodeBase64 } from '../base64.ts';
import { describeJson } from '../json/index.ts';
import { decodeNumbers } from '../numbers.ts';

const FLOAT_BYTES = 4;

/** Numbers of an array whose count is known before they are decoded. */
export interface EncodedFloats {
  readonly count: number;
  decode(): Float32Array;
}

/**
 * Floats as frugally-deep stores them: base64 of little-endian float32, cut into texts of 1,024 characters, one text, or plain numbers.
 * The text is checked whole now and decoded later. Source: frugally-deep keras_export/convert_model.py `encode_floats`,
 * include/fdeep/import_model.hpp `decode_floats`. @throws `fdeep-base64`
 */
export function encodedFloats(value: unknown, where: string): EncodedFloats {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (parts.every((part) => typeof part === 'number')) return { count: parts.length, decode: () => Float32Array.from(parts) };
  const text = parts.map((part) => (typeof part === 'string' ? part : refuseBase64(where, `it holds ${describeJson(part)}`))).join('');
  const foreign = /[^A-Za-z0-9+/=]/.exec(text) ?? /=(?=[^=])|={3,}$/.exec(text);
  if (foreign) refuseBase64(where, `the character number ${foreign.index + 1} has no place in base64`);
  if (text.length % 4 !== 0) refuseBase64(where, `its text has ${text.length} characters, which is no multiple of 4`);
  const bytes = (text.length / 4) * 3 - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  if (bytes % FLOAT_BYTES !== 0) refuseBase64(where, `it holds ${bytes} bytes, and a number takes ${FLOAT_BYTES}`);
  const count = bytes / FLOAT_BYTES;
  return { count, decode: () => decodeNumbers(decodeBase64(text), 'float32', true, count) as Float32Array }; // as: of that type
}

function refuseBase64(where: string, reason: string): never {
  return refuse(ReadError, 'fdeep-base64', where, { reason });
}
