import { ReadError, refuse } from '../../errors/index.ts';
import { type Shape, sizeOf, type StoredTensor, type Tensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { describeJson, isJsonObject, type JsonObject } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { KnownPair, Producer, WeightFile, WeightGroup } from '../weight-file.ts';
import { encodedFloats } from './base64-floats.ts';

/** Facts of the file that are neither arrays nor part of the model: the rank of what a TimeDistributed layer takes and gives, shapes. */
const NO_ARRAY = /^td_(?:input|output)_len$|_shapes?$/;
/** Versions before 0.10 wrote every shape with five axes, 1 where there is none. */
const PADDED_AXES = 5;

/** Whether parsed JSON is a frugally-deep model: a Keras architecture with its parameters beside it. */
export function isFrugallyDeep(value: unknown): boolean {
  return isJsonObject(value) && Object.hasOwn(value, 'architecture') && Object.hasOwn(value, 'trainable_params');
}

/**
 * Opens a model that frugally-deep converted from Keras: `to_json()`, parameters by layer in base64, and the answers of Keras to a test
 * input. Source: frugally-deep 0.20 keras_export/convert_model.py `model_to_fdeep_json`.
 * @throws `fdeep-invalid`, `fdeep-base64`
 */
export function openFrugallyDeep(value: unknown, source: ByteSource): WeightFile {
  const model = objectIn(value, source.name);
  const config = objectIn(model.architecture, `${source.name}, architecture`);
  const layers = Object.entries(objectIn(model.trainable_params, `${source.name}, trainable_params`));
  const tests = model.tests ?? [];
  return {
    format: 'frugally-deep',
    producer: producerOf(config),
    savedAt: null,
    config,
    groups: layers.map(([name, arrays]) => groupOf(name, arrays, source.name)),
    pairs: listIn(tests, `${source.name}, tests`).map((test, index) => pairOf(test, `${source.name}, tests[${index}]`)),
    leftovers: [],
    warnings: [],
  };
}

/** Keras 2 writes its version into `to_json()`; Keras 3 writes modules instead. */
function producerOf(config: JsonObject): Producer {
  if (typeof config.keras_version === 'string') return { name: 'keras', version: quoteForMessage(config.keras_version, 40) };
  return { name: 'keras', version: Object.hasOwn(config, 'module') ? '3.x' : null };
}

function groupOf(layer: string, value: unknown, source: string): WeightGroup {
  const arrays = objectIn(value, `${source}, trainable_params/${quoteForMessage(layer)}`);
  const tensors = Object.entries(arrays)
    .filter(([key]) => !NO_ARRAY.test(key))
    .flatMap(([key, stored]) => {
      // Attention over several heads keeps a list of arrays under one key, each a list of texts.
      const parts = Array.isArray(stored) && stored.some((part) => Array.isArray(part)) ? (stored as unknown[]) : null;
      if (parts === null) return [tensorOf(`${layer}/${key}`, stored, arrays[`${key}_shape`], source)];
      const shapes = Array.isArray(arrays.weight_shapes) ? (arrays.weight_shapes as unknown[]) : [];
      return parts.map((part, index) => tensorOf(`${layer}/${key}/${index}`, part, shapes[index], source));
    });
  return { name: layer, tensors };
}

/** One axis, unless the file says the shape and it fits: the configuration knows the shapes. */
function tensorOf(path: string, value: unknown, stated: unknown, source: string): StoredTensor {
  const numbers = encodedFloats(value, `${source}, trainable_params/${quoteForMessage(path)}`);
  const shape = shapeOf(stated);
  const fits = shape !== null && sizeOf(shape) === numbers.count ? shape : [numbers.count];
  return { path, shape: fits, dtype: 'float32', source, load: () => ({ shape: fits, data: numbers.decode() }) };
}

function pairOf(value: unknown, where: string): KnownPair {
  const pair = objectIn(value, where);
  const tensors = (key: string): readonly Tensor[] =>
    listIn(pair[key], `${where}.${key}`).map((tensor, index) => sampleOf(tensor, `${where}.${key}[${index}]`));
  return { inputs: tensors('inputs'), outputs: tensors('outputs') };
}

/** A tensor of one sample; the axis of samples is put before its shape. */
function sampleOf(value: unknown, where: string): Tensor {
  const tensor = objectIn(value, where);
  const shape = shapeOf(tensor.shape) ?? refuseFdeep(where, `the shape is ${describeJson(tensor.shape)}`);
  const numbers = encodedFloats(tensor.values, where);
  if (sizeOf(shape) !== numbers.count)
    refuseFdeep(where, `a tensor of shape [${shape.join(', ')}] has ${numbers.count} numbers where ${sizeOf(shape)} are expected`);
  const firstReal = shape.length === PADDED_AXES ? shape.findIndex((axis) => axis !== 1) : 0;
  return { shape: [1, ...shape.slice(firstReal < 0 ? PADDED_AXES - 1 : firstReal)], data: numbers.decode() };
}

/** A list of counts; null for anything else. */
function shapeOf(value: unknown): Shape | null {
  if (!Array.isArray(value) || value.length > 8) return null;
  return value.every((axis) => typeof axis === 'number' && Number.isInteger(axis) && axis >= 0) ? (value as Shape) : null; // as: just checked
}

function objectIn(value: unknown, where: string): JsonObject {
  return isJsonObject(value) ? value : refuseFdeep(where, `${describeJson(value)} stands where an object is expected`);
}

function listIn(value: unknown, where: string): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : refuseFdeep(where, `${describeJson(value)} stands where a list is expected`);
}

function refuseFdeep(where: string, reason: string): never {
  return refuse(ReadError, 'fdeep-invalid', where, { reason: quoteForMessage(reason, 200) });
}
