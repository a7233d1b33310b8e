import { describe, expect, test } from 'vitest';
import { fixture, fixtureBytes, strictSource } from '../../../fixtures/read/files.ts';
import type { FileTree } from '../index.ts';
import { inspectHdf5 } from './index.ts';

const words = (note: FileTree['note']): string => (typeof note === 'string' ? note : note.text);
const show = (tree: FileTree, depth = 0): string[] => [
  `${'  '.repeat(depth)}${tree.kind} ${tree.name}${words(tree.note) === '' ? '' : ` ${words(tree.note)}`}${tree.problem === null ? '' : ` ! ${tree.problem.code}`}`,
  ...tree.children.flatMap((child) => show(child, depth + 1)),
];
const count = (tree: FileTree): number => tree.children.reduce((sum, child) => sum + count(child), 1);

describe('the tree of a file', () => {
  test('says what each entry is, and what is wrong with it', () => {
    expect(show(inspectHdf5(fixture('legacy_storage.h5')))).toEqual([
      'file legacy_storage.h5 12.0 kB, HDF5 superblock 0',
      '  attribute model_config "{"class_name": "Sequential", "config": {"name": "s", "layers…"',
      '  attribute keras_version "2.9.0"',
      '  group model_weights',
      '    attribute layer_names (2,) text, 11 bytes',
      '    group dropout',
      '      attribute weight_names (0,) float64',
      '    group lstm',
      '      attribute weight_names (1,) text, 13 bytes',
      '      group lstm',
      '        dataset kernel:0 (3, 8) float32 ! h5-external',
    ]);
  });

  test('shows each object of a ring once', () => {
    expect(show(inspectHdf5(fixture('ring.h5')))).toEqual([
      'file ring.h5 6616 bytes, HDF5 superblock 0',
      '  group layers',
      '    group lstm',
      '      link up the same as / ! h5-cycle',
      '      group vars',
      '        dataset 0 (3, 8) float32',
    ]);
  });

  test.each([
    ['legacy_soft.h5', 'link kernel:0 soft link to "/model_weights/lstm/other" ! h5-soft-link'],
    ['legacy_external.h5', 'link kernel:0 external link to "/etc/passwd:/kernel" ! h5-external'],
    ['legacy_virtual.h5', 'dataset kernel:0 (3, 8) float32 ! h5-virtual'],
    ['legacy_compound.h5', 'dataset kernel:0 (2,) compound of 4 bytes ! h5-dtype'],
    ['legacy_huge.h5', 'dataset kernel:0 (1000000, 1000000) float32 ! h5-too-big'],
  ])('%s: %s', (name, line) => {
    expect(show(inspectHdf5(fixture(name))).map((shown) => shown.trim())).toContain(line);
  });

  test('tells of bytes before the file, and stops at groups that are too deep', () => {
    expect(words(inspectHdf5(fixture('legacy_user_block.h5')).note)).toMatch(/superblock 0, after 1024 bytes of something else$/);
    expect(show(inspectHdf5(fixture('deep.h5'))).at(-1)).toMatch(/^ +group g ! h5-depth$/);
  });

  test('has at most 500 entries, the last of which says that there are more', () => {
    const tree = inspectHdf5(fixture('legacy_many.h5'));
    expect(count(tree)).toBe(501);
    expect(show(tree).at(-1)?.trim()).toBe('more …');
  });

  test('a file that cannot be opened, or is cut anywhere, still has one', () => {
    expect(show(inspectHdf5(strictSource('a\u202eb.h5', new Uint8Array(5))))).toEqual(['file a\\u202eb.h5 5 bytes ! h5-truncated']);
    const bytes = fixtureBytes('legacy_latest.h5');
    for (let length = 0; length < bytes.length; length += 97) inspectHdf5(strictSource('x.h5', bytes.slice(0, length)));
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = bytes.slice();
      damaged[at] = (bytes[at] ?? 0) ^ 0x55;
      inspectHdf5(strictSource('x.h5', damaged));
    }
  });
});
