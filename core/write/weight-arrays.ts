import { type Model, TYPED_SOURCE } from '../model/index.ts';
import { type StoredTensor, storedTensor, type Tensor } from '../tensor/index.ts';

/**
 * Every array of a model by the name `LAYER/WEIGHT`, in the order of Keras' `get_weights()`: layers as the configuration lists them, those of
 * nested models in the model's place, each with its arrays in Keras' order. float64 stays, every other float is float32.
 * Source: Keras 3.15 keras/src/layers/layer.py, `Layer.weights`.
 */
export function* weightArrays(model: Model): Generator<readonly [name: string, tensor: Tensor]> {
  const saved = savedForm(model);
  for (const { name, stored } of namedWeights(model)) yield [name, saved(stored).load()];
}

/** An array of a model and the name under which it is saved. */
export interface NamedWeight {
  readonly name: string;
  readonly layer: string;
  readonly stored: StoredTensor;
}

/** Every array by the name that `weightArrays` gives it, its numbers not read. */
export function* namedWeights(model: Model): Generator<NamedWeight> {
  const taken = new Set<string>();
  for (const layer of model.layers) {
    for (const [weight, stored] of layer.weights) {
      const name = memberName(`${layer.name}/${weight}`);
      let unique = name;
      for (let count = 2; taken.has(unique); count++) unique = `${name}_${count}`;
      taken.add(unique);
      yield { name: unique, layer: layer.name, stored };
    }
  }
}

/**
 * How an array is saved. Typed numbers have no element type of their own: they take float32, as `set_weights` would, unless the arrays of the
 * model's file are float64.
 */
export function savedForm(model: Model): (stored: StoredTensor) => StoredTensor {
  const stored = model.layers.flatMap((layer) => [...layer.weights.values()]);
  const isDouble = stored.some(({ source, dtype }) => source !== TYPED_SOURCE && dtype === 'float64');
  return (tensor) => {
    if (tensor.source !== TYPED_SOURCE || tensor.dtype !== 'float64' || isDouble) return tensor;
    const { shape, data } = tensor.load();
    return storedTensor(tensor.path, tensor.source, { shape, data: Float32Array.from(data) });
  };
}

const LONGEST_NAME = 1000;

/** A name that can stand in an archive: no part of it leads out of a folder, steers a terminal or means something to a system or language. */
export function memberName(name: string): string {
  const parts = name
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\\:*?"<>|]/g, '_')
    .split('/')
    .map((part) => (/^\.{0,2}$/.test(part) || part === '__proto__' ? '_' : part));
  return parts.join('/').slice(-LONGEST_NAME);
}
