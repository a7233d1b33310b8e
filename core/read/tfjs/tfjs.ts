import { labErrorData, ReadError, refuse, type Warning } from '../../errors/index.ts';
import type { StoredTensor, Tensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { isJsonObject, type JsonObject } from '../json/index.ts';
import { decodeNumbers, dtypeOf } from '../numbers.ts';
import { quoteForMessage } from '../text.ts';
import type { Producer, WeightFile } from '../weight-file.ts';
import { type ArraySpec, type ManifestGroup, readManifest } from './manifest.ts';
import { checkLength, findShards, readJoined } from './shards.ts';

/** Keys of model.json that are read, or say nothing about the model. */
const KNOWN_KEYS: ReadonlySet<string> = new Set(['format', 'generatedBy', 'convertedBy', 'modelTopology', 'weightsManifest']);

/** Whether parsed JSON is the model.json of a TensorFlow.js model. */
export function isTfjs(value: unknown): boolean {
  return isJsonObject(value) && (Object.hasOwn(value, 'modelTopology') || Object.hasOwn(value, 'weightsManifest'));
}

/**
 * Opens a TensorFlow.js layers model: model.json (`source`) and its weights files among `others`, in any order. Written by tfjs itself
 * (`modelTopology` is the model) or by the converter (the model stands in `model_config`). An array may cross from one file to the next.
 * Source: tfjs-core src/io, tfjs-layers src/models.ts, tfjs-converter python/tensorflowjs.
 * @throws `tfjs-graph`, `tfjs-spec`, `tfjs-too-many`, `shard-missing`, `shard-length`, `not-tfjs`, `files-not-together`
 */
export function openTfjs(value: unknown, source: ByteSource, others: readonly ByteSource[]): WeightFile {
  const model = isJsonObject(value) ? value : {};
  const topology = isJsonObject(model.modelTopology) ? model.modelTopology : null;
  if (model.format === 'graph-model' || Array.isArray(topology?.node)) refuse(ReadError, 'tfjs-graph', source.name, { file: source.name });
  const manifest = readManifest(model.weightsManifest, source.name);
  const shards = findShards(manifest, others, source.name);
  manifest.forEach((group, index) => checkLength(group, shards.groups[index], source.name));
  const training = manifest.flatMap((group) => group.arrays.filter((array) => array.isTraining));
  return {
    format: 'tfjs',
    producer: producerOf(model, topology),
    savedAt: null,
    config: configOf(topology),
    groups: manifest.map((group, index) => ({ name: null, tensors: tensorsOf(group, shards.groups[index]) })),
    pairs: [],
    leftovers: [
      ...training.map((array) => quoteForMessage(array.name)),
      ...Object.keys(model)
        .filter((key) => !KNOWN_KEYS.has(key))
        .map((key) => quoteForMessage(key)),
      ...shards.unused,
    ],
    warnings: quantisedWarning(manifest, source.name),
  };
}

/** The model's configuration in both forms; null where only weights were written. */
export function configOf(topology: JsonObject | null): unknown {
  if (topology === null) return null;
  if (isJsonObject(topology.model_config)) return topology.model_config;
  return Object.hasOwn(topology, 'class_name') ? topology : null;
}

/**
 * `tfjs-layers 1.7.0` in a file that tfjs wrote, the version of Keras in a converted one. A file that names neither was written by hand
 * for tfjs, so its defaults hold.
 */
export function producerOf(model: JsonObject, topology: JsonObject | null): Producer {
  const stated = topology?.keras_version ?? model.generatedBy;
  const text = typeof stated === 'string' ? stated : '';
  const version = /\d[\w.+-]{0,40}/.exec(text)?.[0] ?? null;
  const isKeras = version !== null && !/tfjs|tensorflow\.?js/i.test(text);
  return isKeras ? { name: 'keras', version } : { name: 'tensorflow.js', version };
}

function tensorsOf(group: ManifestGroup, shards: readonly ByteSource[]): readonly StoredTensor[] {
  const source = shards[0]?.name ?? '';
  return group.arrays
    .filter((array) => !array.isTraining)
    .map((array) => ({
      path: array.name,
      shape: array.shape,
      dtype: array.scaling === null ? dtypeOf(array.element) : array.scaling.isWhole ? 'int32' : 'float32',
      source,
      load: () => loadArray(array, shards),
    }));
}

function loadArray(array: ArraySpec, shards: readonly ByteSource[]): Tensor {
  const stored = decodeNumbers(readJoined(shards, array.start, array.bytes), array.element, true, array.count);
  if (array.scaling === null) return { shape: array.shape, data: stored };
  const { scale, min, isWhole } = array.scaling;
  // value = number · scale + min, in float64, then rounded to the type of the array.
  const data = isWhole ? new Int32Array(array.count) : new Float32Array(array.count);
  for (let index = 0; index < data.length; index++) {
    const value = stored[index] * scale + min;
    data[index] = isWhole ? Math.round(value) : value;
  }
  return { shape: array.shape, data };
}

function quantisedWarning(manifest: readonly ManifestGroup[], file: string): readonly Warning[] {
  const quantised = manifest.flatMap((group) => group.arrays.filter((array) => array.isQuantised && !array.isTraining));
  if (quantised.length === 0) return [];
  const kinds = [...new Set(quantised.map((array) => array.element))].join(', ');
  return [labErrorData('tfjs-quantised', file, { count: quantised.length, dtype: kinds })];
}
