import type { StoredTensor } from '../../tensor/index.ts';
import type { Bag } from '../infer/bag.ts';
import { type NamedArray, type NamedGroup, namedLayers } from './named-layers.ts';

/** `lstm_kernel`: the layer's name and Keras' name of the array, joined by an underscore. */
const JOINED = /^(.+?)_(recurrent_kernel|kernel|bias|embeddings|gamma|beta|moving_mean|moving_variance)$/;
/** Names of arrays that stand without a layer's name. */
const LONE = /^(?:recurrent_kernel|kernel|bias|embeddings)$/;

/**
 * Arrays by their keys, Keras' names (`lstm/kernel`, `lstm.kernel`, `lstm_kernel`, `layers/lstm/cell/vars/0`) or a place in a list per
 * layer (`lstm/0`, `2/0`), as layers; a flat list where no key tells a layer.
 */
export function keyedBag(tensors: readonly StoredTensor[], isOrdered: boolean): Bag {
  const groups = new Map<string, NamedArray[]>();
  for (const tensor of tensors) {
    const { path, weight } = splitKey(tensor.path);
    const arrays = groups.get(path) ?? [];
    arrays.push({ weight, tensor });
    groups.set(path, arrays);
  }
  const lone = groups.size === 1 ? groups.get('') : undefined;
  if (lone !== undefined && !lone.every(({ weight }) => LONE.test(weight))) return { kind: 'flat', tensors: [...tensors].sort(byNumber) };
  const named: NamedGroup[] = [...groups].map(([path, arrays]) => ({ path, name: null, arrays }));
  const candidates = namedLayers(named).map((candidate) => (/^\d*$/.test(candidate.name ?? '') ? { ...candidate, name: null } : candidate));
  return { kind: 'layers', candidates, isOrdered };
}

/** `layers/lstm/cell/vars/0` → `layers/lstm/cell` and `0`; `lstm/kernel:0` → `lstm` and `kernel`. */
function splitKey(key: string): { readonly path: string; readonly weight: string } {
  const plain = key.replace(/:\d+$/, '');
  const parts = plain.split(plain.includes('/') ? '/' : '.');
  const joined = parts.length === 1 && !LONE.test(plain) ? JOINED.exec(plain) : null;
  if (joined !== null) return { path: joined[1], weight: joined[2] };
  const weight = parts.pop() ?? '';
  if (parts.at(-1) === 'vars') parts.pop();
  return { path: parts.join('/'), weight };
}

/** `arr_10` after `arr_9`. */
function byNumber(a: StoredTensor, b: StoredTensor): number {
  const number = ({ path }: StoredTensor): number => Number(/(\d+)$/.exec(path)?.[1] ?? 0);
  return number(a) - number(b);
}
