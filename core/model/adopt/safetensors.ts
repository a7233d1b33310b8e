import type { WeightFile } from '../../read/index.ts';
import { graphOf } from '../config/parse.ts';
import type { Bag } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { adoptCandidates } from './candidates-for.ts';
import { keyedBag } from './keyed-bag.ts';
import { isPytorchState, pytorchLayers } from './pytorch.ts';

/**
 * Layers of a safetensors file, worked out from its names and shapes, or those of the configuration beside it.
 * @throws what `safetensorsBag` and inference refuse
 */
export function adoptSafetensors(file: WeightFile, answers: Answers): Adopted {
  const { bag, unclaimed } = safetensorsBag(file);
  const adopted =
    file.config === null ? inferLayers(bag, file.producer, answers) : adoptCandidates(bag, graphOf(file.config), file.producer);
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
  return { bag: keyedBag(tensors, isOrdered), unclaimed: [] };
}
