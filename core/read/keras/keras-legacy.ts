import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import {
  type H5Object,
  attributesOf,
  datasetTensor,
  findObject,
  h5Where,
  linksOf,
  openRoot,
  openSuperblock,
  findSuperblock,
} from '../hdf5/index.ts';
import { parseJson } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';
import { isVarsStore } from './vars-store.ts';

/**
 * Opens a full model in HDF5: `model_config` and `model_weights`. Source: keras/src/legacy/saving/legacy_h5_format.py, Keras 3.15, and
 * tensorflow/python/keras/saving/hdf5_format.py, TensorFlow 2.15.
 * @throws `weights-only-unsupported`, `h5-not-keras`, `h5-attr`, `h5-missing-weight` and what JSON and HDF5 refuse
 */
export function openKerasHdf5(source: ByteSource): WeightFile {
  const base = findSuperblock(source);
  if (base === null) return refuse(ReadError, 'format-unknown', source.name, { file: source.name, found: 'not HDF5' });
  const root = openRoot(openSuperblock(source, base));
  const attributes = attributesOf(root);
  if (!attributes.has('model_config')) return refuseWithoutConfig(root, source.name);
  const config = parseJson(readText(root, 'model_config') ?? '', `${source.name}, attribute "model_config"`);
  const weights = findObject(root, 'model_weights');
  const version = readText(root, 'keras_version') ?? (weights === null ? null : readText(weights, 'keras_version'));
  const leftovers = [...linksOf(root).keys()].filter((name) => name !== 'model_weights').map((name) => `/${name}`);
  const { groups, unlisted } = weights === null ? { groups: [], unlisted: [] } : readLayers(weights, source.name);
  return {
    format: 'keras-legacy',
    producer: { name: 'keras', version },
    savedAt: null,
    config,
    groups,
    pairs: [],
    leftovers: [...leftovers, ...unlisted],
    warnings: [],
  };
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
      .map((name) => `${weights.path}/${name}`),
  };
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

function refuseWithoutConfig(root: H5Object, file: string): never {
  const attributes = attributesOf(root);
  if (attributes.has('layer_names') || attributes.has('layer_names0'))
    refuse(ReadError, 'weights-only-unsupported', file, { file, found: 'written by save_weights of Keras 1 or 2' });
  if (linksOf(root).has('model_weights'))
    refuse(ReadError, 'weights-only-unsupported', file, { file, found: 'a full model whose configuration is missing' });
  if (isVarsStore(root))
    refuse(ReadError, 'weights-only-unsupported', file, { file, found: 'written by save_weights of Keras 3 or tf.keras' });
  const names = [...linksOf(root).keys()];
  return refuse(ReadError, 'h5-not-keras', file, {
    file,
    found:
      names.length === 0
        ? 'nothing'
        : names
            .slice(0, 8)
            .map((name) => `"${quoteForMessage(name, 40)}"`)
            .join(', '),
  });
}
