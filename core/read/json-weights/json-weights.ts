import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { isJsonObject, nestedTensor } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile } from '../weight-file.ts';
import { holdsArraysOnly, isFloatList } from './holds-arrays.ts';

/** Keys or indices with what stands under them. */
type Entries = readonly (readonly [string, unknown])[];

/**
 * Whether parsed JSON is a dump of weights and nothing else: lists of numbers in lists or in objects, or an object whose `weights` are that.
 */
export function isJsonWeights(value: unknown): boolean {
  return holdsArraysOnly(weightsIn(value));
}

/**
 * Opens weights that were written as JSON: `[w.tolist() for w in model.get_weights()]`, the same under the key `weights`, lists of lists per
 * layer, or objects by layer and weight name. The keys and indices that lead to an array are its path: `lstm/kernel`, `3`.
 * @throws `weights-ragged`, `weights-not-numbers`, `arrays-none`, `json-nodes`
 */
export function openJsonWeights(value: unknown, source: ByteSource): WeightFile {
  const weights = weightsIn(value);
  const tensors: StoredTensor[] = [];
  collect(isFloatList(weights) ? [['0', weights]] : entriesOf(weights), [], source.name, tensors);
  if (tensors.length === 0) refuse(ReadError, 'arrays-none', source.name, { file: source.name });
  const beside = isJsonObject(value) && weights !== value ? Object.keys(value).filter((key) => key !== 'weights') : [];
  return {
    format: 'json-weights',
    producer: { name: 'keras', version: null },
    savedAt: null,
    config: null,
    groups: [{ name: null, tensors }],
    pairs: [],
    leftovers: beside.map((key) => quoteForMessage(key)),
    warnings: [],
  };
}

/** What stands under `weights`, unless arrays stand beside it. */
function weightsIn(value: unknown): unknown {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'weights')) return value;
  const hasOthers = Object.entries(value).some(([key, entry]) => key !== 'weights' && holdsArraysOnly(entry));
  return hasOthers ? value : value.weights;
}

function entriesOf(value: unknown): Entries {
  if (Array.isArray(value)) return value.map((entry: unknown, index) => [String(index), entry] as const);
  return isJsonObject(value) ? Object.entries(value) : [];
}

/** Adds the arrays in the order in which they stand. As deep as JSON may be nested, which `LIMITS.jsonDepth` bounds. */
function collect(entries: Entries, path: readonly string[], source: string, tensors: StoredTensor[]): void {
  // Where one list holds arrays of several ranks (a kernel and a bias), its neighbours are lists of arrays too.
  const areGroups = entries.some(([, entry]) => isGroup(entry));
  for (const [key, entry] of entries) {
    const own = [...path, key];
    const isEmpty = Array.isArray(entry) && entry.length === 0;
    if (isJsonObject(entry) || isGroup(entry) || (areGroups && (isEmpty || rankOf(entry) > 1))) {
      collect(entriesOf(entry), own, source, tensors);
    } else {
      if (tensors.length >= LIMITS.weightArrays) refuse(ReadError, 'json-nodes', source, { limit: LIMITS.weightArrays });
      tensors.push(nestedTensor(entry, own.join('/'), source));
    }
  }
}

/** Whether a value is a list of arrays rather than of the rows of one: its entries are objects, or lists of unlike depth. */
function isGroup(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  const list: readonly unknown[] = value;
  if (isJsonObject(list[0])) return true;
  // Rows of numbers, by far the most lists, are told by their first entry; `nestedTensor` looks at every one.
  if (!Array.isArray(list[0])) return false;
  const rank = rankOf(list[0]);
  return list.some((entry) => Array.isArray(entry) && rankOf(entry) !== rank);
}

/** How many lists stand in each other, along first entries. */
function rankOf(value: unknown): number {
  let rank = 0;
  for (let level = value; Array.isArray(level); level = (level as readonly unknown[])[0]) rank += 1;
  return rank;
}
