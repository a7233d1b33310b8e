import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { findSuperblock } from '../hdf5/index.ts';
import { isJsonObject, type JsonObject } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';
import { openHdf5Root } from './keras-hdf5.ts';
import { readShard, type ShardGroup, wholeGroup } from './vars-store.ts';

/** Whether a JSON text lists the shards of a Keras store: `w.weights.json`. */
export function isShardIndex(value: unknown): value is JsonObject & { readonly weight_map: JsonObject } {
  return isJsonObject(value) && isJsonObject(value.weight_map);
}

/**
 * Opens weights split over several files. One layer's arrays may lie in different shards, and Keras 3.10 names only the first of them: the
 * union over all shards counts. Shards are found by their names among the given files, never by a path.
 * Source: Keras 3.15 keras/src/saving/saving_lib.py, `ShardedH5IOStore`. @throws `shard-missing`, `shard-name`, and what HDF5 refuses
 */
export function openShards(
  index: JsonObject & { readonly weight_map: JsonObject },
  source: ByteSource,
  others: readonly ByteSource[],
): WeightFile {
  const listed = [...new Set(Object.values(index.weight_map).flatMap(shardNames))];
  for (const name of listed) {
    if (name === '' || /[/\\:\0]/.test(name) || name === '..')
      refuse(ReadError, 'shard-name', source.name, { shard: quoteForMessage(name) });
  }
  const given = new Map(others.map((other) => [other.name, other]));
  const missing = listed.filter((name) => !given.has(name));
  if (missing.length > 0) {
    const shown = missing.slice(0, 5).map((name) => `"${quoteForMessage(name)}"`);
    refuse(ReadError, 'shard-missing', source.name, {
      file: source.name,
      count: listed.length,
      missing: missing.length,
      shards: shown.join(', '),
    });
  }
  const leftovers: string[] = [];
  // Keras 3.10 names only the first shard of a layer: every HDF5 file that was given counts.
  const parts = others
    .filter((other) => findSuperblock(other) !== null || listed.includes(other.name))
    .flatMap((other) => {
      const shard = readShard(openHdf5Root(other), `${other.name}:`, other.name);
      leftovers.push(...shard.leftovers);
      return shard.groups;
    });
  return {
    format: 'keras-v3-shards',
    // Shards came with Keras 3.10.
    producer: { name: 'keras', version: '3.x' },
    savedAt: null,
    config: null,
    groups: joined(parts, source.name),
    pairs: [],
    leftovers,
    warnings: [],
  };
}

function shardNames(value: unknown): readonly string[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((name) => (typeof name === 'string' ? name : ''));
}

/** Groups of all shards, one per path, their arrays by number. @throws `h5-missing-weight` */
function joined(parts: readonly ShardGroup[], file: string): readonly WeightGroup[] {
  const groups = new Map<string, { name: string; arrays: Map<number, StoredTensor>; attributes: WeightGroup['attributes'] }>();
  for (const { name, arrays, attributes } of parts) {
    const group = groups.get(name) ?? { name, arrays: new Map<number, StoredTensor>(), attributes };
    groups.set(name, group);
    for (const [number, tensor] of arrays) {
      if (group.arrays.has(number))
        refuse(ReadError, 'h5-missing-weight', file, { weight: tensor.path, reason: 'it stands in two shards' });
      group.arrays.set(number, tensor);
    }
  }
  return [...groups.values()].map((group) => wholeGroup(group, file));
}
