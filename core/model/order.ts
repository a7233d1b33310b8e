import { ModelError, refuse } from '../errors/index.ts';
import type { GraphSpec, LayerSpec } from './config/graph-spec.ts';
import type { TensorRef } from './model.ts';
import { readBy } from './read-by.ts';

/** One use of a layer. */
export interface Use {
  readonly layer: LayerSpec;
  readonly call: number;
}

/**
 * Uses of layers in an order in which each comes after all that it reads; where that is free, Keras' own if the graph says so, else the
 * file's. A layer may read what an earlier use of itself returned. @throws `graph-cycle`, `graph-ref`, `name-duplicate`
 */
export function runningOrder(graph: GraphSpec): readonly Use[] {
  const byName = new Map<string, LayerSpec>();
  for (const layer of graph.layers) {
    if (byName.has(layer.name)) refuse(ModelError, 'name-duplicate', layer.name, { layer: layer.name });
    byName.set(layer.name, layer);
  }
  const ordered: Use[] = [];
  const state = new Map<LayerSpec, ('open' | 'placed' | undefined)[]>();
  const stateOf = ({ layer, call }: Use): 'open' | 'placed' | undefined => state.get(layer)?.[call];
  const mark = ({ layer, call }: Use, value: 'open' | 'placed'): void => {
    const calls = state.get(layer) ?? [];
    calls[call] = value;
    state.set(layer, calls);
  };
  // Depth first with a stack of our own: a file decides how long a chain is.
  for (const first of wishes(graph, byName)) {
    const stack: Use[] = [first];
    for (let use = stack.at(-1); use !== undefined; use = stack.at(-1)) {
      if (stateOf(use) === 'placed') {
        stack.pop();
        continue;
      }
      const sources = sourcesOf(use).map((ref) => useOf(byName, ref, use.layer.name));
      const waiting = sources.filter((source) => stateOf(source) !== 'placed');
      if (waiting.length === 0) {
        mark(use, 'placed');
        ordered.push(use);
        stack.pop();
        continue;
      }
      mark(use, 'open');
      const cycle = waiting.find((source) => stateOf(source) === 'open');
      if (cycle) refuse(ModelError, 'graph-cycle', cycle.layer.name, { layers: openNames(stack, cycle.layer) });
      stack.push(...waiting.reverse());
    }
  }
  return ordered;
}

/** All uses in the order in which they would run best. */
function wishes({ layers, order = [] }: GraphSpec, byName: ReadonlyMap<string, LayerSpec>): readonly Use[] {
  const first = order.flatMap(({ layer: name, call }) => {
    const layer = byName.get(name);
    return layer === undefined ? [] : [{ layer, call }];
  });
  return [...first, ...layers.flatMap((layer) => [...layer.calls.keys()].map((call) => ({ layer, call })))];
}

function sourcesOf({ layer, call }: Use): readonly TensorRef[] {
  const use = layer.calls[call];
  return use ? readBy(use) : [];
}

function useOf(byName: ReadonlyMap<string, LayerSpec>, ref: TensorRef, reader: string): Use {
  const layer = byName.get(ref.layer);
  if (layer === undefined) return refuse(ModelError, 'graph-ref', reader, { layer: ref.layer });
  if (layer.calls[ref.call] === undefined) return refuse(ModelError, 'graph-ref', reader, { layer: `${ref.layer}, use ${ref.call}` });
  return { layer, call: ref.call };
}

function openNames(stack: readonly Use[], from: LayerSpec): string {
  const start = stack.findIndex((use) => use.layer === from);
  const names = [...new Set(stack.slice(Math.max(0, start)).map((use) => use.layer.name))];
  return names.join(', ').slice(0, 200);
}
