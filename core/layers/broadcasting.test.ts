import { expect, test } from 'vitest';
import { stretchedBytes } from './broadcasting.ts';
import { broadcast } from './shapes.ts';

test('a shorter shape is aligned at the last axes, and its lengths of 1 are stretched', () => {
  expect(broadcast([4, 1], [3])).toEqual([4, 3]);
  expect(broadcast([3], [4, 1])).toEqual([4, 3]);
  expect(broadcast([2, 4, 3], [4, 1])).toEqual([2, 4, 3]);
  expect(broadcast([2, -1, 3], [5, 1])).toEqual([2, 5, 3]);
});

test('numbers are repeated along each axis that is new or of length 1, as NumPy does', () => {
  const ten = Uint8Array.of(10, 20, 30);
  expect([...stretchedBytes(ten, [1, 3], [2, 2, 3])]).toEqual([10, 20, 30, 10, 20, 30, 10, 20, 30, 10, 20, 30]);
  expect([...stretchedBytes(ten, [3, 1], [2, 3, 2])]).toEqual([10, 10, 20, 20, 30, 30, 10, 10, 20, 20, 30, 30]);
  expect([...stretchedBytes(ten, [3, 1, 1], [3, 1, 2])]).toEqual([10, 10, 20, 20, 30, 30]);
});
