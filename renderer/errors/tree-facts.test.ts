import { expect, test } from 'vitest';
import type { FileTree, LabErrorData } from '../../core/session/index.ts';
import { treeFacts } from './tree-facts.ts';

const error = (where: string | null): LabErrorData => ({ code: 'h5-external', message: 'm', where, hint: 'h', values: {} });
const entry = (name: string, children: readonly FileTree[] = [], problem: LabErrorData | null = null): FileTree => ({
  name,
  kind: 'group',
  note: '',
  problem,
  children,
});

test('counts the sound entries, and a bad entry clears the file around it', () => {
  const tree = entry('m.h5', [entry('a', [entry('kernel', [], error(null)), entry('bias')]), entry('b')], error(null));
  const facts = treeFacts(tree, error('m.h5'));
  expect([facts.entries, facts.sound, facts.firstBad?.name]).toEqual([4, 3, 'kernel']);
  expect(facts.lines.map(({ entry: { name }, depth, isBad }) => [name, depth, isBad])).toEqual([
    ['m.h5', 0, false],
    ['a', 1, false],
    ['kernel', 2, true],
    ['bias', 2, false],
    ['b', 1, false],
  ]);
});

test('an entry that only the refusal names is marked by its path', () => {
  const facts = treeFacts(entry('m.h5', [entry('a', [entry('kernel')])]), error('m.h5, /a/kernel'));
  expect(facts.firstBad?.name).toBe('kernel');
  expect(treeFacts(entry('m.h5', [entry('a')]), error('m.h5')).firstBad).toBeNull();
});

test('a tree as deep as a file wants it needs no stack', () => {
  let tree = entry('end', [], error(null));
  for (let depth = 0; depth < 100_000; depth++) tree = entry('g', [tree]);
  expect(treeFacts(tree, error(null)).firstBad?.name).toBe('end');
});
