import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { codeOf, faultOf, fixture, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { readArrays } from '../index.ts';
import { readNpy } from './index.ts';

const expected = (JSON.parse(new TextDecoder().decode(fixtureBytes('expected.json'))) as { npy: Record<string, number[]> }).npy;

/** A .npy file with any header text. */
function npy(header: string, data = new Uint8Array(0), version: [number, number] = [1, 0]): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, ...version, text.length & 255, text.length >> 8, ...text, ...data]);
}

describe('.npy as NumPy writes it', () => {
  test.each(Object.entries(expected))('%s', (name, values) => {
    const tensor = readNpy(fixture(`${name}.npy`));
    expect({ shape: tensor.shape, data: [...tensor.data] }).toEqual({ shape: [2, 3, 4], data: values });
  });

  test('integers become Int32Array where they fit, float64 stays', () => {
    const kind = (name: string): string => readNpy(fixture(name)).data.constructor.name;
    expect(['le_i8_C.npy', 'bool_F.npy', 'le_f8_C.npy', 'le_f2_F.npy'].map(kind)).toEqual([
      'Int32Array',
      'Int32Array',
      'Float64Array',
      'Float32Array',
    ]);
    const large = npy("{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8).fill(1));
    expect(readNpy(strictSource('x', large)).data).toEqual(Float64Array.of(Number(0x0101010101010101n)));
  });

  test('a .npz gives its arrays by name, a lone .npy has the name ""', () => {
    const arrays = readArrays(fixture('arrays.npz'));
    expect([...arrays].map(([name, { shape, data }]) => [name, shape, [...data]])).toEqual([
      ['kernel', [2, 3], [0, 1, 2, 3, 4, 5]],
      ['steps', [2], [1, 2]],
      ['scalar', [], [0.5]],
    ]);
    expect([...readArrays(fixture('le_f4_C.npy')).keys()]).toEqual(['']);
    expect(codeOf(() => readArrays(fixture('k315_h5.h5')))).toBe('arrays-unknown');
  });
});

describe('bad .npy', () => {
  const header = (descr: string, shape: string): string => `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  test.each<[string, Uint8Array]>([
    ['npy-pickle', fixtureBytes('object.npy')],
    ['npy-length', npy(header('<f4', '(0,)'), new Uint8Array(1))],
    ['npy-header', npy(`{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }`)],
    ['npy-header', npy(`{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }`)],
    ['npy-header', npy(`{'descr': '<f4', 'fortran_order': False, 'shape': 5, }`)],
    ['npy-header', npy(`{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }`)],
    ['npy-header', npy(`{'descr': '<f4', 'fortran_order': '0', 'shape': (1,), }`)],
    ['npy-dtype', npy(header('<f3', '(1,)'))],
    ['npy-dtype', npy(header('|S4', '(1,)'))],
    ['npy-dtype', npy(header('|V2', '(1,)'))],
    ['npy-dtype', npy(header('constructor', '(1,)'))],
    ['npy-dtype', fixtureBytes('complex.npy')],
    ['npy-dtype', fixtureBytes('structured.npy')],
    ['npy-dtype', npy(header('<M8[ns]', '(1,)'))],
    ['npy-dtype', npy(header('<U3', '(1,)'))],
    ['npy-length', fixtureBytes('le_f4_C.npy').slice(0, -1)],
    ['npy-length', Uint8Array.from([...fixtureBytes('le_f4_C.npy'), 0])],
    ['npy-length', fixtureBytes('le_f4_C.npy').slice(0, 50)],
    ['npy-length', fixtureBytes('le_f4_C.npy').slice(0, 7)],
    ['npy-version', npy('{}', undefined, [9, 9])],
    ['npy-header', npy('__import__("os")')],
    ['npy-header', npy("{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,), }")],
    ['npy-header', npy('{}')],
    ['npy-header', npy(`{${' '.repeat(10_001)}}`)],
    ['npy-shape', npy(header('<f4', '(1099511627776,)'))],
    ['npy-shape', npy(header('<f4', '(4294967296, 4294967296, 4294967296, 4294967296, 4294967296)'))],
    ['npy-shape', npy(header('<f4', '(-1,)'))],
    ['npy-shape', npy(header('<f4', `(${'1, '.repeat(33)})`))],
  ])('%s', (code, bytes) => {
    expect(codeOf(() => readNpy(strictSource('x.npy', bytes)))).toBe(code);
  });

  test('the length is told with both numbers', () => {
    for (const [cut, found] of [
      [fixtureBytes('le_f4_C.npy').slice(0, -1), '95 bytes'],
      [Uint8Array.from([...fixtureBytes('le_f4_C.npy'), 0]), '97 bytes'],
    ] as const) {
      expect(faultOf(() => readNpy(strictSource('x.npy', cut)))).toMatchObject({
        where: 'x.npy',
        values: { expected: '96 bytes of numbers', found },
      });
    }
  });

  test('a header that declares 1 MB is refused before it is read', () => {
    const source = strictSource('x.npy', Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 16, 0]));
    expect(faultOf(() => readNpy(source))).toMatchObject({ code: 'npy-header', where: 'x.npy' });
  });

  test('no axes, no numbers and versions 2 and 3 are legal', () => {
    const one = new Uint8Array(Float32Array.of(1.5).buffer);
    expect(readNpy(strictSource('x', npy(header('<f4', '()'), one)))).toEqual({ shape: [], data: Float32Array.of(1.5) });
    expect(readNpy(strictSource('x', npy(header('<f4', '(0, 4)'))))).toEqual({ shape: [0, 4], data: new Float32Array() });
    const text = [...new TextEncoder().encode(header('<f4', '(1,)'))];
    for (const major of [2, 3]) {
      const bytes = Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, 0, text.length, 0, 0, 0, ...text, ...one]);
      expect(readNpy(strictSource('x', bytes)).data).toEqual(Float32Array.of(1.5));
    }
  });

  test('keys in double quotes are read as Python reads them', () => {
    const one = new Uint8Array(Float32Array.of(1.5).buffer);
    expect(readNpy(strictSource('x', npy('{"descr": "<f4", "fortran_order": False, "shape": (1,)}', one))).data).toEqual(
      Float32Array.of(1.5),
    );
  });

  test('infinite and smallest numbers of 16 bits', () => {
    const halves = new Uint8Array(Uint16Array.of(0x7c00, 0xfc00, 0x7e00, 0x0001, 0x8000).buffer);
    expect([...readNpy(strictSource('x', npy(header('<f2', '(5,)'), halves))).data]).toEqual([Infinity, -Infinity, NaN, 2 ** -24, -0]);
  });

  test('a .npz of reference arrays with something else in it is refused by the member', () => {
    const bytes = zipSync({ 'a.npy': fixtureBytes('le_f4_C.npy'), 'readme.txt': new TextEncoder().encode('hello') });
    expect(faultOf(() => readArrays(strictSource('e.npz', bytes)))).toMatchObject({ code: 'arrays-unknown', where: 'e.npz/readme.txt' });
  });

  test('2,000 flipped bytes give an array or a code', () => {
    const random = seeded(3);
    for (const name of ['le_i4_F.npy', 'arrays.npz']) {
      const bytes = fixtureBytes(name);
      for (let index = 0; index < 1000; index++) {
        const damaged = bytes.slice();
        damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        codeOf(() => readArrays(strictSource(name, damaged)));
      }
    }
  });
});
