import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { quoteForMessage } from '../text.ts';
import type { Bundle } from './bundle.ts';

/** The data files of a checkpoint in order, and what was given beside them. */
export interface Shards {
  readonly files: readonly ByteSource[];
  readonly others: readonly string[];
}

const SHARD = /^(.*)\.data-(\d{5})-of-(\d{5})$/;

/**
 * Finds the data files among what the user chose, by name: `NAME.data-0000k-of-0000n` beside `NAME.index`, whatever their folders. A name
 * in the index is never looked up anywhere. @throws `shard-missing`, `shard-length`
 */
export function matchShards(index: ByteSource, given: readonly ByteSource[], bundle: Bundle): Shards {
  const base = baseName(index.name).replace(/\.index$/, '');
  const total = String(bundle.shards).padStart(5, '0');
  const found = new Map<string, ByteSource>();
  const others: string[] = [];
  for (const source of given) {
    const [, name, number, of] = SHARD.exec(baseName(source.name)) ?? [];
    if (name === base && number !== undefined && of === total && !found.has(number)) found.set(number, source);
    else others.push(source.name);
  }
  const numbers = Array.from({ length: bundle.shards }, (_, shard) => String(shard).padStart(5, '0'));
  const missing = numbers.filter((number) => !found.has(number));
  if (missing.length > 0) {
    const names = missing.slice(0, 5).map((number) => `${base}.data-${number}-of-${total}`);
    refuse(ReadError, 'shard-missing', index.name, {
      file: index.name,
      count: bundle.shards,
      missing: missing.length,
      shards: quoteForMessage(names.join(', '), 400),
    });
  }
  const files = numbers.flatMap((number) => found.get(number) ?? []);
  checkLengths(index.name, files, bundle);
  return { files, others };
}

function checkLengths(index: string, files: readonly ByteSource[], bundle: Bundle): void {
  const ends = files.map(() => 0);
  for (const { shard, offset, size } of bundle.entries) ends[shard] = Math.max(ends[shard], offset + size);
  files.forEach((file, shard) => {
    const needed = ends[shard];
    if (file.size !== needed) refuse(ReadError, 'shard-length', file.name, { file: index, needed, shards: file.name, given: file.size });
  });
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
