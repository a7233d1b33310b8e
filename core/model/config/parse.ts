import type { TensorRef } from '../model.ts';
import { ModelError, refuse } from '../../errors/index.ts';
import { functionalGraph } from './functional.ts';
import {
  type GraphSpec,
  invalidConfig,
  isObject,
  type JsonObject,
  layerEntry,
  type LayerSpec,
  listAt,
  objectAt,
  textAt,
} from './graph-spec.ts';

/** Most layers of a model, those of nested models included. */
const LAYERS_LIMIT = 10_000;
/** Models inside models inside models. */
const NESTING_LIMIT = 32;

/**
 * Reads the configuration of a whole model: `{class_name, config}` with Sequential, Functional or Model, nested models as `inner` graphs.
 * Source: `Sequential.get_config`, `Functional.get_config` of Keras 1.2 to 3.15. @throws `config-invalid`, `config-too-large`
 */
export function graphOf(config: unknown): GraphSpec {
  return modelGraph(objectAt(config, 'config'), 0, { layers: LAYERS_LIMIT });
}

/** True for an entry of `layers` that is a model of its own. */
export function isModelClass(className: string): boolean {
  return className === 'Sequential' || className === 'Functional' || className === 'Model';
}

function modelGraph(model: JsonObject, depth: number, budget: { layers: number }): GraphSpec {
  const className = textAt(model.class_name, 'config.class_name');
  if (depth > NESTING_LIMIT) refuse(ModelError, 'config-too-large', null, { what: 'models nested in one another', limit: NESTING_LIMIT });
  const withInner = (layer: LayerSpec, entry: JsonObject): LayerSpec => {
    budget.layers -= 1;
    if (budget.layers < 0) refuse(ModelError, 'config-too-large', layer.name, { what: 'layers', limit: LAYERS_LIMIT });
    return isModelClass(layer.className) ? { ...layer, inner: modelGraph(entry, depth + 1, budget) } : layer;
  };
  if (className === 'Sequential') return sequentialGraph(model.config, withInner);
  if (isModelClass(className) || isObject(model.config)) {
    const inside = objectAt(model.config, 'config.config');
    // A subclass of Model that kept Functional's get_config has the graph too.
    if (Array.isArray(inside.layers) && (isModelClass(className) || 'output_layers' in inside)) return functionalGraph(inside, withInner);
  }
  return invalidConfig('config.class_name', `a model of class ${className.slice(0, 80)} has no layer graph in its file`);
}

/** A chain. Before Keras 2.2.3 the configuration was the bare list of layers. */
function sequentialGraph(config: unknown, withInner: (layer: LayerSpec, entry: JsonObject) => LayerSpec): GraphSpec {
  const entries = Array.isArray(config) ? (config as unknown[]) : listAt(objectAt(config, 'config.config').layers, 'config.config.layers');
  const layers: LayerSpec[] = [];
  let previous: TensorRef | null = null;
  for (const [index, value] of entries.entries()) {
    const entry = objectAt(value, `config.config.layers[${index}]`);
    const layer = layerEntry(entry, index);
    if (previous === null && layer.className !== 'InputLayer') {
      const input = implicitInput(layer, entry, config);
      layers.push(input);
      previous = { layer: input.name, call: 0, output: 0 };
    }
    layers.push(withInner({ ...layer, calls: [{ inputs: previous ? [previous] : [], states: [] }] }, entry));
    previous = { layer: layer.name, call: 0, output: 0 };
  }
  const [first] = layers;
  if (!previous || !first) return invalidConfig('config.config.layers', 'the model has no layers');
  return { layers, inputs: [first.name], outputs: [previous] };
}

/** The entry that older Keras leaves out: its shape stands in the first layer, in the layer that it wraps, or beside the list. */
function implicitInput(first: Omit<LayerSpec, 'calls'>, entry: JsonObject, config: unknown): LayerSpec {
  const beside = isObject(config) ? config.build_input_shape : undefined;
  const shape = statedShape(first.config) ?? beside ?? innerInputShape(entry);
  return {
    name: `${first.name}_input`,
    className: 'InputLayer',
    config: shape === undefined ? {} : { batch_shape: shape, dtype: first.config.dtype },
    calls: [{ inputs: [], states: [] }],
  };
}

/** Keras 1 and 2 also accept the size alone: `input_dim` with or without `input_length`. */
function statedShape(config: JsonObject): unknown {
  const whole = config.batch_input_shape ?? config.batch_shape;
  if (whole !== undefined && whole !== null) return whole;
  if (isObject(config.layer) && isObject(config.layer.config)) return statedShape(config.layer.config);
  const length = typeof config.input_length === 'number' ? config.input_length : null;
  return typeof config.input_dim === 'number' && 'units' in config ? [null, length, config.input_dim] : undefined;
}

/** A Sequential that begins with a model takes that model's input. */
function innerInputShape(entry: JsonObject): unknown {
  const inner = isObject(entry.config) ? entry.config : null;
  const layers = inner !== null && Array.isArray(inner.layers) ? inner.layers : Array.isArray(entry.config) ? entry.config : [];
  const first: unknown = layers[0];
  return isObject(first) && isObject(first.config) ? statedShape(first.config) : undefined;
}
