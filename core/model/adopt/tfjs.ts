import type { WeightFile, WeightGroup } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { flatten } from '../config/flatten.ts';
import { graphOf } from '../config/parse.ts';
import type { Bag } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { arraysByName } from './by-name.ts';
import { adoptKerasV3 } from './keras-v3.ts';
import { type NamedArray, namedLayers } from './named-layers.ts';
import { inTodaysForm } from './todays-arrays.ts';

/** A name that the converter made from a Keras 3 store: the object that owns the array, and its number. */
const STORE_PATH = /^(.+)\/vars\/(\d{1,4})$/;

/**
 * Layers of a TensorFlow.js model: arrays are found by name, because the converter sorts layers by the alphabet. Names are those of the
 * variables (`lstm/lstm_cell/kernel`; tfjs itself and older Keras leave the cell out) or store paths of Keras 3 (`layers/lstm/cell/vars/0`).
 * Source: tfjs-layers src/engine/container.ts `loadWeights`; tfjs-converter keras_h5_conversion.py.
 */
export function adoptTfjs(file: WeightFile, answers: Answers): Adopted {
  const tensors = file.groups.flatMap((group) => group.tensors);
  if (file.config === null) return inferLayers(bagOf(tensors), file.producer, answers);
  const graph = graphOf(file.config);
  if (tensors.some((tensor) => STORE_PATH.test(tensor.path))) return adoptKerasV3({ ...file, groups: storeGroups(tensors) }, graph);
  const { arrays, unclaimed } = arraysByName(graph, tensors);
  return { ...inTodaysForm(flatten(graph), arrays), unclaimed: unclaimed.map((tensor) => tensor.path), questions: [], warnings: [] };
}

/** Arrays of one owner together, in the order of their numbers, as a Keras 3 store has them. */
function storeGroups(tensors: readonly StoredTensor[]): readonly WeightGroup[] {
  const owners = new Map<string, { readonly tensor: StoredTensor; readonly number: number }[]>();
  for (const tensor of tensors) {
    const [, owner = tensor.path, number = '0'] = STORE_PATH.exec(tensor.path) ?? [];
    owners.set(owner, [...(owners.get(owner) ?? []), { tensor, number: Number(number) }]);
  }
  return [...owners].map(([name, arrays]) => ({
    name,
    tensors: arrays.sort((a, b) => a.number - b.number).map(({ tensor }) => tensor),
  }));
}

/** Weights without a model. The converter sorts layers by the alphabet, so their order says nothing. */
function bagOf(tensors: readonly StoredTensor[]): Bag {
  const owners = new Map<string, NamedArray[]>();
  for (const tensor of tensors) {
    const at = tensor.path.lastIndexOf('/');
    const path = tensor.path.slice(0, Math.max(at, 0)).replace(/\/vars$/, '');
    owners.set(path, [...(owners.get(path) ?? []), { weight: tensor.path.slice(at + 1), tensor }]);
  }
  const candidates = namedLayers([...owners].map(([path, arrays]) => ({ path, name: null, arrays })));
  return { kind: 'layers', candidates, isOrdered: false };
}
