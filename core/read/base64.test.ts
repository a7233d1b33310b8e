import { expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';

test('base64 of every length modulo 3 and of every byte decodes to the bytes it was made of', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, k) => (k * 37 + 11) % 256);
  for (const length of [0, 1, 2, 3, 4, 5, 255, 256]) {
    const part = bytes.subarray(0, length);
    expect(decodeBase64(Buffer.from(part).toString('base64'))).toEqual(new Uint8Array(part));
  }
});

test('what is not base64 is refused', () => {
  expect(() => decodeBase64('abc')).toThrow(RangeError);
  expect(() => decodeBase64('ab-_')).toThrow(RangeError);
});
