import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { zip } from '../../../fixtures/read/zip-maker.ts';
import { bufferSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { LIMITS } from '../limits.ts';
import { inspectFiles } from './index.ts';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);

function inspect(path: string): FileTree {
  const bytes = new Uint8Array(readFileSync(new URL(path, FIXTURES)));
  return only(inspectFiles([bufferSource(path.split('/').at(-1) ?? path, bytes)]));
}

const words = (note: FileTree['note'] | undefined): string | undefined => (typeof note === 'object' ? note.text : note);
const only = (trees: readonly FileTree[]): FileTree => trees[0]; // as: one file gives one tree
const text = (source: string): FileTree => only(inspectFiles([bufferSource('a.json', new TextEncoder().encode(source))]));
const codes = (tree: FileTree): string[] => [...(tree.problem ? [tree.problem.code] : []), ...tree.children.flatMap(codes)];
const names = (tree: FileTree): string[] => tree.children.map((child) => child.name);

test('a sound .keras shows its members, and nothing is wrong with them', () => {
  const tree = inspect('lstm-5u-3f-7t/model.keras');
  expect(names(tree)).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
  expect(tree.children[0]?.note).toMatch(/^Keras 3\.15\.1, \d{4}-\d\d-\d\d/);
  expect(tree.children[1]).toMatchObject({ note: 'InputLayer, LSTM, Dense', children: [] });
  expect(codes(tree)).toEqual([]);
});

test('a member with a wrong checksum is the entry that is marked', () => {
  const tree = inspect('bad/wrong-crc.keras');
  expect(tree.problem).toBeNull();
  expect(tree.children.filter((child) => child.problem !== null).map((child) => child.problem?.code)).toEqual(['zip-crc']);
});

test('of a cut .keras the members before the cut are listed, the last with its share', () => {
  const tree = inspect('bad/cut-50.keras');
  expect(tree.problem?.code).toBe('zip-truncated');
  expect(names(tree)).toEqual(['metadata.json', 'config.json', 'model.weights.h5', 'list of members']);
  expect(tree.children.map((child) => child.problem === null)).toEqual([true, true, false, false]);
  expect(words(tree.children[2]?.note)).toMatch(/^\d+ % of /);
});

test('a JSON text shows its first two levels, long ones cut', () => {
  const tree = text(
    `{"class_name": "Sequential", "config": {"layers": [1, 2, 3], "name": "m"}, "many": {${Array.from({ length: 80 }, (_, key) => `"k${key}": ${key}`).join(',')}}}`,
  );
  expect(tree.children[0]).toMatchObject({ name: 'class_name', note: '"Sequential"' });
  expect(tree.children[1]?.children.map((child) => [child.name, words(child.note)])).toEqual([
    ['layers', 'list of 3'],
    ['name', '"m"'],
  ]);
  expect(tree.children[2]?.children).toHaveLength(51);
  expect(tree.children[2]?.children.at(-1)).toMatchObject({ kind: 'more', name: '30 more' });
  expect(text('{"a": ').problem?.code).toBe('json-syntax');
});

test('names that would steer a terminal or a screen are shown as text', () => {
  expect(text('{"a\\u202eb<img src=x>": 1}').children[0]?.name).toBe('a\\u202eb<img src=x>');
});

test('no file, however damaged, makes it throw', () => {
  const bad = JSON.parse(readFileSync(new URL('bad/bad.json', FIXTURES), 'utf8')) as Record<string, unknown>;
  for (const file of Object.keys(bad).filter((name) => existsSync(new URL(`bad/${name}`, FIXTURES)))) {
    const tree = inspect(`bad/${file}`);
    expect(codes(tree), file).not.toContain('internal');
  }
  const model = new Uint8Array(readFileSync(new URL('lstm-5u-3f-7t/model.keras', FIXTURES)));
  for (let cut = 0; cut < model.length; cut += 97) {
    const tree = only(inspectFiles([bufferSource('cut.keras', model.slice(0, cut))]));
    expect(codes(tree), `cut at ${cut}`).not.toContain('internal');
    expect(codes(tree).length, `cut at ${cut}`).toBeGreaterThan(0);
  }
});

test('arrays without a tree of their own are listed as the reader names them', () => {
  const npz = inspect('read/arrays.npz');
  expect(names(npz).length).toBeGreaterThan(0);
  expect(codes(npz)).toEqual([]);
  expect(inspect('read/dtypes.safetensors').children[0]).toMatchObject({ kind: 'dataset' });
  const grouped = inspect('read/torch_lstm.safetensors');
  expect(grouped.problem).toBeNull();
});

test('a list shows its first entries, one of length 1 says so', () => {
  const tree = text(JSON.stringify(Array.from({ length: 60 }, (_, index) => (index === 0 ? [1] : index))));
  expect(words(tree.children[0]?.note)).toBe('list of 1');
  expect(tree.children.at(-1)).toMatchObject({ kind: 'more', name: '10 more' });
});

test('a JSON text beyond the limit, and a source that cannot be read, are entries with a problem', () => {
  const huge = { name: 'a.json', size: LIMITS.jsonBytes + 1, read: (_: number, length: number) => new Uint8Array(length).fill(0x5b) };
  expect(only(inspectFiles([huge])).problem?.code).toBe('json-size');
  const broken = (thrown: unknown): FileTree =>
    only(
      inspectFiles([
        {
          name: 'x',
          size: 9,
          read: () => {
            throw thrown;
          },
        },
      ]),
    );
  expect(broken(new Error('no such file')).problem).toMatchObject({ code: 'internal', values: { reason: 'no such file' } });
  expect(broken('gone').problem).toMatchObject({ code: 'internal', values: { reason: 'gone' } });
});

test('of a zip with many members the first are listed; one inside another is named, large ones are not opened', () => {
  const many = only(inspectFiles([bufferSource('m.zip', zip(Array.from({ length: 510 }, (_, index) => ({ name: `t${index}` }))))]));
  expect(many.children).toHaveLength(501);
  expect(many.children.at(-1)).toMatchObject({ kind: 'more', name: '10 more' });
  const nested = only(inspectFiles([bufferSource('m.zip', zip([{ name: 'inner.zip', content: zip([{ name: 'a' }]) }]))]));
  expect(nested.children[0]).toMatchObject({ kind: 'member', children: [], problem: null });
  const large = { name: 'large', content: new Uint8Array(65 << 20) };
  expect(only(inspectFiles([bufferSource('m.zip', zip([large]))])).children[0]).toMatchObject({ kind: 'member', note: '68.2 MB' });
});

test('a cut zip ends its list where a header does not know the size of its member', () => {
  const bytes = zip([{ name: 'a' }, { name: 'b', flags: 0x808 }, { name: 'c' }]);
  expect(names(only(inspectFiles([bufferSource('m.zip', bytes.slice(0, -30))])))).toEqual(['a', 'list of members']);
});
