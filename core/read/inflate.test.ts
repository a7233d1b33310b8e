import { zlibSync } from 'fflate';
import { expect, test } from 'vitest';
import { seeded, strictSource } from '../../fixtures/read/files.ts';
import { inflateZlib } from './inflate.ts';

test('a long stream is inflated in slices, and given up when it is longer than it may be', () => {
  const random = seeded(3);
  const content = new Uint8Array(400_000).map(() => Math.floor(random() * 256));
  const stream = zlibSync(content);
  const source = strictSource('x', stream);
  expect(inflateZlib(source, stream, content.length)).toEqual(content);
  expect(inflateZlib(source, stream, content.length - 1)).toBeNull();
});
