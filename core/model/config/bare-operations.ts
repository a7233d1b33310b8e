import { layerKindOf } from '../../layers/index.ts';
import { isObject, type JsonObject } from './graph-spec.ts';

/**
 * True for an operation of a Keras 3 model that was saved as `.h5`: its entry lacks the `module` by which it is told from a layer of the same
 * name (`Add`, `Concatenate`, `Softmax`). The configuration of every layer has `trainable`, that of an operation never.
 * Source: Keras 3.15 keras/src/legacy/saving/serialization.py `serialize_keras_object`, keras/src/ops/operation.py, keras/src/layers/layer.py
 * `get_config`.
 */
export function isBareOperation({ class_name: stored, module, config, inbound_nodes: nodes }: JsonObject): boolean {
  if (module !== undefined || typeof stored !== 'string' || (isObject(config) && 'trainable' in config)) return false;
  const isKeras3 = Array.isArray(nodes) && nodes.length > 0 && nodes.every(isObject);
  return isKeras3 && layerKindOf(`ops.${stored}`) !== null;
}
