import { readBy } from '../read-by.ts';
import type { CallSpec, GraphSpec, LayerSpec } from './graph-spec.ts';

/** One use of a layer of a graph. */
export interface GraphUse {
  readonly layer: LayerSpec;
  readonly call: number;
}

interface Place extends GraphUse {
  readonly sources: Place[];
  depth: number;
}

/**
 * Uses of layers in the order in which Keras runs them, as far as the outputs need them. It goes by the depth, which is the longest way to an
 * output, and takes uses of one depth from the last output to the first. Only a stateful layer that is used more than once tells.
 * Source: Keras 3.15 keras/src/ops/function.py `map_graph`, `_run_through_graph`; tf-keras 2.21 engine/functional.py `_map_graph_network`
 */
export function kerasOrder(graph: GraphSpec): readonly GraphUse[] {
  const finished = inFinishingOrder(graph).reverse();
  const ofLayers = new Map<LayerSpec, number>();
  // In the order in which they are first met: as a use, or as what one reads.
  const met = new Set<Place>();
  for (const place of finished) {
    met.add(place);
    // All uses of a layer behind one another are as deep as the deepest before them.
    place.depth = Math.max(place.depth, ofLayers.get(place.layer) ?? 0);
    ofLayers.set(place.layer, place.depth);
    for (const source of place.sources) {
      met.add(source);
      source.depth = Math.max(source.depth, place.depth + 1);
    }
  }
  return [...met].sort((a, b) => b.depth - a.depth);
}

/** Depth first from the outputs, a use after all that it reads. What refers to nothing is left out: it is refused elsewhere. */
function inFinishingOrder(graph: GraphSpec): Place[] {
  const layers = new Map(graph.layers.map((layer) => [layer.name, layer]));
  const places = new Map<CallSpec, Place>();
  const placeOf = ({ layer: name, call }: { readonly layer: string; readonly call: number }): readonly Place[] => {
    const layer = layers.get(name);
    const spec = layer?.calls[call];
    if (layer === undefined || spec === undefined) return [];
    const place = places.get(spec) ?? { layer, call, sources: [], depth: 0 };
    places.set(spec, place);
    return [place];
  };
  const finished = new Set<Place>();
  const opened = new Set<Place>();
  // With a stack of our own: a file decides how long a chain is.
  const stack = graph.outputs.flatMap(placeOf).reverse();
  for (let place = stack.at(-1); place !== undefined; place = stack.at(-1)) {
    if (opened.has(place)) {
      finished.add(place);
      stack.pop();
      continue;
    }
    opened.add(place);
    const spec = place.layer.calls[place.call];
    if (spec) place.sources.push(...readBy(spec).flatMap(placeOf));
    stack.push(...place.sources.filter((source) => !opened.has(source)).reverse());
  }
  return [...finished];
}
