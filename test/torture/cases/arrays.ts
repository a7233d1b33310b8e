import { fixtureBytes } from '../../../fixtures/read/files.ts';
import { zip } from '../../../fixtures/read/zip-maker.ts';
import { oneFile, type TortureCase } from './case.ts';

/** A .npy file with any header text. */
function npy(header: string, data: Uint8Array = new Uint8Array(0), major = 1): Uint8Array {
  const words = new TextEncoder().encode(header);
  const length = major === 1 ? [words.length & 255, words.length >> 8] : [0, 8, 16, 24].map((bits) => (words.length >> bits) & 255);
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, 0, ...length, ...words, ...data]);
}

const header = (descr: string, shape: string): string => `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
const pickle = (words: string): Uint8Array => Uint8Array.from(words, (letter) => letter.charCodeAt(0));
const SYSTEM = "cos\nsystem\n(S'ls'\ntR.";

/** A lone array, and the same as a member of a .npz. */
function both(row: number, what: string, code: string, bytes: () => Uint8Array): readonly TortureCase[] {
  return [
    oneFile(row, what, 'w.npy', bytes, code),
    oneFile(row, `${what}, in .npz`, 'w.npz', () => zip([{ name: 'a.npy', content: bytes() }]), code, 'w.npz/a.npy'),
    oneFile(row, `${what}, as a sequence`, 'x.npy', bytes, code, 'x.npy', 'sequence'),
  ];
}

/** Rows 56 to 62: NumPy and pickles. */
export const ARRAY_CASES: readonly TortureCase[] = [
  oneFile(56, 'a call of os.system', 'w.pkl', () => pickle(SYSTEM), 'npy-pickle'),
  oneFile(56, 'builtins.eval of protocol 4', 'w.pkl', () => pickle('\x80\x04\x8c\x08builtins\x8c\x04eval\x93.'), 'npy-pickle'),
  oneFile(56, 'an object of a class', 'w.pkl', () => pickle('\x80\x02cnumpy\nndarray\n)\x81.'), 'npy-pickle'),
  oneFile(56, 'a persistent id', 'w.pkl', () => pickle('\x80\x02K\x01Q.'), 'npy-pickle'),
  oneFile(56, 'an object array that calls', 'w.npy', () => npy(header('|O', '()').padEnd(117) + '\n', pickle(SYSTEM)), 'npy-pickle'),
  ...both(57, 'no dictionary', 'npy-header', () => npy('[1, 2]')),
  ...both(57, 'code', 'npy-header', () => npy('__import__("os")')),
  ...both(57, 'code as a value', 'npy-header', () => npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }")),
  ...both(57, 'a header of 1 MB', 'npy-header', () => npy(header('<f4', '(1,)').padEnd(1_000_000), new Uint8Array(4), 2)),
  ...both(58, 'one byte short', 'npy-length', () => fixtureBytes('le_f4_C.npy').slice(0, -1)),
  ...both(58, 'one byte long', 'npy-length', () => Uint8Array.from([...fixtureBytes('le_f4_C.npy'), 0])),
  ...both(59, '2^40 numbers', 'npy-shape', () => npy(header('<f4', '(1099511627776,)'))),
  ...both(59, 'a product beyond 2^64', 'npy-shape', () => npy(header('<f4', '(4294967296, 4294967296, 4294967296)'))),
  ...both(59, 'a negative axis', 'npy-shape', () => npy(header('<f4', '(-1,)'))),
  ...both(59, '33 axes', 'npy-shape', () => npy(header('<f4', `(${'1, '.repeat(33)})`))),
  ...['complex.npy', 'structured.npy'].flatMap((name) => both(61, name, 'npy-dtype', () => fixtureBytes(name))),
  ...both(61, 'dates', 'npy-dtype', () => npy(header('<M8[ns]', '(1,)'), new Uint8Array(8))),
  ...both(61, 'texts', 'npy-dtype', () => npy(header('<U3', '(1,)'), new Uint8Array(12))),
  ...both(62, 'version 9', 'npy-version', () => npy('{}', undefined, 9)),
];
