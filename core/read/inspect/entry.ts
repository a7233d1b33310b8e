import { LabError, labErrorData, type LabErrorData, type Phrase, phrase } from '../../errors/index.ts';
import type { FileTree } from '../file-tree.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';

/** One entry of a tree; its name and note are cut and their control characters made visible. */
export function entry(
  kind: FileTree['kind'],
  name: string,
  note: string | Phrase,
  more: Partial<Pick<FileTree, 'problem' | 'children'>> = {},
): FileTree {
  return {
    name: quoteForMessage(name),
    kind,
    note: typeof note === 'string' ? quoteForMessage(note, 120) : note,
    problem: null,
    children: [],
    ...more,
  };
}

/** What was thrown, as the problem of an entry; a defect of ours says that it is one. */
export function problemOf(error: unknown): LabErrorData {
  if (error instanceof LabError) return error.toData();
  return labErrorData('internal', null, { reason: error instanceof Error ? error.message : String(error) });
}

/** Stands for entries that are left out. */
export function moreEntries(count: number): FileTree {
  const note = phrase('tree-more', { count });
  return entry('more', note.text, note);
}

/** The first entries of a long list, and how many more there are. */
export function cutList(entries: readonly FileTree[], most: number = LIMITS.treeEntries): readonly FileTree[] {
  const left = entries.length - most;
  return left > 0 ? [...entries.slice(0, most), moreEntries(left)] : entries;
}
