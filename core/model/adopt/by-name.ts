import type { StoredTensor } from '../../tensor/index.ts';
import { type GraphSpec, isObject, type JsonObject } from '../config/graph-spec.ts';
import { type Leaf, leavesOf } from './weights-of-layers.ts';

/** Arrays within one layer in Keras' order; a name that is not listed keeps its place behind them. */
const ORDER = [
  'kernel',
  'depthwise_kernel',
  'pointwise_kernel',
  'recurrent_kernel',
  'embeddings',
  'alpha',
  'gamma',
  'beta',
  'moving_mean',
  'moving_variance',
  'bias',
];

/** Arrays by the path of the layer they belong to, in Keras' order, and those of no layer. */
export interface ArraysByName {
  readonly arrays: ReadonlyMap<string, readonly StoredTensor[]>;
  readonly unclaimed: readonly StoredTensor[];
}

/**
 * Gives arrays to layers by their names alone, whatever their order: `lstm/kernel`, `lstm/lstm_cell/kernel`,
 * `encoder/bi/forward_lstm/lstm_cell/kernel`. A name belongs to the layer whose name is one of its parts; of several to the one with more
 * of its models in the name. An array that fits two layers equally belongs to none.
 */
export function arraysByName(graph: GraphSpec, tensors: readonly StoredTensor[]): ArraysByName {
  const leaves = leavesOf(graph);
  const owned = new Map<Leaf, StoredTensor[]>();
  const unclaimed: StoredTensor[] = [];
  for (const tensor of tensors) {
    const owner = ownerOf(tensor, leaves);
    if (owner === null) unclaimed.push(tensor);
    else owned.set(owner, [...(owned.get(owner) ?? []), tensor]);
  }
  return { arrays: new Map([...owned].map(([leaf, arrays]) => [leaf.name, inOrder(arrays, leaf.spec.config)])), unclaimed };
}

function ownerOf(tensor: StoredTensor, leaves: readonly Leaf[]): Leaf | null {
  const folder = `/${tensor.path.slice(0, tensor.path.lastIndexOf('/') + 1)}`;
  const fits = leaves
    .map((leaf) => {
      const models = leaf.name.slice(0, -leaf.spec.name.length).split('/').slice(0, -1);
      const around = models.filter((name) => folder.includes(`/${name}/`)).length;
      return { leaf, at: folder.indexOf(`/${leaf.spec.name}/`), around };
    })
    .filter(({ at }) => at >= 0)
    .sort((a, b) => b.around - a.around || a.at - b.at);
  const [best, next] = fits;
  const isTie = best?.around === next?.around && best?.at === next?.at;
  return best === undefined || isTie ? null : best.leaf;
}

/** Of a Bidirectional the forward half first; arrays of one cell stay together. */
function inOrder(tensors: readonly StoredTensor[], config: JsonObject): readonly StoredTensor[] {
  const folders = new Map<string, StoredTensor[]>();
  for (const tensor of tensors) {
    const folder = tensor.path.slice(0, Math.max(0, tensor.path.lastIndexOf('/')));
    folders.set(folder, [...(folders.get(folder) ?? []), tensor]);
  }
  const backward = isObject(config.backward_layer) && isObject(config.backward_layer.config) ? config.backward_layer.config.name : null;
  const isBackward = (folder: string): number =>
    folder.split('/').some((part) => part.startsWith('backward_') || part === backward) ? 1 : 0;
  return [...folders]
    .sort(([a], [b]) => isBackward(a) - isBackward(b))
    .flatMap(([, arrays]) => [...arrays].sort((a, b) => rank(a) - rank(b)));
}

/** Names may end in a counter: `kernel_1`. */
function rank(tensor: StoredTensor): number {
  const name = tensor.path.slice(tensor.path.lastIndexOf('/') + 1).replace(/(?:_\d+)?(?::\d+)?$/, '');
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
