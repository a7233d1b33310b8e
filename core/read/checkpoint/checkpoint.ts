import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { rawBytes, rawTensor } from '../raw-tensor.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';
import { type Bundle, type BundleEntry, parseBundle } from './bundle.ts';
import { crc32c, maskedCrc } from './crc32c.ts';
import { type GraphVariable, readObjectGraph, readText } from './object-graph.ts';
import { checkpointWhere, compareChecksums, damagedAt } from './refuse.ts';
import { matchShards } from './shards.ts';
import { readTable } from './table.ts';
import { isTraining } from './training.ts';

const OBJECT_GRAPH = '_CHECKPOINTABLE_OBJECT_GRAPH';
const VARIABLE = '/.ATTRIBUTES/VARIABLE_VALUE';

interface Variable {
  readonly path: string;
  readonly entry: BundleEntry;
  readonly graph: GraphVariable | null;
}

/** Weights of a single number. Source: tf-keras 2.21 layers/attention/attention.py. */
const SCALARS = /(?:^|\/)(?:scale|concat_score_weight)$/;

/**
 * Opens a TensorFlow checkpoint: its index and the data files given beside it, in any order. Blocks of the index are verified now, the
 * checksum of an array when it is loaded. Groups have the attribute `name` where the saved object graph names their variables alike:
 * `lstm_1/lstm_cell`.
 * @throws `checkpoint-damaged`, `checkpoint-checksum`, `checkpoint-compressed`, `checkpoint-dtype`, `checkpoint-slices`,
 * `checkpoint-too-many`, `shard-missing`, `shard-length`, `tensor-too-big`
 */
export function openCheckpoint(index: ByteSource, dataSources: readonly ByteSource[]): WeightFile {
  const bundle = parseBundle(index.name, readTable(index));
  for (const entry of bundle.entries) checkSize(index.name, entry);
  const { files, others } = matchShards(index, dataSources, bundle);
  const graph = objectGraphOf(index.name, files, bundle);
  const variables: Variable[] = [];
  const leftovers: string[] = [...others];
  for (const entry of bundle.entries) {
    const { key } = entry;
    const path = key.endsWith(VARIABLE) ? key.slice(0, -VARIABLE.length) : key;
    const known = graph.get(key) ?? null;
    // A scalar counts steps or losses, but for those of an attention.
    const isArray = entry.shape.length > 0 || SCALARS.test(path);
    const isWeight = entry.element !== 'string' && isArray && !path.includes('/.ATTRIBUTES/');
    if (isWeight && !isTraining(path, known?.fullName ?? '')) variables.push({ path, entry, graph: known });
    else if (key !== OBJECT_GRAPH) leftovers.push(path);
  }
  const slots = slotsAmong(variables.map(({ path }) => path));
  leftovers.push(...slots);
  const weights = inOrder(variables.filter(({ path }) => !slots.has(path)));
  return {
    format: 'tf-checkpoint',
    producer: { name: 'tensorflow', version: null },
    savedAt: null,
    config: null,
    groups: groupsOf(weights, (variable) => tensorOf(index.name, files, bundle, variable)),
    pairs: [],
    leftovers,
    warnings: [],
  };
}

function checkSize(file: string, { key, element, shape, size }: BundleEntry): void {
  if (element === 'string') return;
  const needed = rawBytes(key, shape, element);
  if (size !== needed) damagedAt(checkpointWhere(file, key))(`its shape and type need ${needed} bytes and it has ${size}`);
}

function objectGraphOf(file: string, files: readonly ByteSource[], bundle: Bundle): ReadonlyMap<string, GraphVariable> {
  const entry = bundle.entries.find(({ key }) => key === OBJECT_GRAPH);
  if (entry?.element !== 'string') return new Map();
  const where = checkpointWhere(file, OBJECT_GRAPH);
  const stored = storedBytes(files, entry);
  return readObjectGraph(where, readText(where, stored, entry.checksum));
}

function storedBytes(files: readonly ByteSource[], { shard, offset, size }: BundleEntry): Uint8Array {
  return files[shard].read(offset, size);
}

/** In TensorFlow 1 the slots of an optimizer stand below their variable: `rnn/kernel` and `rnn/kernel/Adam`. */
function slotsAmong(paths: readonly string[]): ReadonlySet<string> {
  const known = new Set(paths);
  return new Set(paths.filter((path) => known.has(path.slice(0, Math.max(path.lastIndexOf('/'), 0)))));
}

/** In the order of the object graph where there is one, else by name, numbers by their value: `layer-10` after `layer-9`. */
function inOrder(variables: readonly Variable[]): readonly Variable[] {
  const padded = (path: string): string => path.replace(/\d+/g, (digits) => digits.padStart(12, '0'));
  const byName = (a: Variable, b: Variable): number => (padded(a.path) < padded(b.path) ? -1 : 1);
  return [...variables].sort((a, b) => (a.graph?.order ?? Infinity) - (b.graph?.order ?? Infinity) || byName(a, b));
}

/** One group per object path and name of its owner; an exported model keeps all its variables in one numbered list. */
function groupsOf(variables: readonly Variable[], tensor: (variable: Variable) => StoredTensor): readonly WeightGroup[] {
  const groups = new Map<string, { name: string; owner: string; tensors: StoredTensor[] }>();
  for (const variable of variables) {
    const name = parentOf(variable.path);
    const owner = parentOf(variable.graph?.fullName ?? '');
    const key = `${name}\n${owner}`;
    const group = groups.get(key) ?? { name, owner, tensors: [] };
    group.tensors.push(tensor(variable));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ name, owner, tensors }) => ({ name, tensors, ...(owner !== '' && { attributes: { name: owner } }) }));
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function tensorOf(file: string, files: readonly ByteSource[], bundle: Bundle, { path, entry }: Variable): StoredTensor {
  const { element, shape, checksum, shard } = entry;
  const bytes = (): Uint8Array => {
    const stored = storedBytes(files, entry);
    compareChecksums(checkpointWhere(file, path), maskedCrc(crc32c(stored)), checksum);
    return stored;
  };
  // as: texts are no weights and were left out
  return rawTensor({
    path,
    shape,
    element: element as Exclude<typeof element, 'string'>,
    littleEndian: bundle.littleEndian,
    sourceName: files[shard].name,
    bytes,
  });
}
