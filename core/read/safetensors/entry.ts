import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
import type { StoredElement } from '../numbers.ts';
import { quoteForMessage } from '../text.ts';

/** One array of the header; `begin` and `end` count bytes from the end of the header. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly element: StoredElement;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

const ELEMENTS: ReadonlyMap<string, StoredElement> = new Map([
  ['BOOL', 'bool'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
  ['I16', 'int16'],
  ['U16', 'uint16'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I32', 'int32'],
  ['U32', 'uint32'],
  ['F32', 'float32'],
  ['I64', 'int64'],
  ['U64', 'uint64'],
  ['F64', 'float64'],
]);

/**
 * Reads `{"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}`; nothing else may stand in it.
 * @throws `safetensors-header`, `safetensors-dtype`
 */
export function parseEntry(file: string, name: string, value: unknown): SafetensorsEntry {
  const bad = (reason: string): never => badHeader(file, `the entry "${quoteForMessage(name, 60)}" ${reason}`);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('is no object');
  if (Object.keys(value).length !== 3 || !('dtype' in value && 'shape' in value && 'data_offsets' in value))
    return bad('does not have exactly dtype, shape and data_offsets');
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isCounts(shape) || shape.length > LIMITS.h5Rank) return bad('has a shape that is no list of whole numbers');
  if (!isCounts(offsets) || offsets.length !== 2) return bad('has data_offsets that are no two whole numbers');
  if (typeof dtype !== 'string') return bad('has a dtype that is no text');
  const element = ELEMENTS.get(dtype);
  if (element === undefined)
    return refuse(ReadError, 'safetensors-dtype', `${file}: ${quoteForMessage(name)}`, { found: quoteForMessage(dtype, 20) });
  const [begin = 0, end = 0] = offsets;
  return { name, element, shape, begin, end };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 0);
}

/** @throws `safetensors-header` always */
export function badHeader(file: string, reason: string): never {
  return refuse(ReadError, 'safetensors-header', file, { reason });
}
