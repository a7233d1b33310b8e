import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type H5Object, attributesOf, datasetTensor, findObject, h5Where, linksOf } from '../hdf5/index.ts';
import { parseJson } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { Producer, WeightFile, WeightGroup } from '../weight-file.ts';

/**
 * Opens a full model in HDF5: `model_config` and `model_weights`. Source: keras/src/legacy/saving/legacy_h5_format.py, Keras 3.15, and
 * tensorflow/python/keras/saving/hdf5_format.py, TensorFlow 2.15.
 * @throws `h5-attr`, `h5-missing-weight` and what JSON and HDF5 refuse
 */
export function openLegacyModel(root: H5Object, sourceName: string): WeightFile {
  const config = parseJson(readText(root, 'model_config') ?? '', `${sourceName}, attribute "model_config"`);
  const { groups, leftovers, producer } = readWeights(root, 'model_weights', sourceName);
  return {
    format: 'keras-legacy',
    producer,
    savedAt: null,
    config,
    groups,
    pairs: [],
    leftovers,
    warnings: [],
  };
}

/**
 * Opens what `save_weights` of Keras 1 and 2 wrote: groups by layer names below `place`. @throws `h5-attr`, `h5-missing-weight` and what
 * HDF5 refuses
 */
export function openLegacyWeights(root: H5Object, place: '' | 'model_weights', sourceName: string): WeightFile {
  const { groups, leftovers, producer } = readWeights(root, place, sourceName);
  return {
    format: 'keras-legacy-weights',
    producer,
    savedAt: null,
    config: null,
    groups,
    pairs: [],
    leftovers,
    warnings: [],
  };
}

/** Groups below `place`, what else the file holds, and who wrote it, as the root or the group says. */
function readWeights(
  root: H5Object,
  place: '' | 'model_weights',
  sourceName: string,
): { groups: readonly WeightGroup[]; leftovers: readonly string[]; producer: Producer } {
  const weights = findObject(root, place);
  const stated = (attribute: string): string | null =>
    readText(root, attribute) ?? (weights === null ? null : readText(weights, attribute));
  const beside = place === '' ? [] : [...linksOf(root).keys()].filter((name) => name !== place).map((name) => `/${name}`);
  const { groups, unlisted } = weights === null ? { groups: [], unlisted: [] } : readLayers(weights, sourceName);
  const version = stated('keras_version');
  const isTheano = stated('backend') === 'theano' || ((version === null || version.startsWith('1.')) && isKeras1OfTheano(groups));
  const producer: Producer = { name: 'keras', version, ...(isTheano && { backend: 'theano' }) };
  return { groups, leftovers: [...beside, ...unlisted], producer };
}

/** Weights by `layer_names` and `weight_names`, never by the order of groups, which is alphabetic. */
function readLayers(weights: H5Object, sourceName: string): { groups: readonly WeightGroup[]; unlisted: readonly string[] } {
  const layerNames = readNames(weights, 'layer_names');
  if (layerNames === null) return refuse(ReadError, 'h5-attr', h5Where(weights.file, weights.path), { reason: '"layer_names" is missing' });
  const listed = new Set(layerNames);
  if (listed.size < layerNames.length) refuseMissing(weights, firstRepeated(layerNames), 'it is listed twice');
  const groups = layerNames.map((name): WeightGroup => {
    const layer = findObject(weights, name) ?? refuseMissing(weights, name, 'its group is not there');
    const weightNames = readNames(layer, 'weight_names') ?? [];
    if (new Set(weightNames).size < weightNames.length) refuseMissing(layer, firstRepeated(weightNames), 'it is listed twice');
    return { name, tensors: weightNames.map((weight) => readWeight(layer, weight, sourceName)) };
  });
  // Variables that belong to the model itself stand in a group of their own, empty as a rule.
  const unlisted = [...linksOf(weights).keys()].filter((name) => !listed.has(name));
  return {
    groups,
    unlisted: unlisted
      .filter((name) => name !== 'top_level_model_weights' || hasWeights(weights, name))
      .map((name) => `${weights.path.replace(/\/$/, '')}/${name}`),
  };
}

/** Keras 1 did not store its backend, but TensorFlow ends the names of its arrays with `:0`; Theano leaves `conv_W` as it is. */
function isKeras1OfTheano(groups: readonly WeightGroup[]): boolean {
  return groups.some(({ tensors }) => tensors.some(({ path }) => /_W(?:_[a-z])?$/.test(path)));
}

function hasWeights(weights: H5Object, name: string): boolean {
  const group = findObject(weights, name);
  return group !== null && (readNames(group, 'weight_names') ?? []).length > 0;
}

function readWeight(layer: H5Object, name: string, sourceName: string): StoredTensor {
  const dataset = findObject(layer, name) ?? refuseMissing(layer, name, 'it is not there');
  if (dataset.kind !== 'dataset') refuseMissing(layer, name, 'it holds no array');
  return datasetTensor(dataset, `${layer.path}/${name}`, sourceName);
}

function firstRepeated(names: readonly string[]): string {
  return names.find((name, index) => names.indexOf(name) < index) ?? '';
}

function refuseMissing(group: H5Object, weight: string, reason: string): never {
  return refuse(ReadError, 'h5-missing-weight', h5Where(group.file, group.path), { weight: quoteForMessage(weight), reason });
}

/** A list of names; lists over 64 KiB are split over `layer_names0`, `layer_names1`, …. Null when neither form is there. */
function readNames(group: H5Object, attribute: string): readonly string[] | null {
  const attributes = attributesOf(group);
  const whole = attributes.get(attribute);
  if (whole !== undefined) return whole.strings();
  const names: string[] = [];
  let chunk = 0;
  for (let part = attributes.get(`${attribute}0`); part !== undefined; part = attributes.get(`${attribute}${++chunk}`)) {
    for (const name of part.strings()) names.push(name);
  }
  return chunk === 0 ? null : names;
}

/** A text in an attribute; null when it is not there. */
function readText(group: H5Object, attribute: string): string | null {
  const found = attributesOf(group).get(attribute);
  if (found === undefined) return null;
  const [text] = found.strings();
  return text ?? refuse(ReadError, 'h5-attr', h5Where(group.file, `${group.path}, attribute "${attribute}"`), { reason: 'it is empty' });
}
