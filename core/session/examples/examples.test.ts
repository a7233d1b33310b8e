import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAMPLE_FILES } from './files.generated.ts';
import { EXAMPLES, exampleFile } from './index.ts';

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
