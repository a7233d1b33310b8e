import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type H5Object, datasetTensor, findObject, h5Where, linksOf, openLink, walkObjects } from '../hdf5/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightGroup } from '../weight-file.ts';

/** Objects at the top that train the model and do not compute it. */
const TRAINING = /^_?(?:optimizer|metrics|compile_metrics|compiled_metrics|compiled_loss|loss_tracker|loss)(?:_\d+)?$/;

/**
 * Groups of a Keras 3 weight store: one per object path that owns variables, in stored order (alphabetic), tensors by number.
 * Source: keras/src/saving/saving_lib.py, `_save_state`: variables of an object stand in its group `vars` under "0", "1", ….
 * `prefix` stands before HDF5 paths in `StoredTensor.path`.
 * @throws `h5-missing-weight` and what HDF5 refuses
 */
export function readVarsStore(
  root: H5Object,
  prefix: string,
  sourceName: string,
): { groups: readonly WeightGroup[]; leftovers: readonly string[] } {
  const groups: WeightGroup[] = [];
  const leftovers: string[] = [];
  for (const object of walkObjects(root, (group) => !isVars(group) && !isTraining(group))) {
    if (isTraining(object) || object.kind === 'dataset') {
      leftovers.push(`${prefix}${object.path}`);
    } else if (isVars(object)) {
      const tensors = readVars(object, prefix, sourceName);
      if (tensors.length > 0) groups.push({ name: object.path.slice(1, -'vars'.length).replace(/\/$/, ''), tensors });
    }
  }
  return { groups, leftovers };
}

function readVars(vars: H5Object, prefix: string, sourceName: string): readonly StoredTensor[] {
  const links = linksOf(vars);
  return Array.from({ length: links.size }, (_, index) => {
    const link = links.get(String(index));
    if (link === undefined) {
      const names = [...links.keys()]
        .slice(0, 8)
        .map((name) => `"${quoteForMessage(name, 20)}"`)
        .join(', ');
      return refuse(ReadError, 'h5-missing-weight', h5Where(vars.file, vars.path), {
        weight: `${vars.path}/${index}`,
        reason: `only ${names} are there`,
      });
    }
    const dataset = openLink(vars, String(index), link);
    if (dataset.kind !== 'dataset')
      refuse(ReadError, 'h5-missing-weight', h5Where(vars.file, dataset.path), { weight: dataset.path, reason: 'it holds no array' });
    return datasetTensor(dataset, `${prefix}${dataset.path}`, sourceName);
  });
}

function isVars(object: H5Object): boolean {
  return object.kind === 'group' && object.path.endsWith('/vars');
}

function isTraining(object: H5Object): boolean {
  return TRAINING.test(object.path.slice(1));
}

/** Whether an HDF5 file is such a store: a container of layers, or variables of its own. @throws what HDF5 refuses */
export function isVarsStore(root: H5Object): boolean {
  return ['layers', '_layer_checkpoint_dependencies', 'vars'].some((name) => findObject(root, name)?.kind === 'group');
}
