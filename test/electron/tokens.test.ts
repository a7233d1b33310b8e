import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { LabError } from '../../core/session/index.ts';
import { FileTokens } from '../../electron/file-tokens.ts';
import { GrantedFiles } from '../../electron/granted-files.ts';
import { MOST_FILES } from '../../renderer/host/few-files.ts';

const scratch = mkdtempSync(join(tmpdir(), 'gatescope-tokens-'));
const model = join(scratch, 'm.keras');
writeFileSync(model, 'twelve bytes');
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const caught = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('the tokens', () => {
  test('come from existing regular files among the arguments, never from switches', async () => {
    const granted: string[] = [];
    const tokens = new FileTokens((_token, path) => granted.push(path));
    const argv = [
      '/usr/bin/gatescope',
      '--inspect',
      `--no-sandbox=${model}`,
      '--',
      'm.keras',
      '/etc/passwd',
      scratch,
      'a\0.h5',
      'x'.repeat(2 ** 20),
      `${'y'.repeat(2 ** 16)}.h5`,
      '..',
      '\\\\host\\share\\m.keras',
      'https://example.org/m.keras',
      'file:///etc/m.keras',
    ];
    expect((await tokens.addFromArguments(argv, scratch)).map(({ name }) => name)).toEqual(['m.keras']);
    expect(granted).toEqual([model]);
  });

  test('for a folder of a model are one for each file; what cannot be opened says why when it is', async () => {
    const paths = new Map<string, string>();
    const files = new GrantedFiles();
    const tokens = new FileTokens((token, path) => {
      paths.set(token, path);
      files.grant(token, path);
    });
    const unzipped = join(scratch, 'unzipped.keras');
    const saved = join(scratch, 'saved.keras');
    for (const path of [unzipped, saved, join(saved, 'variables'), join(scratch, 'empty')]) mkdirSync(path);
    writeFileSync(join(unzipped, 'config.json'), '{}');
    writeFileSync(join(unzipped, 'model.weights.h5'), 'h5');
    symlinkSync(model, join(scratch, 'link.keras'));
    const granted = await tokens.addFromArguments(['', 'unzipped.keras', 'saved.keras', 'gone.keras', 'link.keras'], scratch);
    expect(granted.map(({ name }) => name)).toEqual(['config.json', 'model.weights.h5', 'saved.keras', 'link.keras']);
    const [dropped] = await tokens.addAll([join(scratch, 'empty')]);
    const codeOf = (token: string): unknown => {
      try {
        return files.openFile({ kind: 'token', token }).size;
      } catch (error) {
        return error instanceof LabError ? error.code : error;
      }
    };
    expect([...granted, dropped].map((file) => codeOf(file.token))).toEqual([2, 2, 'saved-model', 'twelve bytes'.length, 'file-kind']);
    expect(paths.get(granted[0].token)).toBe(join(unzipped, 'config.json'));
  });

  test('for more files than a model has are one too many, so that the page says so', async () => {
    const folder = mkdtempSync(join(scratch, 'many-'));
    const many = Array.from({ length: 1_000 }, (_, index) => join(folder, `${index}.bin`));
    for (const path of many) writeFileSync(path, 'x');
    expect(await new FileTokens(() => undefined).addAll(many)).toHaveLength(MOST_FILES + 1);
  });

  test('of a file that was deleted meanwhile say so, without its path', () => {
    const files = new GrantedFiles();
    const path = join(scratch, 'deleted.keras');
    writeFileSync(path, 'x');
    files.grant('e'.repeat(32), path);
    rmSync(path);
    const refusal = caught(() => files.openFile({ kind: 'token', token: 'e'.repeat(32) }));
    expect(refusal).toMatchObject({ code: 'read-failed', where: 'deleted.keras', values: { reason: 'there is no such file or folder' } });
    expect(refusal instanceof LabError && refusal.message.includes(scratch)).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('never wait for the other end of a pipe', () => {
    const pipe = join(scratch, 'pipe.keras');
    execFileSync('mkfifo', [pipe]);
    const files = new GrantedFiles();
    files.grant('d'.repeat(32), pipe);
    expect(() => files.openFile({ kind: 'token', token: 'd'.repeat(32) })).toThrow(/is a pipe/u);
  });

  test('open only what was granted, as it was when opened', () => {
    const files = new GrantedFiles();
    files.grant('a'.repeat(32), model);
    const source = files.openFile({ kind: 'token', token: 'a'.repeat(32) });
    expect([source.name, source.size, new TextDecoder().decode(source.read(7, 5))]).toEqual(['m.keras', 12, 'bytes']);
    expect(() => source.read(10, 5)).toThrow(/could not be read/u);
    for (const token of ['', model, '../m.keras', 'b'.repeat(32), '__proto__'])
      expect(() => files.openFile({ kind: 'token', token })).toThrow(/could not be read/u);
    files.grant('c'.repeat(32), scratch);
    expect(() => files.openFile({ kind: 'token', token: 'c'.repeat(32) })).toThrow(
      expect.objectContaining({ code: 'file-kind', message: expect.stringContaining('is a folder;') as unknown }),
    );
    writeFileSync(model, 'twelve bytes and more');
    expect(() => source.read(0, 4)).toThrow(/changed on disk/u);
    expect(files.openFile({ kind: 'token', token: 'a'.repeat(32) }).size).toBe(21);
    writeFileSync(model, 'twelve bytes');
  });
});
