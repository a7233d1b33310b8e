import { labErrorData, type Warning } from '../../errors/index.ts';
import type { Producer, WeightFile, WeightGroup } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { flatten } from '../config/flatten.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';
import { inTodaysForm } from './todays-arrays.ts';
import { arrayCount, type Leaf, leavesOf, trainedFirst } from './weights-of-layers.ts';

/**
 * Legacy HDF5 names its groups as the layers are named; arrays stand in the order of `weight_names`, which is Keras' own. A nested model is
 * one group. Weights saved under other names take their places in order, as Keras' `load_weights` does.
 */
export function adoptKerasLegacy(file: WeightFile, graph: GraphSpec): Adopted {
  const arrays = new Map<string, readonly StoredTensor[]>();
  const warnings: Warning[] = [];
  const owners = new Map(graph.layers.map((layer) => [layer.name, layer]));
  const filled = file.groups.filter((group) => group.tensors.length > 0);
  const named = filled.filter((group) => group.name !== null && owners.has(group.name));
  const matched = named.length > 0 || filled.length === 0 ? pairByName(named, graph) : pairByOrder(filled, graph, file.producer, warnings);
  for (const { group, layerName } of matched) {
    const layer = owners.get(layerName);
    if (layer?.inner === undefined) arrays.set(layerName, group.tensors);
    else for (const [name, own] of nestedArrays(leavesOf(layer.inner, `${layerName}/`), group, file.producer)) arrays.set(name, own);
  }
  const claimed = new Set(matched.map(({ group }) => group));
  const unclaimed = filled.filter((group) => !claimed.has(group)).map((group) => group.name ?? 'unnamed');
  return { ...inTodaysForm(flatten(graph), arrays), unclaimed, questions: [], warnings };
}

interface Match {
  readonly group: WeightGroup;
  readonly layerName: string;
}

function pairByName(groups: readonly WeightGroup[], graph: GraphSpec): readonly Match[] {
  const names = new Set(graph.layers.map((layer) => layer.name));
  return groups.flatMap((group) => (group.name !== null && names.has(group.name) ? [{ group, layerName: group.name }] : []));
}

function pairByOrder(groups: readonly WeightGroup[], graph: GraphSpec, producer: Producer, warnings: Warning[]): readonly Match[] {
  const weighted = graph.layers.filter((layer) => layer.inner !== undefined || (arrayCount(layer, producer) ?? 1) > 0);
  if (weighted.length !== groups.length) return [];
  warnings.push(labErrorData('weights-by-order', null, { count: groups.length }));
  return groups.map((group, index) => ({ group, layerName: weighted[index]?.name ?? '' }));
}

/**
 * Arrays of a nested model: by the layer's name where it stands in the name of every array, otherwise trained ones first.
 * A frozen layer's arrays move to the end. Source: Keras issue 10777.
 */
function nestedArrays(leaves: readonly Leaf[], group: WeightGroup, producer: Producer): ReadonlyMap<string, readonly StoredTensor[]> {
  const byName = new Map<string, StoredTensor[]>();
  for (const tensor of group.tensors) {
    const parts = new Set(tensor.path.split('/'));
    const owners = leaves.filter(({ spec }) => parts.has(spec.name));
    const [owner] = owners;
    if (owner === undefined || owners.length > 1) return trainedFirst(leaves, group.tensors, producer) ?? new Map();
    byName.set(owner.name, [...(byName.get(owner.name) ?? []), tensor]);
  }
  return byName;
}
