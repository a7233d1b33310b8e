import { ModelError, refuse } from '../errors/index.ts';
import { formatShape, sameShape, storedTensor, type Tensor } from '../tensor/index.ts';
import type { LayerNode, Model } from './model.ts';

/** The layer of that name. @throws `layer-unknown` */
export function layerNamed(model: Model, name: string): LayerNode {
  return (
    model.named.get(name) ??
    refuse(ModelError, 'layer-unknown', null, { layer: name, known: model.layers.map((candidate) => candidate.name).join(', ') })
  );
}

/** `StoredTensor.source` of an array that was typed or pasted. */
export const TYPED_SOURCE = 'typed in';

/** A new model in which one array has other values; all else is shared. @throws `layer-unknown`, `weight-unknown`, `shape-mismatch` */
export function withWeight(model: Model, layerName: string, weight: string, values: Tensor): Model {
  const layer = layerNamed(model, layerName);
  const before = layer.weights.get(weight);
  if (!before)
    return refuse(ModelError, 'weight-unknown', layerName, { layer: layerName, weight, known: [...layer.weights.keys()].join(', ') });
  if (!sameShape(before.shape, values.shape)) {
    refuse(ModelError, 'shape-mismatch', `${layerName}/${weight}`, {
      layer: layerName,
      weight,
      found: formatShape(values.shape),
      expected: formatShape(before.shape),
    });
  }
  const weights = new Map(layer.weights).set(weight, storedTensor(`${layerName}/${weight}`, TYPED_SOURCE, values));
  const edited = { ...layer, weights };
  return {
    ...model,
    layers: model.layers.map((node) => (node === layer ? edited : node)),
    named: new Map(model.named).set(layerName, edited),
  };
}
