import { expect, test } from 'vitest';
import { KEY_MAP } from './key-map.ts';

test('no key means two things', () => {
  const keys = KEY_MAP.flatMap((row) => Object.keys(row.keys));
  expect(keys).toEqual([...new Set(keys)]);
});
