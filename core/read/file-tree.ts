import type { LabErrorData, Phrase } from '../errors/index.ts';
import type { ByteMap } from './byte-map.ts';

/**
 * What stands in a file, for people to look at: the error page shows it beside a refusal. Plain data, bounded by `LIMITS.treeEntries`,
 * made without ever throwing: what cannot be read is an entry with its `problem`.
 * `name` and `note` hold text from the file, cut and with control characters made visible: show them as text.
 */
export interface FileTree {
  /** The file's name at the top; a name in its group below. */
  readonly name: string;
  /** `list`: the list of a zip's members. */
  readonly kind: 'file' | 'group' | 'dataset' | 'attribute' | 'link' | 'member' | 'list' | 'more';
  /** Size and container, shape and dtype, a text's beginning, or a link's target: `(3, 128) float32`, `"2.13.1"`; empty when there is nothing to say. */
  readonly note: string | Phrase;
  /** Why the entry cannot be used; null when it is sound. */
  readonly problem: LabErrorData | null;
  readonly children: readonly FileTree[];
  /** What stands where, of a whole file whose container tells it. */
  readonly map?: ByteMap;
}
