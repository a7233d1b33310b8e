import type { FileTree, LabErrorData } from '../../core/session/index.ts';

/** One line of the tree as the page draws it. */
export interface TreeLine {
  readonly key: string;
  readonly depth: number;
  readonly entry: FileTree;
  /** Its own problem, or the place that the refusal names. */
  readonly isBad: boolean;
}

export interface TreeFacts {
  readonly lines: readonly TreeLine[];
  /** Entries below the file itself. */
  readonly entries: number;
  readonly sound: number;
  /** The first bad entry; null when every entry by itself is sound. */
  readonly firstBad: FileTree | null;
}

/** A tree as lines from top to bottom, without recursion: a file decides how deep it is. */
export function treeFacts(tree: FileTree, error: LabErrorData): TreeFacts {
  const lines: TreeLine[] = [];
  const waiting = [{ entry: tree, depth: 0, path: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { entry, depth, path } = next;
    lines.push({ key: String(lines.length), depth, entry, isBad: entry.problem !== null || isNamed(path, error) });
    for (const child of [...entry.children].reverse()) waiting.push({ entry: child, depth: depth + 1, path: `${path}/${child.name}` });
  }
  // The file as a whole is bad when nothing in it is worse.
  if (lines[0]?.isBad && lines.some(({ isBad, depth }) => isBad && depth > 0)) lines[0] = { ...lines[0], isBad: false };
  const below = lines.filter(({ entry, depth }) => depth > 0 && entry.kind !== 'more');
  const bad = lines.filter(({ isBad }) => isBad);
  return {
    lines,
    entries: below.length,
    sound: below.filter(({ isBad }) => !isBad).length,
    firstBad: (bad.find(({ depth }) => depth > 0) ?? bad[0])?.entry ?? null,
  };
}

/** `model.h5, /model_weights/lstm/kernel` names the entry at that path. */
function isNamed(path: string, { where }: LabErrorData): boolean {
  return path !== '' && where !== null && (where === path || where.endsWith(`, ${path}`));
}
