import type { WeightFile } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type JsonObject, type LayerSpec, listAt, objectAt } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';
import { snakeCase } from './store-name.ts';
import { rtneuralLayer } from './rtneural-layer.ts';

/**
 * Layers of an RTNeural model: a chain, whose arrays stand in the order of `get_weights()`. Names are not stored; layers are named as
 * Keras names layers that got no name, in the order of the file: `lstm`, `dense`, `dense_1`.
 * @throws `config-invalid`
 */
export function adoptRtneural(file: WeightFile): Adopted {
  const config = objectAt(file.config, 'the model');
  const entries = listAt(config.layers, 'layers').map((entry, index) => objectAt(entry, `layers[${index}]`));
  const layers: LayerSpec[] = [inputLayer(config, file.groups[0]?.tensors ?? [])];
  const arrays = new Map<string, readonly StoredTensor[]>();
  const counts = new Map<string, number>();
  entries.forEach((entry, index) => {
    const tensors = file.groups[index]?.tensors ?? [];
    const { className, settings, inferred } = rtneuralLayer(entry, tensors);
    const base = snakeCase(className);
    const seen = counts.get(base) ?? 0;
    counts.set(base, seen + 1);
    const name = seen === 0 ? base : `${base}_${seen}`;
    const before = layers.at(-1)?.name ?? '';
    layers.push({
      name,
      className,
      config: { name, ...settings },
      inferred,
      calls: [{ inputs: [{ layer: before, call: 0, output: 0 }], states: [] }],
    });
    arrays.set(name, tensors);
  });
  const last = layers.at(-1)?.name ?? '';
  return { graph: { layers, outputs: [{ layer: last, call: 0, output: 0 }] }, arrays, unclaimed: [], questions: [], warnings: [] };
}

/**
 * `in_shape` is the shape of a batch, only its last axis, or holds 0 where an axis is free. The number of features is that of the first
 * kernel, if there is one: shapes are for people, arrays are what runs.
 */
function inputLayer(config: JsonObject, first: readonly StoredTensor[]): LayerSpec {
  const stated = Array.isArray(config.in_shape) ? (config.in_shape as unknown[]) : [config.in_shape];
  const axes = stated.slice(1).map((axis) => (typeof axis === 'number' && Number.isInteger(axis) && axis > 0 ? axis : null));
  const last = stated.at(-1);
  const kernel = first[0]?.shape ?? [];
  const features = kernel.length > 1 ? (kernel.at(-2) ?? null) : typeof last === 'number' && last > 0 ? last : null;
  const shape = axes.length > 1 || stated.length === 2 ? [null, ...axes.slice(0, -1), features] : [null, null, features];
  return { name: 'input_layer', className: 'InputLayer', config: { batch_shape: shape }, calls: [{ inputs: [], states: [] }] };
}
