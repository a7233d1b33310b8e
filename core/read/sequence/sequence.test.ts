import { describe, expect, test } from 'vitest';
import { codeOf, faultOf, fixture, strictSource } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import { growingNumbers } from './growing-numbers.ts';
import { LIMITS } from '../limits.ts';
import { type Sequence, readSequence, readSequenceText } from '../index.ts';

const shown = ({ tensor, names, timeLabels }: Sequence): unknown => [tensor.shape, [...tensor.data], names, timeLabels];

describe('tables', () => {
  test.each<[string, string, number[], number[], string[]]>([
    ['comma', '1,2\n3,4\n5,6\n', [1, 3, 2], [1, 2, 3, 4, 5, 6], ['x0', 'x1']],
    ['tab and CRLF', '1\t2\r\n3\t4', [1, 2, 2], [1, 2, 3, 4], ['x0', 'x1']],
    ['semicolon', 'a;b\n1;2\n', [1, 1, 2], [1, 2], ['a', 'b']],
    ['one column', '1\n-2.5\n3e2\n', [1, 3, 1], [1, -2.5, 300], ['x0']],
    ['blanks, as numpy.savetxt', '1.0e+00 2.0e+00\n3.0e+00  4.0e+00\n', [1, 2, 2], [1, 2, 3, 4], ['x0', 'x1']],
    ['names in quotation marks', '"level, m","flow"\r\n1,2\r\n', [1, 1, 2], [1, 2], ['level, m', 'flow']],
    ['a name that is missing', ',b\n1,2\n', [1, 1, 2], [1, 2], ['x0', 'b']],
    ['special numbers', 'nan,inf\nNaN,-Infinity\n-0,1e-320\n', [1, 3, 2], [NaN, Infinity, NaN, -Infinity, -0, 1e-320], ['x0', 'x1']],
    ['a byte-order mark', '\ufeff1,2', [1, 1, 2], [1, 2], ['x0', 'x1']],
  ])('%s', (_, text, shape, data, names) => {
    expect(shown(readSequenceText(text, 'pasted'))).toEqual([shape, data, names, null]);
    expect(readSequence(strictSource('any.name', new TextEncoder().encode(text))).tensor.data).toBeInstanceOf(Float64Array);
  });

  test('a first column of dates labels the time axis', () => {
    expect(shown(readSequenceText('date,flow\n2024-05-01,3\n2024-05-02,4\n', 'x'))).toEqual([
      [1, 2, 1],
      [3, 4],
      ['flow'],
      ['2024-05-01', '2024-05-02'],
    ]);
  });

  test.each([
    ['seq-empty', '', 'x'],
    ['seq-empty', ' \n\n', 'x'],
    ['seq-empty', 'a,b\n', 'x'],
    ['seq-columns', 'a,b\n1,2\n3\n', 'x, row 3'],
    ['seq-columns', '1,2\n3,4,5\n', 'x, row 2'],
    ['seq-value', 'a,b\n1,2\n3,\n', 'x, row 3, column 2 (b)'],
    ['seq-value', '1,2\n\n3,4\n', 'x, row 2, column 1 (x0)'],
    ['seq-value', 'a,b\n1,2\nNA,4\n', 'x, row 3, column 1 (a)'],
    ['seq-value', '1;2\n1,5;3\n', 'x, row 2, column 1 (x0)'],
    ['seq-value', '1,2\n0x1F,3\n', 'x, row 2, column 1 (x0)'],
    ['seq-value', '1,2\n1_000,3\n', 'x, row 2, column 1 (x0)'],
    ['seq-value', '1,2\n٣,3\n', 'x, row 2, column 1 (x0)'],
    ['seq-value', '1,a\n2,3\n', 'x, row 1, column 2 (x1)'],
    ['seq-quote', 'a,b\n"1,2\n', 'x, row 2'],
  ])('%s: %j at %s', (code, text, where) => {
    expect(codeOf(() => readSequenceText(text, 'x'))).toBe(code);
    try {
      readSequenceText(text, 'x');
    } catch (error) {
      expect(error instanceof LabError && error.where).toBe(where);
    }
  });
});

describe('nested lists', () => {
  test.each<[string, number[], number[]]>([
    ['[1, 2, 3]', [1, 3, 1], [1, 2, 3]],
    ['[[1, 2], [3, 4], [5, 6]]', [1, 3, 2], [1, 2, 3, 4, 5, 6]],
    ['[[[1,0]]]', [1, 1, 2], [1, 0]],
    [' [[[1],[2]],[[3],["NaN"]]]', [2, 2, 1], [1, 2, 3, NaN]],
    ['[[[1, 2]], [[3, 4], [5, 6]]]', [2, 2, 2], [1, 2, 0, 0, 3, 4, 5, 6]],
    ['[[1, 2], [3]]', [1, 2, 2], [1, 2, 3, 0]],
    ['[NaN, -Infinity, Infinity]', [1, 3, 1], [NaN, -Infinity, Infinity]],
  ])('%s', (text, shape, data) => {
    const { tensor } = readSequenceText(text, 'x');
    expect([tensor.shape, [...tensor.data]]).toEqual([shape, data]);
  });

  test.each([
    ['seq-columns', '[[[1]], [[1, 2]]]', 'x, sample 2, timestep 1'],
    ['seq-empty', '[[[1]], []]', 'x, sample 2'],
    ['seq-empty', '[[1], []]', 'x, timestep 2'],
    ['seq-columns', '[[1], 2]', 'x, timestep 2'],
    ['seq-value', '[[1], ["a"]]', 'x, timestep 2, feature 1'],
    ['seq-value', '[1, null]', 'x, timestep 2'],
    ['seq-value', '[1, {}]', 'x, timestep 2'],
    ['seq-value', '[1, true]', 'x, timestep 2'],
    ['seq-value', '[1, [2]]', 'x, timestep 2'],
    ['seq-value', '[1, ""]', 'x, timestep 2'],
    ['seq-empty', '[]', 'x'],
    ['seq-empty', '[[]]', 'x'],
    ['seq-rank', '[[[[1]]]]', 'x'],
    ['seq-rank', '{"a": 1}', 'x'],
    ['json-syntax', '[1, nan]', 'x'],
  ])('%s: %s at %s', (code, text, where) => {
    expect(codeOf(() => readSequenceText(text, 'x'))).toBe(code);
    try {
      readSequenceText(text, 'x');
    } catch (error) {
      expect(error instanceof LabError && error.where).toBe(where);
    }
  });
});

test('samples and rows of unequal length say how long each is, and where the first such row stands', () => {
  expect(readSequenceText('[[[1, 2]], [[3, 4], [5, 6]]]', 'x')).toMatchObject({ lengths: Int32Array.of(1, 2) });
  expect(readSequenceText('[[[1, 2]], [[3, 4]]]', 'x')).toMatchObject({ lengths: null });
  expect(readSequenceText('[[1, 2], [3]]', 'x')).toMatchObject({
    lengths: Int32Array.of(2, 1),
    uneven: { where: 'x, timestep 2', found: 1, expected: 2 },
  });
  expect(readSequenceText('[[1, 2], [3, 4]]', 'x')).not.toHaveProperty('uneven');
});

describe('files', () => {
  test('an array of rank 3 is a batch; its type stays', () => {
    const { tensor, names } = readSequence(fixture('le_i4_F.npy'));
    expect([tensor.shape, tensor.data.constructor.name, names]).toEqual([[2, 3, 4], 'Int32Array', ['x0', 'x1', 'x2', 'x3']]);
  });

  test('what is no sequence is named', () => {
    expect(codeOf(() => readSequence(fixture('k315_h5.h5')))).toBe('seq-unknown');
    expect(codeOf(() => readSequence(strictSource('x.csv', new Uint8Array(0))))).toBe('seq-empty');
    expect(codeOf(() => readSequence(strictSource('x.csv', Uint8Array.of(0x31, 0x2c, 0xff, 0x0a))))).toBe('seq-encoding');
  });

  test('UTF-16 is read', () => {
    expect(shown(readSequence(strictSource('x.csv', Uint8Array.of(0xff, 0xfe, 0x31, 0, 0x2c, 0, 0x32, 0))))).toEqual([
      [1, 1, 2],
      [1, 2],
      ['x0', 'x1'],
      null,
    ]);
  });
});

describe('shapes that promise more than there is', () => {
  test('take no memory for it', () => {
    const ones = '1,'.repeat(5000);
    expect(codeOf(() => readSequenceText(`[[[${ones}1],${ones}1],${ones}1]`, 'x'))).toBe('seq-columns');
    expect(codeOf(() => readSequenceText(`${'1,'.repeat(200_000)}1\n${'1\n'.repeat(200_000)}`, 'x'))).toBe('seq-columns');
  });
});

describe('sizes', () => {
  test('numbers are counted as they come', () => {
    const numbers = growingNumbers('x');
    for (let index = 0; index < LIMITS.sequenceValues; index++) numbers.push(index);
    expect(faultOf(() => numbers.push(1))).toMatchObject({ code: 'seq-too-big', where: 'x' });
    expect([numbers.all().length, numbers.all().at(-1)]).toEqual([LIMITS.sequenceValues, LIMITS.sequenceValues - 1]);
  });

  test('10 million rows are seq-too-big, in bounded memory and time', () => {
    expect(faultOf(() => readSequenceText('1\n'.repeat(10_000_000), 'x.csv'))).toMatchObject({
      code: 'seq-too-big',
      where: 'x.csv',
      values: { found: 'about 10000000 values' },
    });
    expect(faultOf(() => readSequenceText('1,2,3,4\n'.repeat(2_200_000), 'x.csv'))).toMatchObject({
      code: 'seq-too-big',
      values: { found: 'about 8800000 values' },
    });
  });

  test('a row of 100 MB, and a text without line ends', () => {
    expect(faultOf(() => readSequenceText('1,'.repeat(50_000_000), 'x'))?.code).toBe('seq-too-big');
    expect(faultOf(() => readSequenceText(`1,2\n${'1,'.repeat(5_000_000)}`, 'x'))).toMatchObject({
      code: 'seq-too-big',
      where: 'x, row 2',
    });
    expect(faultOf(() => readSequenceText(`"1",2\n"${'1,'.repeat(5_000_000)}"`, 'x'))).toMatchObject({
      code: 'seq-too-big',
      where: 'x, row 2',
    });
    const large = { name: 'x.csv', size: LIMITS.sequenceBytes + 1, read: (_: number, length: number) => new Uint8Array(length).fill(0x31) };
    expect(faultOf(() => readSequence(large))).toMatchObject({ code: 'seq-too-big', where: 'x.csv' });
  });

  test.each<[string, string]>([
    ['digits', `${'1'.repeat(4_000_000)}x`],
    ['blanks', `${' '.repeat(4_000_000)}\n1`],
    ['a blank and a number', `1${' '.repeat(4_000_000)}x`],
    ['carriage returns', '1\r'.repeat(1_000_000)],
  ])('many %s take no more than their length', (_, text) => {
    const started = performance.now();
    codeOf(() => readSequenceText(text, 'x'));
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('one row runs; a header alone is empty', () => {
    expect(readSequenceText('1,2,3', 'x').tensor.shape).toEqual([1, 1, 3]);
    expect(faultOf(() => readSequenceText('a,b,c', 'x'))).toMatchObject({ code: 'seq-empty', where: 'x' });
  });
});

describe('encodings and line ends', () => {
  const read = (...bytes: number[]) => readSequence(strictSource('x.csv', Uint8Array.from(bytes)));

  test('UTF-16 of both orders, with and without a mark', () => {
    for (const bytes of [
      [0xfe, 0xff, 0, 0x31, 0, 0x2c, 0, 0x32],
      [0x31, 0, 0x2c, 0, 0x32, 0],
      [0, 0x31, 0, 0x2c, 0, 0x32],
    ])
      expect(shown(read(...bytes))).toEqual([[1, 1, 2], [1, 2], ['x0', 'x1'], null]);
  });

  test('what was found out is said: the encoding of a file, what parts the cells', () => {
    const encoded = (text: string, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): number[] => {
      if (encoding === 'utf-8') return [...new TextEncoder().encode(text)];
      const units = Array.from(text, (letter) => letter.charCodeAt(0));
      return units.flatMap((unit) => (encoding === 'utf-16le' ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255]));
    };
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const)
      for (const [delimiter, text] of [
        ['\t', 'a\tb\n1\t2'],
        [';', '1;2\n3;4'],
        [',', '1,2\n3,4'],
        [' ', '1 2\n3  4'],
        [null, '[[1, 2], [3, 4]]'],
      ] as const)
        expect(read(...encoded(text, encoding)).text).toEqual({ encoding, delimiter });
    expect(readSequenceText('1;2', 'typed').text).toEqual({ encoding: null, delimiter: ';' });
    expect(readSequence(fixture('le_f4_C.npy')).text).toBeUndefined();
  });

  test('mixed line ends, also around quotation marks', () => {
    expect(shown(readSequenceText('1,2\r\n3,4\r5,6\n7,8', 'x'))).toEqual([[1, 4, 2], [1, 2, 3, 4, 5, 6, 7, 8], ['x0', 'x1'], null]);
    expect(shown(readSequenceText('"a, b",c\r\n"3",4\r5,6\n', 'x'))).toEqual([[1, 2, 2], [3, 4, 5, 6], ['a, b', 'c'], null]);
  });

  test.each<[string, string, object, number[]]>([
    ['Latin-1', 'seq-encoding', { encoding: 'UTF-8', offset: 1 }, [0x67, 0xfc, 0x0a, 0x31]],
    ['a zero byte', 'seq-encoding', { offset: 3 }, [0x31, 0x2c, 0x32, 0, 0x0a]],
    ['half a unit of UTF-16', 'seq-encoding', { encoding: 'UTF-16LE', offset: 4 }, [0x31, 0, 0x2c, 0, 0x32]],
    ['a picture', 'seq-unknown', {}, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]],
    ['counts of four bytes', 'seq-unknown', {}, [1, 0, 0, 0, 2, 0, 0, 0]],
  ])('%s is %s', (_, code, values, bytes) => {
    expect(faultOf(() => read(...bytes))).toMatchObject({ code, where: 'x.csv', values });
  });

  test.each([
    ['1,1e999', 'x, row 1, column 2 (x1)', '1e999'],
    ['d,v\n2024-05-01,1\nyesterday,2', 'x, row 3, column 1', 'yesterday'],
    ['t,a,b\n2024-05-01,1,\n', 'x, row 2, column 3 (b)', ''],
  ])('%j is seq-value at %s', (text, where, found) => {
    expect(faultOf(() => readSequenceText(text, 'x'))).toMatchObject({ code: 'seq-value', where, values: { found } });
  });

  test('arrays in a .npy have 1 to 3 axes and at least one number', () => {
    const npy = (shape: string, bytes: number): Uint8Array => {
      const header = `{'descr': '|i1', 'fortran_order': False, 'shape': ${shape}, }`;
      return Uint8Array.from([
        0x93,
        0x4e,
        0x55,
        0x4d,
        0x50,
        0x59,
        1,
        0,
        header.length,
        0,
        ...new TextEncoder().encode(header),
        ...new Uint8Array(bytes),
      ]);
    };
    const open = (shape: string, bytes: number) => readSequence(strictSource('x.npy', npy(shape, bytes)));
    expect([open('(3,)', 3).tensor.shape, open('(3, 2)', 6).tensor.shape]).toEqual([
      [1, 3, 1],
      [1, 3, 2],
    ]);
    expect(faultOf(() => open('(1, 1, 1, 1)', 1))).toMatchObject({ code: 'seq-rank', where: 'x.npy' });
    expect(faultOf(() => open('()', 1))).toMatchObject({ code: 'seq-rank', where: 'x.npy' });
    expect(faultOf(() => open('(0, 3)', 0))).toMatchObject({ code: 'seq-empty', where: 'x.npy' });
  });

  test('a table in quotation marks as without', () => {
    expect(faultOf(() => readSequenceText('"a","b"\n"1","2"\n"3"\n', 'x'))).toMatchObject({
      code: 'seq-columns',
      where: 'x, row 3',
      values: { found: 1, expected: 2 },
    });
  });
});
