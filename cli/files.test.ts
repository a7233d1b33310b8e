import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { remoteKind } from '../node/remote-path.ts';
import { fileSource, requireFolder, sourcesAt, writeNew, writeWhole } from './files.ts';

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

test('what is missing is not read', () => {
  expect(caught(() => fileSource(within('none')))).toEqual(coded('read-failed', 'there is no such file'));
  expect(caught(() => sourcesAt(within('none')))).toEqual(coded('read-failed', 'there is no such file'));
});

test('a link that the user named leads to its file, as in every other program', () => {
  writeFileSync(within('target'), 'xyz');
  symlinkSync('target', within('to-file'));
  symlinkSync('nothing', within('to-nothing'));
  expect(sourcesAt(within('to-file')).map(({ name, size }) => [name, size])).toEqual([['to-file', 3]]);
  expect(caught(() => sourcesAt(within('to-nothing')))).toEqual(coded('read-failed', 'there is no such file'));
});

describe('what lies on another computer is refused by its letters, and never looked at', () => {
  test.each([
    'https://example.org/model.keras',
    'http://127.0.0.1:1/m.h5',
    'file:///etc/passwd',
    'smb://host/share/m.h5',
    '\\\\host\\share\\m.keras',
    '\\\\?\\UNC\\host\\share\\m.keras',
    '\\\\.\\pipe\\m',
  ])('%s', (path) => {
    for (const open of [sourcesAt, fileSource])
      expect(caught(() => open(path))).toMatchObject({ code: 'file-kind', where: path, values: { file: path } });
    expect(caught(() => sourcesAt(path))).toEqual(coded('file-kind', 'which is never opened'));
  });

  test('two slashes lead away on Windows alone; a drive and the long form of a local path lead nowhere else', () => {
    const kinds = (path: string) => (['win32', 'linux', 'darwin'] as const).map((platform) => remoteKind(path, platform) !== null);
    expect(kinds('//host/share/m.keras')).toEqual([true, false, false]);
    expect(kinds('/\\host\\share')).toEqual([true, false, false]);
    expect(kinds('\\\\host\\share')).toEqual([true, true, true]);
    for (const local of ['C:\\m.keras', 'C://m.keras', '\\\\?\\C:\\m.keras', '/home/me/m.keras', 'm.keras', 'a://', '\\m.keras'])
      expect([local, ...kinds(local)]).toEqual([local, false, false, false]);
  });
});

describe('what is no regular file is refused, and never opened', () => {
  test('a folder, a device', () => {
    expect(caught(() => fileSource(folder))).toEqual(coded('file-kind', 'is a folder;'));
    expect(caught(() => sourcesAt('/dev/null'))).toEqual(coded('file-kind', '"null" is a device'));
  });

  test.skipIf(process.platform === 'win32')('a pipe without a writer, in no time', () => {
    execFileSync('mkfifo', [within('pipe')]);
    expect(caught(() => sourcesAt(within('pipe')))).toEqual(coded('file-kind', '"pipe" is a pipe'));
  });

  test.skipIf(process.platform === 'win32')('a socket', async () => {
    const server = createServer().listen(within('socket'));
    await once(server, 'listening');
    expect(caught(() => sourcesAt(within('socket')))).toEqual(coded('file-kind', '"socket" is a socket'));
    server.close();
  });
});

describe('a folder', () => {
  const made = (name: string, files: readonly string[], folders: readonly string[] = []): string => {
    mkdirSync(within(name));
    for (const file of files) writeFileSync(join(within(name), file), file);
    for (const each of folders) mkdirSync(join(within(name), each));
    return within(name);
  };

  test('gives its regular files in the order of their names: no links, nothing hidden, none of its sub-folders', () => {
    const path = made('model', ['b.bin', 'a.json', '.DS_Store', 'Thumbs.db'], ['sub']);
    writeFileSync(join(path, 'sub/c'), 'c');
    symlinkSync('a.json', join(path, 'd'));
    expect(sourcesAt(path).map(({ name }) => name)).toEqual(['a.json', 'b.bin']);
    expect(sourcesAt(`${path}/`).map(({ size }) => size)).toEqual([6, 5]);
  });

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['file-kind', 'without files', [], []],
    ['file-kind', 'without files', ['.hidden'], ['models']],
    ['saved-model', 'SavedModel', ['saved_model.pb', 'fingerprint.pb'], ['variables', 'assets']],
    ['saved-model', 'SavedModel', [], ['variables', 'assets']],
    ['orbax-checkpoint', 'Orbax', ['_CHECKPOINT_METADATA'], ['pytree']],
    ['orbax-checkpoint', 'Orbax', ['manifest.ocdbt', '_METADATA'], ['d', 'ocdbt.process_0']],
    ['orbax-checkpoint', 'Orbax', [], ['0', '10', '20']],
    ['orbax-checkpoint', 'Orbax', [], ['step_3.orbax-checkpoint-tmp-1']],
  ])('%s %#: %s', (code, message, files, folders) => {
    const path = made(`folder-${[...files, ...folders].join('-')}`, files, folders);
    expect(caught(() => sourcesAt(path))).toEqual(coded(code, message));
  });

  test('of more than 1,000 files is no model', () => {
    const path = made(
      'many',
      Array.from({ length: 1_001 }, (_, index) => `${index}.bin`),
    );
    expect(caught(() => sourcesAt(path))).toEqual(coded('file-kind', 'more than 1000 entries'));
  });
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
