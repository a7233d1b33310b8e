import type { StoredTensor } from '../../tensor/index.ts';
import type { Candidate } from '../infer/bag.ts';

/** An array with the part of its key that names it within its layer: `recurrent_kernel`, or `1` in a store of numbered variables. */
export interface NamedArray {
  readonly weight: string;
  readonly tensor: StoredTensor;
}

/** Arrays that one object of the file owns. */
export interface NamedGroup {
  /** Where the object stands: `layers/lstm/cell`, `layer_with_weights-0/cell`. */
  readonly path: string;
  /** What the program that saved it called it, `both/forward_lstm/lstm_cell`; null where the file says no more than the path. */
  readonly name: string | null;
  readonly arrays: readonly NamedArray[];
}

/** Order in which a Keras layer creates its arrays. Source: `build` of each layer in Keras 3.15 keras/src/layers. */
const WEIGHT_ORDER = [
  'embeddings',
  'kernel',
  'depthwise_kernel',
  'pointwise_kernel',
  'recurrent_kernel',
  'gamma',
  'bias',
  'beta',
  'moving_mean',
  'moving_variance',
  'alpha',
  'scale',
  'concat_score_weight',
];

const CELL = /^(?:cell|(lstm|gru|simple_rnn)_cell)(?:_\d+)?$/;
const DIRECTION = /^(forward|backward)(?:_|$)/;
/** Containers of a store, which are no layers. */
const CONTAINERS = new Set(['layers', '_layer_checkpoint_dependencies', '_functional', '_operations']);
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['lstm', 'LSTM'],
  ['gru', 'GRU'],
  ['simple_rnn', 'SimpleRNN'],
  ['dense', 'Dense'],
  ['embedding', 'Embedding'],
  ['batch_normalization', 'BatchNormalization'],
  ['layer_normalization', 'LayerNormalization'],
  ['conv1d', 'Conv1D'],
]);

/** A layer while its groups are put together: the parts of its path and of its name without cell and direction. */
interface Place {
  readonly layer: readonly string[];
  readonly direction: 'forward' | 'backward' | null;
  /** `lstm` of a `lstm_cell`. */
  readonly cell: string | null;
}

/**
 * Layers of arrays with Keras' names or paths, in the order in which they are given. The two halves of a Bidirectional become one layer;
 * arrays come in the order in which Keras creates them.
 */
export function namedLayers(groups: readonly NamedGroup[]): readonly Candidate[] {
  const layers = new Map<string, { group: NamedGroup; place: Place }[]>();
  for (const given of groups) {
    // Keras 3 keeps `kernel` behind a property and calls its variable `_kernel`.
    const group = { ...given, arrays: given.arrays.map(({ weight, tensor }) => ({ weight: weight.replace(/^_/, ''), tensor })) };
    const place = placeOf(group.path);
    const key = place.layer.join('/');
    const parts = layers.get(key) ?? [];
    parts.push({ group, place });
    layers.set(key, parts);
  }
  const names = layerNames([...layers].map(([path, [first]]) => ({ path, name: first?.group.name ?? null })));
  return [...layers.values()].map((parts, index) => {
    const forward = parts.filter(({ place }) => place.direction !== 'backward');
    const backward = parts.filter(({ place }) => place.direction === 'backward');
    const isBoth = forward.length > 0 && backward.length > 0;
    return {
      name: names[index],
      className: isBoth ? 'Bidirectional' : classOf(parts),
      tensors: [...forward, ...backward].flatMap(({ group }) => inOrder(group.arrays)),
      settings: {},
    };
  });
}

/** `layers/bidirectional/forward_layer/cell` → layer `bidirectional`, direction forward. A wrapped `layer` counts as its wrapper. */
function placeOf(path: string): Place {
  const parts = path.split('/').filter((part) => part !== '' && !CONTAINERS.has(part));
  const cell = CELL.exec(parts.at(-1) ?? '');
  if (cell !== null) parts.pop();
  const direction = DIRECTION.exec(parts.at(-1) ?? '')?.[1];
  if (direction !== undefined && parts.length > 1) parts.pop();
  if (parts.at(-1) === 'layer' && parts.length > 1) parts.pop();
  const layer = parts.filter((part, index) => part !== parts[index - 1]); // h5py paths repeat the layer: lstm/lstm/kernel
  return {
    layer,
    direction: direction === 'forward' || direction === 'backward' ? direction : null,
    cell: cell?.[1] ?? null,
  };
}

/** Names for layers: what the program called them, without a prefix that all share; the path where that would name two layers alike. */
function layerNames(layers: readonly { readonly path: string; readonly name: string | null }[]): readonly string[] {
  const called = layers.map(({ path, name }) => (name === null ? path.split('/') : placeOf(name).layer));
  let shared = 0;
  const [first = []] = called;
  while (layers.length > 1 && called.every((parts) => parts.length > shared + 1 && parts[shared] === first[shared])) shared++;
  const names = called.map((parts) => parts.slice(shared).join('/'));
  const uses = countOf(names);
  return layers.map(({ path }, index) => (names[index] === '' || uses.get(names[index]) !== 1 ? path : names[index]));
}

/** How often each text stands in a list. */
export function countOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function classOf(parts: readonly { readonly group: NamedGroup; readonly place: Place }[]): string | null {
  const arrays = parts.flatMap(({ group }) => group.arrays);
  const weights = new Set(arrays.map(({ weight }) => weight));
  const cell = parts.map(({ group, place }) => place.cell ?? placeOf(group.name ?? '').cell).find((found) => found !== null);
  if (cell !== undefined) return CLASSES.get(cell) ?? null;
  if (weights.has('embeddings')) return 'Embedding';
  if (weights.has('moving_variance')) return 'BatchNormalization';
  if (weights.has('recurrent_kernel')) return null;
  if (weights.has('kernel')) return arrays.some(({ weight, tensor }) => weight === 'kernel' && tensor.shape.length === 2) ? 'Dense' : null;
  if (!weights.has('0')) return null;
  return CLASSES.get((parts[0].place.layer.at(-1) ?? '').replace(/_\d+$/, '')) ?? null;
}

function inOrder(arrays: readonly NamedArray[]): readonly StoredTensor[] {
  const rank = ({ weight }: NamedArray): number =>
    /^\d+$/.test(weight) ? Number(weight) : (WEIGHT_ORDER.indexOf(weight) + WEIGHT_ORDER.length) % WEIGHT_ORDER.length;
  return [...arrays].sort((a, b) => rank(a) - rank(b)).map(({ tensor }) => tensor);
}
