import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape } from '../../tensor/index.ts';
import { LIMITS } from '../limits.ts';
import type { StoredElement } from '../numbers.ts';
import { quoteForMessage } from '../text.ts';

/** What a .npy header says. */
export interface NpyHeader {
  /** `object`: the body is a pickle. */
  readonly element: StoredElement | 'object';
  readonly littleEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: Shape;
}

const ELEMENTS: ReadonlyMap<string, StoredElement> = new Map([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['b1', 'bool'],
]);

const ENTRY = /\s*(?:'(\w+)'|"(\w+)")\s*:\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|\(([\d\sL,-]*)\)|(\[.*\]))\s*(,|(?=\}))/y;

/**
 * Reads the dictionary of a .npy header by a grammar of its own: it is Python text, and nothing of it is ever run.
 * Source: numpy/lib/format.py, NumPy 2.
 * @throws `npy-header`, `npy-dtype`, `npy-shape`
 */
export function parseNpyHeader(text: string, where: string): NpyHeader {
  const bad = (reason: string): never => refuse(ReadError, 'npy-header', where, { reason });
  const body = text.trim();
  if (!body.startsWith('{') || !body.endsWith('}')) bad('it is no dictionary');
  const entries = new Map<string, string>();
  ENTRY.lastIndex = 1;
  while (body.slice(ENTRY.lastIndex).trim() !== '}') {
    const at = ENTRY.lastIndex;
    const entry = ENTRY.exec(body);
    if (entry === null) return bad(`unexpected text at "${quoteForMessage(body.slice(at, at + 30))}"`);
    const key = entry[1] ?? entry[2];
    if (entries.has(key)) bad(`"${key}" stands in it twice`);
    entries.set(key, entry[3] ?? entry[4] ?? entry[5] ?? entry[6] ?? entry[7]);
  }
  const descr = entries.get('descr') ?? bad('"descr" is missing');
  const order = entries.get('fortran_order') ?? bad('"fortran_order" is missing');
  const shapeText = entries.get('shape') ?? bad('"shape" is missing');
  if (order !== 'True' && order !== 'False') bad('"fortran_order" is neither True nor False');
  return { ...parseDescr(descr, where), fortranOrder: order === 'True', shape: parseShape(shapeText, where) };
}

/** `<f4`: byte order, kind, bytes. Also the descriptions that pickles hold. @throws `npy-dtype` */
export function parseDescr(descr: string, where: string): Pick<NpyHeader, 'element' | 'littleEndian'> {
  const [, order = '', type = ''] = /^([<>|=]?)([a-zA-Z?]\d*)$/.exec(descr) ?? [];
  if (/^O\d*$/.test(type)) return { element: 'object', littleEndian: true };
  const element = ELEMENTS.get(type) ?? refuse(ReadError, 'npy-dtype', where, { found: quoteForMessage(descr, 40) });
  return { element, littleEndian: order !== '>' };
}

function parseShape(text: string, where: string): Shape {
  const parts = text.split(',').map((part) => part.trim().replace(/L$/, ''));
  if (parts.at(-1) === '') parts.pop();
  const shape = parts.map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : NaN));
  if (shape.length > LIMITS.npyRank || shape.some(Number.isNaN))
    refuse(ReadError, 'npy-shape', where, { shape: `(${quoteForMessage(text)})` });
  return shape;
}
