import { KERAS_CLASSES } from '../../layers/index.ts';
import type { WeightFile, WeightGroup } from '../../read/index.ts';
import type { Bag, Candidate } from '../infer/bag.ts';
import { snakeCase } from './store-name.ts';

/** Parts of one layer in the store's paths; what stands before the first of them is the layer. */
const PARTS = /^(?:cell|cells|layer|forward_layer|backward_layer|_?(?:query|key|value|output)_dense)$/;
const CONTAINER = /^(?:layers|_layer_checkpoint_dependencies)$/;

/**
 * A Keras 3 store without a configuration: its groups are named by class, in alphabetic order, so the order of the model is not in it.
 * Source: Keras 3.15 keras/src/saving/saving_lib.py, `_save_container_state`.
 */
export function storeBag(file: WeightFile): Bag {
  const layers = new Map<string, WeightGroup[]>();
  for (const group of file.groups) {
    const path = layerPath(group.name ?? '');
    layers.set(path, [...(layers.get(path) ?? []), group]);
  }
  return { kind: 'layers', candidates: [...layers].map(([path, groups]) => candidate(path, groups)), isOrdered: false };
}

function candidate(path: string, groups: readonly WeightGroup[]): Candidate {
  const names = path.split('/').filter((part) => !CONTAINER.test(part));
  const stored = groups.length === 1 ? groups[0]?.attributes?.name : undefined;
  // The name beside the variables is the layer's own, or its cell's: only a layer's is taken.
  const ownName = stored !== undefined && groups[0]?.name === path ? stored : names.at(-1);
  return {
    name: [...names.slice(0, -1), ownName ?? path].join('/'),
    className: classOf(names.at(-1) ?? ''),
    tensors: inOrder(path, groups).flatMap((group) => group.tensors),
    settings: {},
  };
}

function layerPath(path: string): string {
  const parts = path.split('/');
  // An attribute named `layer` or `cell` at the top is a layer of its own.
  const end = parts.findIndex((part, index) => index > 0 && PARTS.test(part) && !CONTAINER.test(parts[index - 1] ?? ''));
  return parts.slice(0, end < 0 ? parts.length : end).join('/');
}

/** Forward before backward, cells by number, without what Bidirectional kept twice. */
function inOrder(path: string, groups: readonly WeightGroup[]): readonly WeightGroup[] {
  const inside = (group: WeightGroup): string => (group.name ?? '').slice(path.length + 1);
  const hasDirections = groups.some((group) => inside(group).startsWith('forward_layer'));
  const kept = groups.filter((group) => !(hasDirections && /^layer(?:\/|$)/.test(inside(group))));
  const rank = (group: WeightGroup): string =>
    inside(group)
      .replace(/^forward_layer/, '0')
      .replace(/^backward_layer/, '1');
  const collator = (a: string, b: string): number => {
    const [numbersA, numbersB] = [a, b].map((text) => (text.match(/\d+/g) ?? []).map(Number));
    const difference = (numbersA ?? []).map((value, index) => value - (numbersB?.[index] ?? -1)).find((value) => value !== 0);
    return difference ?? a.length - b.length;
  };
  return [...kept].sort((a, b) => collator(rank(a), rank(b)));
}

/** The Keras class whose name in the store this is; null for a class of somebody's own. */
function classOf(name: string): string | null {
  const base = name.replace(/_\d+$/, '');
  return KERAS_CLASSES.find((className) => snakeCase(className) === base || snakeCase(className) === name) ?? null;
}
