import type { TensorRef } from '../model.ts';
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

/** A graph of named layers whose uses stand in `inbound_nodes`, in the Keras 2 or the Keras 3 form. @throws `config-invalid` */
export function functionalGraph(config: JsonObject): GraphSpec {
  const layers = listAt(config.layers, 'config.layers').map((value, index): LayerSpec => {
    const entry = objectAt(value, `layers[${index}]`);
    const layer = layerEntry(entry, index);
    const nodes = entry.inbound_nodes === undefined ? [] : listAt(entry.inbound_nodes, `${layer.name}.inbound_nodes`);
    const calls = nodes.map((node) => splitStates(layer.className, nodeOf(node, layer.name)));
    return { ...layer, calls: calls.length > 0 ? calls : [{ inputs: [], states: [] }] };
  });
  return { layers, outputs: endpoints(config.output_layers, 'output_layers') };
}

interface Node {
  readonly inputs: readonly TensorRef[];
  readonly states: readonly TensorRef[];
}

function nodeOf(node: unknown, layer: string): Node {
  if (isObject(node)) {
    const args = listAt(node.args, `${layer}.inbound_nodes.args`);
    const kwargs = isObject(node.kwargs) ? node.kwargs : {};
    const given = args.length > 0 ? args : [kwargs.sequences ?? kwargs.inputs ?? []];
    // A second positional argument of a recurrent layer is its initial state.
    return { inputs: kerasTensors(given[0]), states: kerasTensors(kwargs.initial_state ?? given.slice(1)) };
  }
  const tensors = listAt(node, `${layer}.inbound_nodes`);
  const flat = typeof tensors[0] === 'string' ? [tensors] : tensors;
  const inputs = flat.map((tensor) => oldTensor(tensor, layer));
  const kwargs = flat.map((tensor) => (Array.isArray(tensor) && isObject(tensor[3]) ? tensor[3] : {}));
  const states = kwargs.flatMap((options) =>
    Array.isArray(options.initial_state) ? options.initial_state.map((tensor) => oldTensor(tensor, layer)) : [],
  );
  return { inputs, states };
}

/** tf.keras appends the initial states of a recurrent layer to its inputs. Source: tf-keras `RNN.__call__`. */
function splitStates(className: string, node: Node): Node {
  if (node.states.length > 0 || node.inputs.length < 2 || !/LSTM|GRU|RNN$/.test(className)) return node;
  return { inputs: node.inputs.slice(0, 1), states: node.inputs.slice(1) };
}

/** Keras 3: every `__keras_tensor__` in an argument, in order. */
function kerasTensors(value: unknown): readonly TensorRef[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap(kerasTensors);
  if (!isObject(value)) return [];
  if (value.class_name !== '__keras_tensor__') return [];
  const config = objectAt(value.config, '__keras_tensor__.config');
  return [reference(listAt(config.keras_history, 'keras_history'), 'keras_history')];
}

/** Keras 2: `[layer, node_index, tensor_index, kwargs?]`. */
function oldTensor(value: unknown, layer: string): TensorRef {
  return reference(listAt(value, `${layer}.inbound_nodes`), `${layer}.inbound_nodes`);
}

function reference(triple: readonly unknown[], where: string): TensorRef {
  const [layer, call, output] = triple;
  if (
    typeof call !== 'number' ||
    typeof output !== 'number' ||
    !Number.isInteger(call) ||
    !Number.isInteger(output) ||
    call < 0 ||
    output < 0
  ) {
    return invalidConfig(where, `${where} refers to ${JSON.stringify(triple).slice(0, 60)} where [layer, node, tensor] is expected`);
  }
  return { layer: textAt(layer, where), call, output };
}

/** `output_layers`: a list of triples, a single triple, or an object of triples. */
function endpoints(value: unknown, where: string): readonly TensorRef[] {
  if (isObject(value)) return Object.values(value).flatMap((entry) => endpoints(entry, where));
  const list = listAt(value, where);
  if (list.length === 0) return [];
  return typeof list[0] === 'string' ? [reference(list, where)] : list.flatMap((entry) => endpoints(entry, where));
}
