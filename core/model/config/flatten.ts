import { ModelError, refuse } from '../../errors/index.ts';
import { callName } from '../array-name.ts';
import type { EnclosingModel, TensorRef } from '../model.ts';
import { type CallSpec, type GraphSpec, invalidConfig, isObject, type JsonObject, type LayerSpec } from './graph-spec.ts';
import { kerasOrder } from './keras-order.ts';

/** Uses of all layers together: a model shared inside a shared model multiplies them. */
const USES_LIMIT = 100_000;
/** Nested models that hand an input straight on, one after the other. */
const HOPS_LIMIT = 1_000;

/** One use of a graph. `index` counts all uses of that graph; `inputs` are what enters, in terms of the parent. */
interface Scope {
  readonly graph: GraphSpec;
  readonly layers: ReadonlyMap<string, LayerSpec>;
  /** Stands before the names of its layers: `encoder/`. */
  readonly prefix: string;
  /** Stands before the names of its uses in a trace: `encoder@1/`. */
  readonly usePrefix: string;
  readonly index: number;
  readonly inputs: readonly TensorRef[];
  readonly parent: Scope | null;
  readonly within: readonly EnclosingModel[];
  readonly isTraining: boolean;
}

/**
 * The graph with nested models unfolded: their layers are named `encoder/lstm`, used once for each use of the model around them, and refer
 * straight to what they read. @throws `graph-ref`, `graph-cycle`, `config-too-large`
 */
export function flatten(graph: GraphSpec): GraphSpec {
  const budget = { uses: USES_LIMIT };
  const root: Scope = {
    graph,
    layers: byName(graph),
    prefix: '',
    usePrefix: '',
    index: 0,
    inputs: [],
    parent: null,
    within: [],
    isTraining: false,
  };
  const isFlat = graph.layers.every((layer) => layer.inner === undefined);
  const flat = isFlat
    ? graph
    : {
        layers: unfold(graph, [root], budget),
        ...(graph.inputs && { inputs: graph.inputs }),
        outputs: graph.outputs.map((ref) => resolve(root, ref, 0)),
      };
  return flat.layers.some(goesOn) ? { ...flat, order: usesOf(root) } : flat;
}

/** True for a layer whose next use starts from the states that the last one left. */
function goesOn({ config, calls }: LayerSpec): boolean {
  return calls.length > 1 && isStateful(config);
}

function isStateful(config: JsonObject): boolean {
  const { layer } = config;
  return config.stateful === true || (isObject(layer) && isObject(layer.config) && isStateful(layer.config));
}

/** Uses in the order in which Keras runs them; a nested model is one use, inside which its own layers have theirs. */
function usesOf(scope: Scope): readonly Pick<TensorRef, 'layer' | 'call'>[] {
  return kerasOrder(scope.graph).flatMap(({ layer, call }) => {
    if (layer.inner !== undefined) return usesOf(innerScope(scope, layer, layer.inner, call));
    return [{ layer: scope.prefix + layer.name, call: scope.index * layer.calls.length + call }];
  });
}

function unfold(graph: GraphSpec, scopes: readonly Scope[], budget: { uses: number }): readonly LayerSpec[] {
  return graph.layers.flatMap((layer): readonly LayerSpec[] => {
    const [scope] = scopes;
    if (scope === undefined || (layer.className === 'InputLayer' && scope.parent !== null)) return [];
    budget.uses -= scopes.length * layer.calls.length;
    if (budget.uses < 0) refuse(ModelError, 'config-too-large', layer.name, { what: 'uses of layers', limit: USES_LIMIT });
    const name = scope.prefix + layer.name;
    if (layer.inner !== undefined) {
      const { inner } = layer;
      return unfold(
        inner,
        scopes.flatMap((around) => layer.calls.map((_, call) => innerScope(around, layer, inner, call))),
        budget,
      );
    }
    const calls = scopes.flatMap((around) =>
      layer.calls.map((call, index): CallSpec => {
        const inputs = call.inputs.map((ref) => resolve(around, ref, 0));
        const states = call.states.map((ref) => resolve(around, ref, 0));
        const mask = call.mask && resolve(around, call.mask, 0);
        return { inputs, states, ...(mask && { mask }), name: around.usePrefix + callName(layer.name, index) };
      }),
    );
    const isTraining = layer.isTraining === true || scopes.some((around) => around.isTraining);
    return [{ ...layer, name, calls, isTraining, ...(scope.within.length > 0 && { within: scope.within }) }];
  });
}

function innerScope(around: Scope, layer: LayerSpec, inner: GraphSpec, call: number): Scope {
  return {
    graph: inner,
    layers: byName(inner),
    prefix: `${around.prefix}${layer.name}/`,
    usePrefix: `${around.usePrefix}${callName(layer.name, call)}/`,
    index: around.index * layer.calls.length + call,
    inputs: layer.calls[call]?.inputs ?? [],
    parent: around,
    isTraining: around.isTraining || layer.isTraining === true,
    within: [...around.within, { name: around.prefix + layer.name, className: layer.className }],
  };
}

/** What a reference inside a scope means in the unfolded graph. */
function resolve(scope: Scope, ref: TensorRef, hops: number): TensorRef {
  if (hops > HOPS_LIMIT) refuse(ModelError, 'graph-cycle', ref.layer, { layers: ref.layer });
  const layer = scope.layers.get(ref.layer);
  if (layer === undefined) return refuse(ModelError, 'graph-ref', scope.prefix + ref.layer, { layer: scope.prefix + ref.layer });
  if (layer.className === 'InputLayer' && scope.parent !== null) {
    const given = scope.inputs[inputNames(scope.graph).indexOf(layer.name)];
    if (given === undefined)
      return invalidConfig(
        `${scope.prefix}${layer.name}`,
        `the model "${scope.prefix.slice(0, -1)}" is used without its input "${layer.name}"`,
      );
    return resolve(scope.parent, given, hops + 1);
  }
  if (layer.inner !== undefined) {
    const output = layer.inner.outputs[ref.output];
    if (output === undefined || ref.call >= layer.calls.length || ref.call < 0)
      return refuse(ModelError, 'graph-ref', scope.prefix + ref.layer, {
        layer: `${scope.prefix}${ref.layer}, use ${ref.call}, output ${ref.output}`,
      });
    return resolve(innerScope(scope, layer, layer.inner, ref.call), output, hops + 1);
  }
  return { layer: scope.prefix + layer.name, call: scope.index * layer.calls.length + ref.call, output: ref.output };
}

/** Names of the layers where the inputs of a graph enter, in order. */
export function inputNames(graph: GraphSpec): readonly string[] {
  const listed = graph.inputs ?? [];
  return listed.length > 0 ? listed : graph.layers.filter((layer) => layer.className === 'InputLayer').map((layer) => layer.name);
}

function byName(graph: GraphSpec): ReadonlyMap<string, LayerSpec> {
  const names = new Map<string, LayerSpec>();
  for (const layer of graph.layers) {
    if (names.has(layer.name)) refuse(ModelError, 'name-duplicate', layer.name, { layer: layer.name });
    names.set(layer.name, layer);
  }
  return names;
}
