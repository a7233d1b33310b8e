import type { TensorRef } from '../model.ts';
import { readBy } from '../read-by.ts';
import { isBareOperation } from './bare-operations.ts';
import {
  type CallArgument,
  type CallSpec,
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
import { nodeOperation } from './tf-nodes.ts';
import { tfOperation } from './tf-operations.ts';

/**
 * A graph of named layers whose uses stand in `inbound_nodes`, in the Keras 1/2 or the Keras 3 form. Arguments that are no tensors are
 * kept under `config.arguments` where a layer has any (operations of functional models). @throws `config-invalid`
 */
export function functionalGraph(config: JsonObject, withInner: (layer: LayerSpec, entry: JsonObject) => LayerSpec): GraphSpec {
  const layers = listAt(config.layers, 'config.layers').map((value, index): LayerSpec => {
    const given = objectAt(value, `layers[${index}]`);
    const isBare = isBareOperation(given);
    const entry = isBare ? { ...given, module: 'keras.ops' } : given;
    const layer = layerEntry(entry, index);
    // A functional model refers to a layer by the name of its entry, which may differ from the one in its configuration.
    const name = typeof entry.name === 'string' ? entry.name : layer.name;
    const nodes = entry.inbound_nodes === undefined ? [] : listAt(entry.inbound_nodes, `${name}.inbound_nodes`);
    const parsed = nodes.map((node) => splitStates(layer.className, nodeOf(node, name)));
    const calls =
      parsed.length > 0
        ? parsed.map(({ inputs, states, mask }) => ({ inputs, states, ...(mask && { mask }) }))
        : [{ inputs: [], states: [] }];
    const isTraining = parsed.some((node) =>
      node.arguments.some((given) => given.name === 'training' && 'value' in given && given.value === true),
    );
    const spec = { ...withArguments(layer, parsed), name, calls, ...(isTraining && { isTraining }), ...(isBare && { isBare }) };
    return withInner(spec, entry);
  });
  const inputs = config.input_layers === undefined ? [] : endpoints(config.input_layers, 'input_layers');
  const outputs = endpoints(config.output_layers, 'output_layers');
  const isKeras3 = listAt(config.layers, 'config.layers').some(
    (entry) => isObject(entry) && Array.isArray(entry.inbound_nodes) && entry.inbound_nodes.some(isObject),
  );
  return withCountedUses({ layers, inputs: inputs.map((ref) => ref.layer), outputs }, isKeras3);
}

interface Node extends CallSpec {
  readonly arguments: readonly CallArgument[];
}

/** Arguments in the settings of a layer. Those of different uses have to be the same; a layer that reads them does not run otherwise. */
function withArguments<T extends Pick<LayerSpec, 'className' | 'config'>>(layer: T, nodes: readonly Node[]): T {
  const [given = [], ...others] = nodes.map((node) => node.arguments);
  const differing = others.some((other) => JSON.stringify(other) !== JSON.stringify(given));
  const all = differing ? [...given, { name: 'of another use', value: 'differs' }] : given;
  if (/^(?:TFOp|SlicingOp)Lambda$/.test(layer.className) && typeof layer.config.function === 'string') {
    const { className, config, arguments: rest } = tfOperation(layer.config.function, all);
    return { ...layer, className, config: { ...config, ...(rest.length > 0 && { arguments: rest }) } };
  }
  if (layer.className === 'TensorFlowOpLayer') {
    const { className, config, arguments: rest } = nodeOperation(layer.config);
    return { ...layer, className, config: { ...config, ...(rest.length > 0 && { arguments: rest }) } };
  }
  return all.length > 0 ? { ...layer, config: { ...layer.config, arguments: all } } : layer;
}

function nodeOf(node: unknown, layer: string): Node {
  return isObject(node) ? newNode(node, layer) : oldNode(listAt(node, `${layer}.inbound_nodes`), layer);
}

/** Keras 3: `{"args": […], "kwargs": {…}}`, tensors anywhere inside. */
function newNode(node: JsonObject, layer: string): Node {
  const args = listAt(node.args, `${layer}.inbound_nodes.args`);
  const kwargs = isObject(node.kwargs) ? node.kwargs : {};
  const inputs: TensorRef[] = [];
  const found: CallArgument[] = [];
  const named = Object.entries(kwargs).filter(([name]) => name !== 'initial_state' && name !== 'mask');
  for (const [name, value] of [...args.map((argument, index): [string, unknown] => [String(index), argument]), ...named]) {
    const tensors = kerasTensors(value);
    if (tensors.length === 0 && value !== null && value !== undefined) found.push({ name, value });
    if (tensors.length > 0 && !isOfTensors(value)) found.push({ name, value: 'tensors among other values' });
    if (tensors.length === 1 && isObject(value) && Object.hasOwn(kwargs, name)) found.push({ name, input: inputs.length });
    inputs.push(...tensors);
  }
  const [mask] = isObject(kwargs.mask) ? kerasTensors(kwargs.mask) : [];
  // Keras itself names no list of masks: somebody made them, and they are not followed.
  if (Array.isArray(kwargs.mask) && kerasTensors(kwargs.mask).length > 0) found.push({ name: 'mask', value: 'a list of tensors' });
  return { inputs, states: kerasTensors(kwargs.initial_state), ...(mask && { mask }), arguments: found };
}

/** True for a tensor and for a list of nothing but tensors. */
function isOfTensors(value: unknown): boolean {
  if (Array.isArray(value)) return (value as unknown[]).every(isOfTensors);
  return (
    isObject(value) &&
    (value.class_name === '__keras_tensor__' || (value.class_name === undefined && Object.values(value).every(isOfTensors)))
  );
}

/** Every `__keras_tensor__` in an argument, in order. The depth of the text was bounded when it was parsed. */
function kerasTensors(value: unknown): readonly TensorRef[] {
  if (Array.isArray(value)) return (value as unknown[]).flatMap(kerasTensors);
  if (!isObject(value)) return [];
  if (value.class_name !== '__keras_tensor__') return value.class_name === undefined ? Object.values(value).flatMap(kerasTensors) : [];
  const config = objectAt(value.config, '__keras_tensor__.config');
  return [reference(listAt(config.keras_history, 'keras_history'), 'keras_history')];
}

/** Keras 1 and 2: a list of `[layer, node_index, tensor_index, kwargs?]`; tf.keras ≥ 2.4 also one of them alone, for operations. */
function oldNode(tensors: readonly unknown[], layer: string): Node {
  const flat = (typeof tensors[0] === 'string' ? [tensors] : tensors.flatMap(nestedTensors)).map((value) =>
    listAt(value, `${layer}.inbound_nodes`),
  );
  const inputs: TensorRef[] = [];
  const states: TensorRef[] = [];
  let mask: TensorRef | undefined;
  const found: CallArgument[] = [];
  for (const [index, tensor] of flat.entries()) {
    if (tensor[0] === '_CONSTANT_VALUE') found.push({ name: String(index), value: tensor[2] });
    else inputs.push(reference(tensor, `${layer}.inbound_nodes`));
  }
  // Every tensor of a list has the same arguments beside it.
  const [kwargs] = flat.map((tensor) => tensor[3]);
  for (const [name, argument] of Object.entries(isObject(kwargs) ? kwargs : {})) {
    if (argument === null) continue;
    const given = oldTensors(argument);
    // tf.keras writes a mask only where the call named one.
    if (name === 'mask' && isTriple(argument)) [mask] = given;
    else if (name === 'initial_state') states.push(...given);
    else if (given.length === 0) found.push({ name, value: argument });
    else {
      found.push(isTriple(argument) ? { name, input: inputs.length } : { name, value: 'a list of tensors' });
      if (name !== 'mask') inputs.push(...given);
    }
  }
  return { inputs, states, ...(mask && { mask }), arguments: found };
}

/** True for a reference alone, not in a list. */
function isTriple(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'string';
}

/** A first argument that is a list or an object of tensors. */
function nestedTensors(value: unknown): readonly unknown[] {
  if (isObject(value)) return Object.values(value).flatMap(nestedTensors);
  if (Array.isArray(value) && value.length > 0 && Array.isArray(value[0])) return (value as unknown[]).flatMap(nestedTensors);
  return [value];
}

/** References inside an argument by name: `["other", 0, 0]` or a list of such. */
function oldTensors(value: unknown): readonly TensorRef[] {
  if (!Array.isArray(value)) return [];
  const [first, call, output] = value as unknown[];
  if (typeof first === 'string' && typeof call === 'number' && typeof output === 'number' && first !== '_CONSTANT_VALUE')
    return [reference(value as unknown[], 'inbound_nodes')];
  return (value as unknown[]).flatMap(oldTensors);
}

/** tf.keras appends the initial states of a recurrent layer to its inputs. Source: tf-keras `RNN.__call__`. */
function splitStates(className: string, node: Node): Node {
  if (node.states.length > 0 || node.inputs.length < 2 || !/LSTM|GRU|RNN$|^Bidirectional$/.test(className)) return node;
  return { ...node, inputs: node.inputs.slice(0, 1), states: node.inputs.slice(1) };
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

/** `input_layers`, `output_layers`: a list of triples, a single triple, or an object of triples, nested as the model returns them. */
function endpoints(value: unknown, where: string): readonly TensorRef[] {
  if (isObject(value)) return Object.values(value).flatMap((entry) => endpoints(entry, where));
  const list = listAt(value, where);
  if (list.length === 0) return [];
  return typeof list[0] === 'string' ? [reference(list, where)] : list.flatMap((entry) => endpoints(entry, where));
}

/**
 * Uses of a nested model counted from 0. In Keras 1 and 2 its own building is use 0, so the graph refers to 1, 2, … (unless the nested model
 * was built by its first use); Keras 3 counts from 0 in `inbound_nodes` and from 1 in `output_layers`, for Functional models only.
 * Source: Keras issues 19326, 19559; Keras 3.15 `keras/src/models/functional.py`, `Functional.get_config`.
 */
function withCountedUses(graph: GraphSpec, isKeras3: boolean): GraphSpec {
  const nested = graph.layers.filter((layer) => layer.inner !== undefined);
  if (nested.length === 0) return graph;
  const inside = graph.layers.flatMap((layer) => layer.calls.flatMap(readBy));
  const least = (name: string, refs: readonly TensorRef[]): number =>
    refs.reduce((least, ref) => (ref.layer === name ? Math.min(least, ref.call) : least), Infinity);
  const offsets = new Map(
    nested.map((layer): [string, { inside: number; outside: number }] => {
      if (!isKeras3) {
        const offset = least(layer.name, [...inside, ...graph.outputs]) >= 1 ? 1 : 0;
        return [layer.name, { inside: offset, outside: offset }];
      }
      const isCounted = layer.className !== 'Sequential' && least(layer.name, graph.outputs) >= 1;
      return [layer.name, { inside: 0, outside: isCounted ? 1 : 0 }];
    }),
  );
  const recount = (ref: TensorRef): TensorRef => ({ ...ref, call: ref.call - (offsets.get(ref.layer)?.inside ?? 0) });
  return {
    ...graph,
    layers: graph.layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map((call) => ({
        ...call,
        inputs: call.inputs.map(recount),
        states: call.states.map(recount),
        ...(call.mask && { mask: recount(call.mask) }),
      })),
    })),
    outputs: graph.outputs.map((ref) => ({ ...ref, call: ref.call - (offsets.get(ref.layer)?.outside ?? 0) })),
  };
}
