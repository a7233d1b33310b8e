import type { WeightFile } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { Bag } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { type NamedArray, type NamedGroup, namedLayers } from './named-layers.ts';
import { isPytorchState, pytorchLayers } from './pytorch.ts';

/** `lstm_kernel`: the layer's name and Keras' name of the array, joined by an underscore. */
const JOINED = /^(.+?)_(recurrent_kernel|kernel|bias|embeddings|gamma|beta|moving_mean|moving_variance)$/;

/**
 * Layers of a safetensors file, worked out from its names and shapes.
 * @throws what `safetensorsBag` and inference refuse
 */
export function adoptSafetensors(file: WeightFile, answers: Answers): Adopted {
  const { bag, unclaimed } = safetensorsBag(file);
  const adopted = inferLayers(bag, file.producer, answers);
  return { ...adopted, unclaimed: [...adopted.unclaimed, ...unclaimed] };
}

/**
 * Layers of a safetensors file by the names of its arrays: PyTorch's (`lstm.weight_ih_l0`) or Keras' (`lstm/kernel`, `lstm.kernel`,
 * `layers/lstm/cell/vars/0`). Without either the arrays are taken as `get_weights()` gives them.
 * @throws `lstm-projection`, `weight-missing`, `shape-mismatch`
 */
export function safetensorsBag(file: WeightFile): { readonly bag: Bag; readonly unclaimed: readonly string[] } {
  const tensors = file.groups.flatMap((group) => group.tensors);
  const keys = tensors.map((tensor) => tensor.path);
  // The library sorts arrays by type and name: names out of the alphabet mean that the writer kept an order of its own.
  const isOrdered = keys.some((key, index) => index > 0 && key < keys[index - 1]);
  if (isPytorchState(keys)) {
    const { candidates, unclaimed } = pytorchLayers(tensors);
    return { bag: { kind: 'layers', candidates, isOrdered }, unclaimed };
  }
  return { bag: kerasBag(tensors, isOrdered), unclaimed: [] };
}

/** Arrays with Keras' names as layers; a flat list where no name tells a layer. */
function kerasBag(tensors: readonly StoredTensor[], isOrdered: boolean): Bag {
  const groups = new Map<string, NamedArray[]>();
  for (const tensor of tensors) {
    const { path, weight } = splitKey(tensor.path);
    const arrays = groups.get(path) ?? [];
    arrays.push({ weight, tensor });
    groups.set(path, arrays);
  }
  if (groups.size === 1 && groups.has('')) return { kind: 'flat', tensors: [...tensors].sort(byNumber) };
  const named: NamedGroup[] = [...groups].map(([path, arrays]) => ({ path, name: null, arrays }));
  return { kind: 'layers', candidates: namedLayers(named), isOrdered };
}

/** `layers/lstm/cell/vars/0` → `layers/lstm/cell` and `0`; `lstm/kernel:0` → `lstm` and `kernel`. */
function splitKey(key: string): { readonly path: string; readonly weight: string } {
  const plain = key.replace(/:\d+$/, '');
  const parts = plain.split(plain.includes('/') ? '/' : '.');
  const joined = parts.length === 1 ? JOINED.exec(plain) : null;
  if (joined !== null) return { path: joined[1] ?? '', weight: joined[2] ?? '' };
  const weight = parts.pop() ?? '';
  if (parts.at(-1) === 'vars') parts.pop();
  return { path: parts.join('/'), weight };
}

/** `arr_10` after `arr_9`. */
function byNumber(a: StoredTensor, b: StoredTensor): number {
  const number = ({ path }: StoredTensor): number => Number(/(\d+)$/.exec(path)?.[1] ?? 0);
  return number(a) - number(b);
}
