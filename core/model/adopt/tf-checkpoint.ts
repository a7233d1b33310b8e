import type { Warning } from '../../errors/index.ts';
import type { WeightFile } from '../../read/index.ts';
import { graphOf } from '../config/parse.ts';
import type { Bag } from '../infer/bag.ts';
import { inferLayers } from '../infer/infer-layers.ts';
import type { Answers } from '../model.ts';
import type { Adopted } from './adopted.ts';
import { adoptCandidates } from './candidates-for.ts';
import { countOf, type NamedGroup, namedLayers } from './named-layers.ts';
import { tf1Layers } from './tf1-cells.ts';

/** Paths that count layers in the order of the model. Source: tf-keras 2.21 engine/functional.py `_trackable_children`. */
const NUMBERED = /(?:^|\/)(?:layer_with_weights-\d+|_operations\/\d+)(?:\/|$)/;

/**
 * Layers of a TensorFlow checkpoint, worked out from its names and shapes, or those of the configuration beside it.
 * @throws what `checkpointBag` and inference refuse
 */
export function adoptCheckpoint(file: WeightFile, answers: Answers): Adopted {
  const { bag, warnings } = checkpointBag(file);
  const adopted =
    file.config === null ? inferLayers(bag, file.producer, answers) : adoptCandidates(bag, graphOf(file.config), file.producer);
  return { ...adopted, warnings: [...adopted.warnings, ...warnings] };
}

/**
 * Layers of a TensorFlow checkpoint. The path of an object (`layer_with_weights-0/forward_layer/cell`) tells which arrays belong together,
 * the names that the program gave to its variables (`both/forward_lstm/lstm_cell`) name the layers. Cells of TensorFlow 1 are converted.
 * @throws `lstm-peephole`, `lstm-projection`, `shape-mismatch`, `weight-missing`
 */
export function checkpointBag(file: WeightFile): { readonly bag: Bag; readonly warnings: readonly Warning[] } {
  const uses = countOf(file.groups.map(({ name }) => name ?? ''));
  const groups = file.groups.map(({ name, attributes, tensors }): NamedGroup => {
    // Stacked cells are one layer of a configuration; without one they compute what as many layers do.
    const isOne = file.config !== null;
    const path = isOne ? (name ?? '').replace(/\/cells\/\d+$/, '') : (name ?? '');
    const called = attributes?.name ?? null;
    const owner = isOne ? (called?.replace(/\/stacked_rnn_cells(?:_\d+)?(?=\/)/, '') ?? null) : called;
    // An exported model keeps all variables in one list: only their owners tell the layers.
    const isShared = uses.get(name ?? '') !== 1;
    const arrays = tensors.map((tensor) => ({ weight: tensor.path.slice(tensor.path.lastIndexOf('/') + 1), tensor }));
    return { path: isShared && owner !== null ? owner : path, name: owner, arrays };
  });
  const { candidates, others, warnings } = tf1Layers(groups);
  const isOrdered = groups.every(({ path }) => NUMBERED.test(path));
  return { bag: { kind: 'layers', candidates: [...candidates, ...namedLayers(others)], isOrdered }, warnings };
}
