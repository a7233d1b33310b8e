import { labErrorData } from '../../errors/index.ts';
import type { WeightFile } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { flatten } from '../config/flatten.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Bag } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { arraysByName } from './by-name.ts';
import { keyedBag } from './keyed-bag.ts';
import { isPytorchState, pytorchLayers } from './pytorch.ts';
import { inTodaysForm } from './todays-arrays.ts';
import { dealOut } from './weights-of-layers.ts';

/**
 * Layers of arrays without a container of their own: `.npz`, `.npy`, pickled lists, JSON. Worked out from their keys and shapes.
 * @throws what `arraysBag` and inference refuse
 */
export function adoptArrays(file: WeightFile, answers: Answers): Adopted {
  const { bag, unclaimed } = arraysBag(file);
  const adopted = inferLayers(bag, file.producer, answers);
  return { ...adopted, unclaimed: [...adopted.unclaimed, ...unclaimed] };
}

/**
 * Such arrays for the layers of a configuration: by their keys where these name layers, otherwise one after the other, as
 * `set_weights()` takes them.
 */
export function adoptArraysFor(file: WeightFile, graph: GraphSpec): Adopted {
  const tensors = tensorsOf(file);
  const named = arraysByName(graph, tensors);
  if (named.arrays.size > 0) return adopted(graph, named.arrays, named.unclaimed);
  const dealt = dealOut(graph, tensors, file.producer);
  if (dealt === null) return adopted(graph, new Map(), tensors);
  const { warnings, ...rest } = adopted(graph, dealt, []);
  const isNamed = tensors.some((tensor) => tensor.path.includes('/'));
  return { ...rest, warnings: isNamed ? [...warnings, labErrorData('weights-by-order', null, { count: dealt.size })] : warnings };
}

function adopted(graph: GraphSpec, arrays: ReadonlyMap<string, readonly StoredTensor[]>, unclaimed: readonly StoredTensor[]): Adopted {
  const paths = unclaimed.map((tensor) => tensor.path);
  return { ...inTodaysForm(flatten(graph), arrays), unclaimed: paths, questions: [], warnings: [] };
}

/**
 * The arrays of such a file, by layer where their keys tell it, else as one list in the order of `get_weights()`.
 * @throws `lstm-projection`, `weight-missing`, `shape-mismatch`
 */
export function arraysBag(file: WeightFile): { readonly bag: Bag; readonly unclaimed: readonly string[] } {
  const tensors = tensorsOf(file);
  const keys = tensors.map((tensor) => tensor.path);
  // NumPy keeps the order in which arrays were given. Keys of JSON may have been sorted: then their order says nothing.
  const isOrdered = file.format !== 'json-weights' || keys.some((key, index) => index > 0 && key < (keys[index - 1] ?? ''));
  if (isPytorchState(keys)) {
    const { candidates, unclaimed } = pytorchLayers(tensors);
    return { bag: { kind: 'layers', candidates, isOrdered }, unclaimed };
  }
  return { bag: keyedBag(tensors, isOrdered), unclaimed: [] };
}

function tensorsOf(file: WeightFile): readonly StoredTensor[] {
  return file.groups.flatMap((group) => group.tensors);
}
