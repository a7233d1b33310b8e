import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type H5Object, attributesOf, datasetTensor, findObject, h5Where, linksOf, openLink, walkObjects } from '../hdf5/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightGroup } from '../weight-file.ts';

/** Objects at the top that train the model and do not compute it. */
const TRAINING = /^_?(?:optimizer|metrics|compile_metrics|compiled_metrics|compiled_loss|loss_tracker|loss)(?:_\d+)?$/;

/** The arrays of one object as one file holds them, by number; of a store in several files each holds some. */
export interface ShardGroup {
  readonly name: string;
  readonly arrays: ReadonlyMap<number, StoredTensor>;
  readonly attributes: WeightGroup['attributes'];
}

/**
 * Groups of a Keras 3 weight store: one per object path that owns variables, in stored order (alphabetic), tensors by number.
 * `prefix` stands before HDF5 paths in `StoredTensor.path`.
 * @throws `h5-missing-weight` and what HDF5 refuses
 */
export function readVarsStore(
  root: H5Object,
  prefix: string,
  sourceName: string,
): { groups: readonly WeightGroup[]; leftovers: readonly string[] } {
  const { groups, leftovers } = readShard(root, prefix, sourceName);
  return { groups: groups.map((group) => wholeGroup(group, `${sourceName}, /${group.name}/vars`)), leftovers };
}

/** A group whose arrays are all there: 0, 1, …. @throws `h5-missing-weight` */
export function wholeGroup({ name, arrays, attributes }: ShardGroup, where: string): WeightGroup {
  const tensors = Array.from({ length: arrays.size }, (_, number) => {
    const tensor = arrays.get(number);
    if (tensor !== undefined) return tensor;
    const numbers = [...arrays.keys()].slice(0, 8).map((there) => `"${there}"`);
    return refuse(ReadError, 'h5-missing-weight', where, {
      weight: `${name}/vars/${number}`,
      reason: `only ${numbers.join(', ')} are there`,
    });
  });
  return { name, tensors, ...(attributes && { attributes }) };
}

/**
 * What one file of a store holds. Source: keras/src/saving/saving_lib.py, `_save_state`: variables of an object stand in its group `vars`
 * under "0", "1", …. @throws `h5-missing-weight` and what HDF5 refuses
 */
export function readShard(
  root: H5Object,
  prefix: string,
  sourceName: string,
): { groups: readonly ShardGroup[]; leftovers: readonly string[] } {
  const groups: ShardGroup[] = [];
  const leftovers: string[] = [];
  for (const object of walkObjects(root, (group) => !isVars(group) && !isTraining(group))) {
    if (isTraining(object) || object.kind === 'dataset') {
      leftovers.push(`${prefix}${object.path}`);
    } else if (isVars(object)) {
      const arrays = readVars(object, prefix, sourceName);
      const name = object.path.slice(1, -'vars'.length).replace(/\/$/, '');
      if (arrays.size > 0) groups.push({ name, arrays, attributes: namedAs(object) });
    }
  }
  return { groups, leftovers };
}

function readVars(vars: H5Object, prefix: string, sourceName: string): ReadonlyMap<number, StoredTensor> {
  const arrays = new Map<number, StoredTensor>();
  for (const [name, link] of linksOf(vars)) {
    const refuseEntry = (reason: string): never =>
      refuse(ReadError, 'h5-missing-weight', h5Where(vars.file, vars.path), {
        weight: `${vars.path}/${quoteForMessage(name, 20)}`,
        reason,
      });
    if (!/^(?:0|[1-9]\d{0,5})$/.test(name)) refuseEntry('variables are numbered');
    const dataset = openLink(vars, name, link);
    if (dataset.kind !== 'dataset') refuseEntry('it holds no array');
    arrays.set(Number(name), datasetTensor(dataset, `${prefix}${dataset.path}`, sourceName));
  }
  return arrays;
}

/** Keras ≥ 3.6 keeps the name of the layer beside its variables. */
function namedAs(vars: H5Object): WeightGroup['attributes'] {
  const [name] = attributesOf(vars).get('name')?.strings() ?? [];
  return name === undefined ? undefined : { name };
}

function isVars(object: H5Object): boolean {
  return object.kind === 'group' && object.path.endsWith('/vars');
}

function isTraining(object: H5Object): boolean {
  return TRAINING.test(object.path.slice(1));
}

/**
 * Whether an HDF5 file is such a store: a container of layers, variables of its own, or, of a subclassed model, a group for an attribute
 * that has variables. @throws what HDF5 refuses
 */
export function isVarsStore(root: H5Object): boolean {
  if (['layers', '_layer_checkpoint_dependencies', 'vars'].some((name) => findObject(root, name)?.kind === 'group')) return true;
  return [...linksOf(root)].some(([name, link]) => {
    const child = link.kind === 'hard' ? openLink(root, name, link) : null;
    return child?.kind === 'group' && ['vars', 'cell', 'layers'].some((inner) => linksOf(child).has(inner));
  });
}
