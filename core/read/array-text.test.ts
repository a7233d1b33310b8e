import { describe, expect, test } from 'vitest';
import { faultOf } from '../../fixtures/read/files.ts';
import { readArrayText } from './index.ts';

describe('arrays that were typed or pasted', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['1, 2, 3', [3], [1, 2, 3]],
    ['1 2\n3\t4\n\n', [2, 2], [1, 2, 3, 4]],
    ['1;2\r\n3;4', [2, 2], [1, 2, 3, 4]],
    ['[]', [0], []],
    ['[[1. 2.]\n [3. 4.]]', [2, 2], [1, 2, 3, 4]],
    ['[[[1], [2]]]', [1, 2, 1], [1, 2]],
    ['array([[0.5, nan],\n       [-inf, inf]], dtype=float32)', [2, 2], [0.5, NaN, -Infinity, Infinity]],
    ['np.array([−1, +inf, -Infinity, Infinity])', [4], [-1, Infinity, -Infinity, Infinity]],
  ])('%j', (text, shape, data) => {
    const found = readArrayText(text);
    expect([found.shape, [...found.data]]).toEqual([shape, data]);
  });

  test.each<[string, string, string]>([
    ['', 'array-text', 'line 1'],
    ['1 2\n3 four', 'array-text', 'line 2'],
    ['1,,2', 'array-text', 'line 1'],
    ['[1, x]', 'array-text', 'line 1'],
    ['[1, 2', 'array-text', 'line 1'],
    ['1, [2]', 'array-text', 'line 1'],
    ['[1], [2]', 'array-text', 'line 1'],
    ['[1]]', 'array-text', 'line 1'],
    ['[[1], 2]', 'array-text', 'line 1'],
    ['[1,,2]', 'array-text', 'line 1'],
    ['[[[[[[[[[1]]]]]]]]]', 'array-text', 'line 1'],
    ['1 2\n3', 'array-ragged', 'row 1'],
    ['[[1, 2], [3]]', 'array-ragged', 'row 1'],
  ])('%j is refused as %s at %s', (text, code, where) => {
    expect(faultOf(() => readArrayText(text))).toMatchObject({ code, where });
  });
});
