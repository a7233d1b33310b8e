import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { describeKind, type FileKind, recognise } from '../recognise.ts';
import { quoteForMessage } from '../text.ts';
import { type ManifestGroup, refuseSpec } from './manifest.ts';

/** What stands in place of a shard when a download went wrong; numbers hardly ever look like it. */
const NEVER_SHARDS: ReadonlySet<FileKind> = new Set(['html', 'git-lfs']);
const TEXTS: ReadonlySet<FileKind> = new Set([...NEVER_SHARDS, 'json', 'text', 'zip', 'hdf5', 'npy', 'gzip']);

/** The shards of each group in the order of its paths, and the names of files that no path names. */
export interface Shards {
  readonly groups: readonly (readonly ByteSource[])[];
  readonly unused: readonly string[];
}

/**
 * Finds the shards of the manifest among the files given, by their base name alone: a path of the manifest is never opened or joined with
 * a folder. @throws `shard-missing`, `files-not-together`, `not-tfjs`, `tfjs-spec`
 */
export function findShards(manifest: readonly ManifestGroup[], others: readonly ByteSource[], file: string): Shards {
  const given = new Map<string, ByteSource>();
  for (const other of others) {
    // Two files of one name come from two folders: which of them belongs here cannot be known.
    const name = baseName(other.name);
    if (given.has(name))
      refuse(ReadError, 'files-not-together', other.name, { count: others.length + 1, found: `two are named "${quoteForMessage(name)}"` });
    given.set(name, other);
  }
  const wanted = manifest.map((group) => group.paths.map(baseName));
  const names = new Set<string>();
  for (const name of wanted.flat()) {
    if (names.has(name)) refuseSpec(`it names the weights file "${name}" twice`, 'weightsManifest', file);
    names.add(name);
  }
  const missing = [...names].filter((name) => !given.has(name));
  if (missing.length > 0) {
    refuse(ReadError, 'shard-missing', file, { file, missing: missing.length, count: names.size, shards: listNames(missing) });
  }
  const groups = wanted.map((group) => group.flatMap((name) => given.get(name) ?? []));
  for (const shard of groups.flat()) refuseForeign(shard, NEVER_SHARDS);
  return { groups, unused: [...given].filter(([name]) => !names.has(name)).map(([, source]) => source.name) };
}

/**
 * Compares the bytes of a group with what its arrays need. Bytes that end in the middle of a number were cut; bytes that end between two
 * numbers belong to a manifest that asks for more. @throws `shard-length`, `tfjs-spec`, `not-tfjs`
 */
export function checkLength(group: ManifestGroup, shards: readonly ByteSource[], file: string): void {
  const given = shards.reduce((sum, shard) => sum + shard.size, 0);
  if (given === group.bytes) return;
  for (const shard of shards) refuseForeign(shard, TEXTS);
  const beyond = group.arrays.find((array) => array.start + array.bytes > given);
  // Writers cut all shards but the last to one size, so an earlier one that is smaller was cut later.
  const wasCut = shards.slice(0, -1).some((shard) => shards.some((other) => other.size > shard.size));
  if (beyond !== undefined && !wasCut && (group.bytes - given) % 4 === 0) {
    const end = beyond.start + beyond.bytes;
    refuseSpec(`array "${beyond.name}" ends at byte ${end} and its weights files have ${given} bytes in all`, 'weightsManifest', file);
  }
  const names = shards.map((shard) => baseName(shard.name));
  refuse(ReadError, 'shard-length', names.join(', ').slice(0, 200), { file, shards: listNames(names), needed: group.bytes, given });
}

/** Bytes from the joined shards of a group. */
export function readJoined(shards: readonly ByteSource[], start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let shardStart = 0;
  for (const shard of shards) {
    const from = Math.max(start, shardStart);
    const to = Math.min(start + length, shardStart + shard.size);
    if (from < to) bytes.set(shard.read(from - shardStart, to - from), from - start);
    shardStart += shard.size;
  }
  return bytes;
}

function refuseForeign(shard: ByteSource, kinds: ReadonlySet<FileKind>): void {
  const kind = shard.size === 0 ? 'unknown' : recognise(shard);
  if (!kinds.has(kind)) return;
  refuse(ReadError, 'not-tfjs', shard.name, { file: shard.name, found: describeKind(kind) });
}

/** The name without folders, of either kind of separator. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `"${quoteForMessage(name, 60)}"`);
  return names.length > 8 ? `${shown.join(', ')} and ${names.length - 8} more` : shown.join(', ');
}
