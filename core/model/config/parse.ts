import type { TensorRef } from '../model.ts';
import { functionalGraph } from './functional.ts';
import { type GraphSpec, invalidConfig, isObject, layerEntry, type LayerSpec, listAt, objectAt, textAt } from './graph-spec.ts';

/**
 * Reads the configuration of a whole model: `{class_name, config}` with Sequential, Functional or Model.
 * Source: FORMATS of Keras 2.2–3.15, `Sequential.get_config`, `Functional.get_config`. @throws `config-invalid`
 */
export function graphOf(config: unknown): GraphSpec {
  const model = objectAt(config, 'config');
  const className = textAt(model.class_name, 'config.class_name');
  if (className === 'Sequential') return sequentialGraph(model.config);
  if (className === 'Functional' || className === 'Model') return functionalGraph(objectAt(model.config, 'config.config'));
  return invalidConfig('config.class_name', `a model of class ${className} has no layer graph in its file`);
}

/** A chain. Before Keras 2.2.3 the configuration was the bare list of layers. */
function sequentialGraph(config: unknown): GraphSpec {
  const entries = Array.isArray(config) ? (config as unknown[]) : listAt(objectAt(config, 'config.config').layers, 'config.config.layers');
  const layers: LayerSpec[] = [];
  let previous: TensorRef | null = null;
  for (const [index, value] of entries.entries()) {
    const entry = objectAt(value, `config.config.layers[${index}]`);
    const layer = layerEntry(entry, index);
    if (previous === null && layer.className !== 'InputLayer') {
      const input = implicitInput(layer, config);
      layers.push(input);
      previous = { layer: input.name, call: 0, output: 0 };
    }
    layers.push({ ...layer, calls: [{ inputs: previous ? [previous] : [], states: [] }] });
    previous = { layer: layer.name, call: 0, output: 0 };
  }
  if (!previous) return invalidConfig('config.config.layers', 'the model has no layers');
  return { layers, outputs: [previous] };
}

/** The entry that older Keras leaves out: its shape stands in the first layer or beside the list. */
function implicitInput(first: Omit<LayerSpec, 'calls'>, config: unknown): LayerSpec {
  const beside = isObject(config) ? config.build_input_shape : undefined;
  const shape = first.config.batch_input_shape ?? first.config.batch_shape ?? beside;
  return {
    name: `${first.name}_input`,
    className: 'InputLayer',
    config: shape === undefined ? {} : { batch_shape: shape, dtype: first.config.dtype },
    calls: [{ inputs: [], states: [] }],
  };
}
