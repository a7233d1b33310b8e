import type { WeightFile } from '../../read/index.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Bag } from '../infer/bag.ts';
import type { Adopted } from './adopted.ts';
import { adoptArraysFor } from './arrays.ts';
import { adoptKerasLegacy } from './keras-legacy.ts';

/** Weights of another program for the layers of a configuration: by the names of the layers, where none fits in their order. */
export function adoptBagFor(file: WeightFile, graph: GraphSpec, bag: Bag): Adopted {
  if (bag.kind === 'flat') return adoptArraysFor(file, graph);
  return adoptKerasLegacy({ ...file, groups: bag.candidates.map(({ name, tensors }) => ({ name, tensors })) }, graph);
}
