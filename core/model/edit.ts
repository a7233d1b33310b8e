import { ModelError, refuse } from '../errors/index.ts';
import { formatShape, sameShape, storedTensor, type Tensor } from '../tensor/index.ts';
import type { LayerNode, Model, Setting } from './model.ts';
import type { InnerSettings } from './settings.ts';

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
  return withLayer(model, { ...layer, weights });
}

/** A new model in which the layer of that name is this one; all else is shared. */
export function withLayer(model: Model, layer: LayerNode): Model {
  return {
    ...model,
    layers: model.layers.map((node) => (node.name === layer.name ? layer : node)),
    named: new Map(model.named).set(layer.name, layer),
  };
}

/**
 * A layer in which one setting has another value. A path of more than one key leads into wrapped layers: `['layer', 'activation']` of a
 * Bidirectional, `['cell', 'cells', '0', 'units']` of stacked cells. The value is taken as it is: it has to leave shapes as they are.
 */
export function withSetting(layer: LayerNode, path: readonly string[], value: unknown): LayerNode {
  return { ...layer, settings: changed(layer.settings, path, value) };
}

type LayerSettings = Readonly<Record<string, Setting>>;

function changed(settings: LayerSettings, [key = '', ...rest]: readonly string[], value: unknown): LayerSettings {
  const before = settings[key];
  if (rest.length === 0) return { ...settings, [key]: { value, from: 'user', note: null } };
  if (before === undefined) return settings;
  const into = (inner: InnerSettings, path: readonly string[]): InnerSettings => ({
    ...inner,
    settings: changed(inner.settings, path, value),
  });
  if (!Array.isArray(before.value)) return { ...settings, [key]: { ...before, value: into(before.value as InnerSettings, rest) } };
  const [place, ...inner] = rest;
  const parts = (before.value as InnerSettings[]).map((part, index) => (String(index) === place ? into(part, inner) : part));
  return { ...settings, [key]: { ...before, value: parts } };
}
