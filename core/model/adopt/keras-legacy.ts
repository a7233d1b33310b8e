import type { WeightFile } from '../../read/index.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';

/** Legacy HDF5 names its groups as the layers are named; arrays stand in the order of `weight_names`, which is Keras' own. */
export function adoptKerasLegacy(file: WeightFile, graph: GraphSpec): Adopted {
  const names = new Set(graph.layers.map((layer) => layer.name));
  const arrays = new Map(
    file.groups.flatMap((group) => (group.name !== null && names.has(group.name) ? [[group.name, group.tensors] as const] : [])),
  );
  const unclaimed = file.groups.filter((group) => group.tensors.length > 0 && !(group.name !== null && names.has(group.name)));
  return { graph, arrays, unclaimed: unclaimed.map((group) => group.name ?? 'unnamed'), questions: [], warnings: [] };
}
