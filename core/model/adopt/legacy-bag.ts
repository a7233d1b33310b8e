import type { WeightFile, WeightGroup } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { Bag, Candidate } from '../infer/bag.ts';

/**
 * Weights by layer names without a configuration: one candidate per layer, in the order of the model, also for a layer without arrays. A nested model, which is one group
 * there, is told by the names of its arrays and taken apart.
 */
export function legacyBag(file: WeightFile): Bag {
  const candidates = file.groups.flatMap((group) => (group.tensors.length > 0 ? candidatesOf(group) : [candidate(group.name, [])]));
  return { kind: 'layers', candidates, isOrdered: true };
}

function candidatesOf(group: WeightGroup): readonly Candidate[] {
  const parts = partsOf(group);
  const [only] = [...parts.values()];
  if (parts.size <= 1) return [candidate(group.name, only ?? group.tensors)];
  return [...parts].map(([part, tensors]) => candidate(`${group.name ?? 'model'}/${part}`, tensors));
}

function candidate(name: string | null, tensors: readonly StoredTensor[]): Candidate {
  const says = (word: RegExp): boolean => tensors.some((tensor) => word.test(tensor.path));
  const isBoth = says(/\/forward_/) && says(/\/backward_/);
  return { name, className: isBoth ? 'Bidirectional' : null, tensors, settings: {} };
}

/** Arrays by the first part of their names in which they differ; one entry when all belong to one layer. */
function partsOf(group: WeightGroup): ReadonlyMap<string, readonly StoredTensor[]> {
  const below = `/${group.name ?? ''}/`;
  const paths = group.tensors.map((tensor) => tensor.path.slice(tensor.path.indexOf(below) + below.length).split('/'));
  let shared = 0;
  while (paths.every((path) => path.length > shared + 1 && path[shared] === paths[0]?.[shared])) shared++;
  const parts = new Map<string, StoredTensor[]>();
  for (const [index, tensor] of group.tensors.entries()) {
    const path = paths[index] ?? [];
    // The last part names the array itself; directions and cells are parts of one layer.
    const name = path.length > shared + 1 ? (path[shared] ?? '') : '';
    if (name === '' || /^(?:forward|backward)_|_cell(?:_\d+)?$|^(?:query|key|value|attention_output)$/.test(name)) return new Map();
    parts.set(name, [...(parts.get(name) ?? []), tensor]);
  }
  return parts;
}
