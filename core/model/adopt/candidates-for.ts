import { labErrorData } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { flatten } from '../config/flatten.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Bag, Candidate } from '../infer/bag.ts';
import type { Adopted } from './adopted.ts';
import { inTodaysForm } from './todays-arrays.ts';
import { arrayCount, dealOut, leavesOf } from './weights-of-layers.ts';

/**
 * Gives the candidates of a file without a configuration to the layers of one that came beside it: by name, else in the order of the
 * model, as Keras' `load_weights` does; the warning `weights-by-order` then says so.
 */
export function adoptCandidates(bag: Bag, graph: GraphSpec, producer: Producer): Adopted {
  if (bag.kind === 'flat') {
    const dealt = dealOut(graph, bag.tensors, producer);
    return adopted(graph, dealt ?? new Map(), dealt === null ? bag.tensors.map((tensor) => tensor.path) : []);
  }
  const leaves = leavesOf(graph);
  const byName = new Map(bag.candidates.flatMap((candidate) => (candidate.name === null ? [] : [[candidate.name, candidate] as const])));
  const named = leaves.flatMap(({ name, spec }): [string, Candidate][] => {
    const candidate = byName.get(name) ?? byName.get(spec.name);
    return candidate ? [[name, candidate]] : [];
  });
  if (named.length > 0) {
    const claimed = new Set(named.map(([, candidate]) => candidate));
    const rest = bag.candidates.filter((candidate) => !claimed.has(candidate));
    return adopted(graph, new Map(named.map(([name, { tensors }]) => [name, tensors])), rest.map(label));
  }
  const weighted = leaves.filter(({ spec }) => (arrayCount(spec, producer) ?? 1) > 0);
  if (!bag.isOrdered || weighted.length !== bag.candidates.length) return adopted(graph, new Map(), bag.candidates.map(label));
  const inOrder = new Map(weighted.map(({ name }, index) => [name, bag.candidates[index]?.tensors ?? []]));
  return { ...adopted(graph, inOrder, []), warnings: [labErrorData('weights-by-order', null, { count: weighted.length })] };
}

function adopted(graph: GraphSpec, arrays: ReadonlyMap<string, readonly StoredTensor[]>, unclaimed: readonly string[]): Adopted {
  return { ...inTodaysForm(flatten(graph), arrays), unclaimed, questions: [], warnings: [] };
}

function label({ name, tensors }: Candidate): string {
  return name ?? tensors[0]?.path ?? 'unnamed';
}
