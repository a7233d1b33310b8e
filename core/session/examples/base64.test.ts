import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { EXAMPLE_FILES } from './files.generated.ts';
import { EXAMPLES, exampleFile } from './index.ts';

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

test('the embedded files are those of examples/', () => {
  for (const name of Object.keys(EXAMPLE_FILES)) {
    const onDisk = readFileSync(new URL(`../../../examples/${name}`, import.meta.url));
    expect(exampleFile(name), `${name}: run node examples/make/embed.mjs`).toEqual(new Uint8Array(onDisk));
  }
});

test('every example names files that are embedded', () => {
  const wanted = EXAMPLES.flatMap((example) => [example.model, ...example.sequences.map((sequence) => sequence.file)]);
  expect(wanted.filter((name) => !Object.hasOwn(EXAMPLE_FILES, name))).toEqual([]);
});

test('a file that is not built in is named in the error', () => {
  expect(() => exampleFile('toString')).toThrow('"toString" is not a built-in file');
});
