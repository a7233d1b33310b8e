import { ReadError, refuse } from '../../errors/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { describeJson, isJsonObject, type JsonObject, nestedTensor, withoutKey } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { WeightFile, WeightGroup } from '../weight-file.ts';

/** Whether parsed JSON is a model in RTNeural's form: `in_shape`, and `layers` that say their `type`. */
export function isRtneural(value: unknown): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'in_shape') || !Array.isArray(value.layers)) return false;
  const first: unknown = value.layers[0];
  return first === undefined || (isJsonObject(first) && Object.hasOwn(first, 'type'));
}

/**
 * Opens a model that RTNeural's exporter wrote from Keras: per layer its type, activation, output shape and `get_weights()`.
 * Source: RTNeural python/model_utils.py `save_model_json`, RTNeural/model_loader.h `parseJson`.
 * @throws `rtneural-invalid`, `weights-ragged`, `weights-not-numbers`
 */
export function openRtneural(value: unknown, source: ByteSource): WeightFile {
  if (!isRtneural(value)) return refuseRtneural(source.name, 'it has no list "layers" with a "type" in each entry');
  const model = value as JsonObject & { readonly layers: readonly unknown[] }; // as: isRtneural checked it
  const layers = model.layers.map((layer, index) => layerObject(layer, `${source.name}, layers[${index}]`));
  if (layers.length === 0) refuseRtneural(`${source.name}, layers`, 'the list of layers is empty');
  return {
    format: 'rtneural',
    producer: { name: 'RTNeural', version: null },
    savedAt: null,
    config: { ...model, layers: layers.map((layer) => withoutKey(layer, 'weights')) },
    groups: layers.map((layer, index) => weightsOf(layer, index, source.name)),
    pairs: [],
    // Training programs add facts of their own: sample rate, author, error.
    leftovers: Object.keys(model)
      .filter((key) => key !== 'in_shape' && key !== 'layers')
      .map((key) => quoteForMessage(key)),
    warnings: [],
  };
}

function layerObject(layer: unknown, where: string): JsonObject {
  if (!isJsonObject(layer)) return refuseRtneural(where, `the layer is ${describeJson(layer)}`);
  if (typeof layer.type !== 'string') refuseRtneural(where, `its type is ${describeJson(layer.type)}`);
  return layer;
}

function weightsOf(layer: JsonObject, index: number, source: string): WeightGroup {
  const path = `layers[${index}].weights`;
  const weights = layer.weights ?? [];
  if (!Array.isArray(weights)) return refuseRtneural(`${source}, ${path}`, `the weights are ${describeJson(weights)}`);
  return { name: null, tensors: weights.map((array, number) => nestedTensor(array, `${path}[${number}]`, source)) };
}

function refuseRtneural(where: string, reason: string): never {
  return refuse(ReadError, 'rtneural-invalid', where, { reason: quoteForMessage(reason, 200) });
}
