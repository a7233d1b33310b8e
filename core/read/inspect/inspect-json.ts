import { type Phrase, phrase, ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import type { FileTree } from '../file-tree.ts';
import { isJsonObject, parseJsonBytes } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { formatBytes } from '../text.ts';
import { cutList, entry, moreEntries, problemOf } from './entry.ts';

/** Entries of one level; what lies deeper than two levels is not what a person looks for beside a refusal. */
const MOST_ON_A_LEVEL = 50;

/** The first two levels of a JSON text: keys with their values, lists with their lengths. */
export function inspectJson(source: ByteSource): FileTree {
  const note = `${formatBytes(source.size)}, JSON`;
  try {
    if (source.size > LIMITS.jsonBytes)
      refuse(ReadError, 'json-size', source.name, { found: formatBytes(source.size), limit: formatBytes(LIMITS.jsonBytes) });
    const value = parseJsonBytes(source.read(0, source.size), source.name, LIMITS.sequenceJsonNodes);
    return entry('file', source.name, note, { children: childrenOf(value, 2) });
  } catch (error) {
    return entry('file', source.name, note, { problem: problemOf(error) });
  }
}

function childrenOf(value: unknown, levels: number): readonly FileTree[] {
  if (levels === 0 || typeof value !== 'object' || value === null) return [];
  const items: [string, unknown][] = Array.isArray(value)
    ? value.slice(0, MOST_ON_A_LEVEL + 1).map((item, index): [string, unknown] => [String(index), item])
    : Object.entries(value);
  const entries = items
    .slice(0, MOST_ON_A_LEVEL)
    .map(([key, item]) => entry('attribute', key, noteOf(item), { children: Array.isArray(item) ? [] : childrenOf(item, levels - 1) }));
  const total = Array.isArray(value) ? value.length : items.length;
  return total > entries.length ? [...entries, moreEntries(total - entries.length)] : cutList(entries);
}

function noteOf(value: unknown): string | Phrase {
  if (Array.isArray(value)) return value.length === 1 ? phrase('tree-list-one') : phrase('tree-list', { count: value.length });
  if (isJsonObject(value)) return typeof value['class_name'] === 'string' ? value['class_name'] : '';
  return JSON.stringify(value).slice(0, 200);
}
