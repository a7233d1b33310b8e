import { layerKindOf } from '../layers/index.ts';
import { computable, type InnerSettings, type LayerNode, type Model, snakeCase } from '../model/index.ts';
import type { Producer } from '../read/index.ts';
import type { StoredTensor } from '../tensor/index.ts';
import type { H5GroupSpec } from './hdf5/write-hdf5.ts';
import { savedForm } from './weight-arrays.ts';

/**
 * The groups of a Keras 3 `.weights.h5`: every object that can own variables has a group `vars` with them under "0", "1", … and its name as
 * an attribute, empty where it owns none. Objects are named after their class and counted within their container, never after the layer.
 * Source: Keras 3.15 keras/src/saving/saving_lib.py, `_save_state`, `_save_container_state`.
 */
export function kerasStore(model: Model): readonly H5GroupSpec[] {
  const saved = savedForm(model);
  const root = new Container(['layers']);
  const containers = new Map<string, Container>(); // by the name of the nested model
  const groups: H5GroupSpec[] = [{ path: ['vars'], attributes: {}, arrays: [] }];
  for (const layer of model.layers) {
    // Operations are no layers. An input owns nothing; only functional models list theirs.
    if (layer.className.startsWith('ops.') || layer.className === 'InputLayer') continue;
    let container = root;
    for (const { name, className } of layer.within) {
      const known = containers.get(name);
      if (known === undefined) {
        const path = container.place(className === 'Model' ? 'Functional' : className);
        groups.push(varsGroup(name.split('/').at(-1) ?? name, path, []));
        container = new Container([...path, 'layers']);
        containers.set(name, container);
      } else {
        container = known;
      }
    }
    const path = container.place(layer.className);
    groups.push(...layerGroups(layer, path, [...layer.weights.values()].map(saved), model.producer));
  }
  return groups;
}

/** A list of objects: `layers` of a model, `cells` of stacked cells. */
class Container {
  readonly #path: readonly string[];
  readonly #counts = new Map<string, number>();

  constructor(path: readonly string[]) {
    this.#path = path;
  }

  /** The next object of a class: `lstm`, `lstm_1`, … */
  place(className: string): readonly string[] {
    const base = snakeCase(className);
    const count = this.#counts.get(base) ?? 0;
    this.#counts.set(base, count + 1);
    return [...this.#path, count === 0 ? base : `${base}_${count}`];
  }
}

function layerGroups(
  layer: LayerNode,
  path: readonly string[],
  arrays: readonly StoredTensor[],
  producer: Producer,
): readonly H5GroupSpec[] {
  const name = layer.name.slice(layer.within.at(-1) ? (layer.within.at(-1)?.name.length ?? 0) + 1 : 0);
  const object = { class: layer.className, name, settings: layer.settings };
  if (!layer.supported && partsOf(object).length === 0) return groupsAsStored(name, path, arrays);
  return objectGroups(object, path, arrays, producer);
}

/** The groups of a layer, cell or wrapper and of what it holds; `arrays` are its own and theirs, in Keras' order. */
function objectGroups(
  object: Described,
  path: readonly string[],
  arrays: readonly StoredTensor[],
  producer: Producer,
): readonly H5GroupSpec[] {
  const parts = partsOf(object);
  if (parts.length === 0) return [varsGroup(object.name, path, arrays)];
  const groups = [varsGroup(object.name, path, [])];
  let at = 0;
  for (const [index, { place, part }] of parts.entries()) {
    // What stands last takes the rest, so that no array is ever dropped.
    const count = index === parts.length - 1 ? arrays.length - at : countArrays(part, arrays.length / parts.length, producer);
    groups.push(...objectGroups(part, [...path, ...place], arrays.slice(at, at + count), producer));
    at += count;
  }
  return groups;
}

/** A layer with its settings, one that a wrapper holds, or the cell of a recurrent layer (no settings). */
interface Described {
  readonly class: string;
  readonly name: string;
  readonly settings: InnerSettings['settings'] | null;
}

interface Part {
  readonly place: readonly string[];
  readonly part: Described;
}

const DENSE_PARTS = ['query', 'key', 'value', 'output'];

/** What an object holds that owns variables in its stead, in the order of Keras' `weights`. */
function partsOf({ class: className, settings }: Described): readonly Part[] {
  const held = (setting: string): readonly InnerSettings[] => {
    const value = settings?.[setting]?.value ?? [];
    return (Array.isArray(value) ? value : [value]) as InnerSettings[]; // as: settingsOf made them
  };
  switch (className) {
    case 'LSTM':
    case 'GRU':
    case 'SimpleRNN': {
      const cell = `${className}Cell`;
      return [{ place: ['cell'], part: { class: cell, name: snakeCase(cell), settings: null } }];
    }
    case 'Bidirectional': {
      const forward = held('layer');
      const backward = held('backward_layer');
      return [
        ...forward.map((part) => ({ place: ['forward_layer'], part })),
        ...(backward.length > 0 ? backward : forward).map((part) => ({ place: ['backward_layer'], part })),
      ];
    }
    case 'TimeDistributed':
      return held('layer').map((part) => ({ place: ['layer'], part }));
    case 'RNN':
      return held('cell').map((part) => ({ place: ['cell'], part }));
    case 'StackedRNNCells': {
      const container = new Container(['cells']);
      return held('cells').map((part) => ({ place: container.place(part.class), part }));
    }
    case 'MultiHeadAttention':
      return DENSE_PARTS.map((part) => ({ place: [`${part}_dense`], part: { class: 'EinsumDense', name: part, settings: null } }));
    default:
      return [];
  }
}

/** How many arrays a part owns; without settings, its share. */
function countArrays(part: Described, share: number, producer: Producer): number {
  const kind = layerKindOf(part.class);
  if (kind === null || part.settings === null) return Math.floor(share);
  const settings = computable(kind, { name: part.name, settings: part.settings }, producer);
  return kind.weights(settings, [[-1, -1]]).length;
}

function varsGroup(name: string, path: readonly string[], arrays: readonly StoredTensor[]): H5GroupSpec {
  return { path: [...path, 'vars'], attributes: { name }, arrays: arrays.map((tensor, index) => [String(index), tensor]) };
}

/**
 * A class that is not known here: its arrays go where they stood in a store of Keras 3, which names the same objects in the same way;
 * those of another format are the layer's own, in stored order.
 */
function groupsAsStored(name: string, path: readonly string[], arrays: readonly StoredTensor[]): readonly H5GroupSpec[] {
  const own = path.join('/');
  const places = new Map<string, StoredTensor[]>([['', []]]);
  for (const tensor of arrays) {
    const stored = /:\/(.+)\/vars\/\d+$/.exec(tensor.path)?.[1] ?? '';
    const place = stored.startsWith(`${own}/`) ? stored.slice(own.length + 1) : '';
    places.set(place, [...(places.get(place) ?? []), tensor]);
  }
  return [...places].map(([place, tensors]) => varsGroup(name, [...path, ...place.split('/').filter((part) => part !== '')], tensors));
}
