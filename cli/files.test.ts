import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSource, requireFolder, writeNew, writeWhole } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatescope-files-'));
const within = (name: string): string => join(folder, name);
const coded = (code: string, message: string): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });
const caught = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

test('a file is read by pieces', () => {
  writeFileSync(within('a.bin'), Uint8Array.from([1, 2, 3, 4, 5]));
  const source = fileSource(within('a.bin'));
  expect([source.name, source.size, source.read(1, 3)]).toEqual(['a.bin', 5, Uint8Array.from([2, 3, 4])]);
  expect(caught(() => source.read(3, 3))).toEqual(coded('read-failed', 'it ends at byte 5'));
});

test('what is missing or no regular file is refused', () => {
  expect(caught(() => fileSource(within('none')))).toEqual(coded('read-failed', 'there is no such file'));
  expect(caught(() => fileSource(folder))).toEqual(coded('read-failed', 'not a regular file'));
  expect(caught(() => fileSource('/dev/null'))).toEqual(coded('read-failed', 'not a regular file'));
});

test('a file is written whole, replacing the old one, and leaves no draft', () => {
  writeWhole(within('out.npz'), Uint8Array.of(1));
  writeWhole(within('out.npz'), Uint8Array.of(2, 3));
  expect([...readFileSync(within('out.npz'))]).toEqual([2, 3]);
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('an existing file is left as it is where it must be new', () => {
  writeFileSync(within('kept'), 'kept');
  expect(caught(() => writeNew(within('kept'), Uint8Array.of(1)))).toEqual(coded('file-exists', 'kept'));
  expect(readFileSync(within('kept'), 'utf8')).toBe('kept');
});

test('a place that cannot hold a file is named before the work', () => {
  mkdirSync(within('sub.npz'));
  expect(caught(() => requireFolder(within('sub.npz')))).toEqual(coded('write-failed', 'it is a folder'));
  expect(caught(() => requireFolder(within('nowhere/x.npz')))).toEqual(coded('write-failed', 'there is no such file or folder'));
  expect(caught(() => requireFolder(within('fine.npz')))).toBeUndefined();
});
