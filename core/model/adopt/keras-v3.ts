import type { WeightFile, WeightGroup } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { flatten } from '../config/flatten.ts';
import { type GraphSpec, isObject, type JsonObject, type LayerSpec } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';
import { snakeCase } from './store-name.ts';
import { inTodaysForm } from './todays-arrays.ts';

/** Where a model keeps its layers: Keras 3 and tf.keras 2.15, or tf.keras 2.12 to 2.14. */
const CONTAINERS = ['layers', '_layer_checkpoint_dependencies'];

/**
 * The Keras 3 store names its groups after the class, not the layer: `lstm`, `lstm_1`, … in the order of the configuration.
 * Source: Keras 3.15 keras/src/saving/saving_lib.py `_save_container_state`, keras/src/utils/naming.py `to_snake_case`.
 */
export function adoptKerasV3(file: WeightFile, graph: GraphSpec): Adopted {
  const arrays = new Map<string, readonly StoredTensor[]>();
  const claimed = new Set<WeightGroup>();
  adoptContainer(graph, { path: '', groups: file.groups }, '', { arrays, claimed });
  const unclaimed = file.groups.filter((group) => !claimed.has(group)).map((group) => group.name ?? 'unnamed');
  return { ...inTodaysForm(flatten(graph), arrays), unclaimed, questions: [], warnings: [] };
}

interface Adoption {
  readonly arrays: Map<string, readonly StoredTensor[]>;
  readonly claimed: Set<WeightGroup>;
}

/** A path in the store and the groups at or below it. */
interface Place {
  readonly path: string;
  readonly groups: readonly WeightGroup[];
}

/** Layers of one model; `prefix` stands before their names. */
function adoptContainer(graph: GraphSpec, place: Place, prefix: string, adoption: Adoption): void {
  const container = CONTAINERS.map((name) => join(place.path, name)).find((path) => place.groups.some((group) => isBelow(group, path)));
  if (container === undefined) return;
  const children = childrenOf(place.groups, container);
  for (const [base, layers] of byStoreName(graph)) {
    const exact = layers.map((_, index) => (index === 0 ? base : `${base}_${index}`));
    const found = [...children.keys()].filter(
      (name) => name === base || (name.startsWith(`${base}_`) && /^_\d+$/.test(name.slice(base.length))),
    );
    // tf.keras 2.12 and 2.13 counted each layer twice, so the second LSTM is `lstm_2`: then the order among those there counts.
    const isExact = found.length !== layers.length || found.every((name) => exact.includes(name));
    const names = isExact ? exact : found.sort(byNumber);
    layers.forEach((layer, index) => {
      const name = names[index] ?? '';
      const own = { path: join(container, name), groups: children.get(name) ?? [] };
      if (layer.inner) adoptContainer(layer.inner, own, `${prefix}${layer.name}/`, adoption);
      else adoptLayer(layer, own, `${prefix}${layer.name}`, adoption);
    });
  }
}

function adoptLayer(layer: LayerSpec, { path, groups }: Place, name: string, { arrays, claimed }: Adoption): void {
  if (groups.length === 0) return;
  const byPath = new Map(groups.map((group) => [group.name, group]));
  const known = partsInOrder(layer.className, layer.config).flatMap((part) => byPath.get(join(path, part)) ?? []);
  // The whole subtree is this layer's, also what Bidirectional keeps twice: `layer` beside `forward_layer`.
  groups.forEach((group) => claimed.add(group));
  const rest = groups.filter((group) => !known.includes(group) && !isStale(layer, path, group));
  arrays.set(
    name,
    [...known, ...rest].flatMap((group) => group.tensors),
  );
}

/** Bidirectional wrote its `layer` too, empty or with weights of before. Source: Keras issue 19615; tf.keras 2.12 to 2.15 do the same. */
function isStale(layer: LayerSpec, path: string, group: WeightGroup): boolean {
  return layer.className === 'Bidirectional' && isBelow(group, join(path, 'layer'));
}

/** Places below a layer that hold its arrays, in Keras' order of weights. */
function partsInOrder(className: string, config: JsonObject): readonly string[] {
  switch (className) {
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN':
      return ['cell', ''];
    case 'Bidirectional': {
      const forward = inner(config.layer);
      const backward = inner(config.backward_layer) ?? forward;
      return [...below('forward_layer', forward), ...below('backward_layer', backward)];
    }
    case 'TimeDistributed':
      return below('layer', inner(config.layer));
    case 'RNN':
      return below('cell', inner(config.cell));
    case 'StackedRNNCells': {
      const cells = Array.isArray(config.cells) ? config.cells.flatMap((cell: unknown) => inner(cell) ?? []) : [];
      const counts = new Map<string, number>();
      return cells.flatMap((cell) => {
        const base = snakeCase(cell.className);
        const seen = counts.get(base) ?? 0;
        counts.set(base, seen + 1);
        return below(join('cells', seen === 0 ? base : `${base}_${seen}`), cell);
      });
    }
    default:
      return [''];
  }
}

function below(part: string, layer: { className: string; config: JsonObject } | null): readonly string[] {
  return (layer === null ? [''] : partsInOrder(layer.className, layer.config)).map((path) => join(part, path));
}

function inner(value: unknown): { className: string; config: JsonObject } | null {
  if (!isObject(value) || typeof value.class_name !== 'string') return null;
  return { className: value.class_name, config: isObject(value.config) ? value.config : {} };
}

/** Layers by the name of their class in the store, in the order of the configuration; operations are no layers there. */
function byStoreName(graph: GraphSpec): ReadonlyMap<string, readonly LayerSpec[]> {
  const groups = new Map<string, LayerSpec[]>();
  for (const layer of graph.layers) {
    if (layer.className.startsWith('ops.')) continue;
    const base = snakeCase(layer.className === 'Model' ? 'Functional' : layer.className);
    const layers = groups.get(base) ?? [];
    layers.push(layer);
    groups.set(base, layers);
  }
  return groups;
}

function isBelow(group: WeightGroup, path: string): boolean {
  return (group.name ?? '').startsWith(`${path}/`);
}

/** Groups by the name that they have directly below a path. */
function childrenOf(groups: readonly WeightGroup[], path: string): ReadonlyMap<string, readonly WeightGroup[]> {
  const children = new Map<string, WeightGroup[]>();
  for (const group of groups) {
    if (!isBelow(group, path)) continue;
    const name = (group.name ?? '').slice(path.length + 1).split('/')[0] ?? '';
    const known = children.get(name);
    if (known) known.push(group);
    else children.set(name, [group]);
  }
  return children;
}

function byNumber(a: string, b: string): number {
  const number = (name: string): number => Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
  return number(a) - number(b);
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
