import { refuse, RunError } from '../errors/index.ts';
import { layerKindOf, type StateSpec } from '../layers/index.ts';
import { computable, layerNamed, type Model } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** The states that a layer can start from, in Keras' order: `h` and `c` of an LSTM, `forward/h` of a Bidirectional. @throws `layer-unknown` */
export function statesOf(model: Model, layer: string): readonly StateSpec[] {
  const node = layerNamed(model, layer);
  const kind = node.supported ? layerKindOf(node.className) : null;
  return kind?.states?.(computable(kind, node, model.producer)) ?? [];
}

/**
 * The states of one layer, given by name, in the order of its kind; those that are not given are zeros. Null when none is given.
 * @throws `layer-unknown`, `state-unknown`
 */
export function startOf(model: Model, layer: string, given: ReadonlyMap<string, Tensor>): readonly Tensor[] | null {
  const specs = statesOf(model, layer);
  for (const state of given.keys()) {
    if (specs.some(({ name }) => name === state)) continue;
    refuse(RunError, 'state-unknown', layer, { layer, state, known: specs.map(({ name }) => name).join(', ') || 'none' });
  }
  const [first] = given.values();
  if (first === undefined) return null;
  const samples = first.shape[0] ?? 0;
  return specs.map(({ name, units }) => given.get(name) ?? { shape: [samples, units], data: new Float64Array(samples * units) });
}

/** Arrays named `LAYER/STATE` by layer, then by state. @throws `layer-unknown` */
export function statesByLayer(model: Model, arrays: ReadonlyMap<string, Tensor>): ReadonlyMap<string, ReadonlyMap<string, Tensor>> {
  const layers = new Map<string, Map<string, Tensor>>();
  // The longest name first: `rnn/0` may be a layer of a nested model, or a cell of the layer `rnn`.
  const names = model.layers.map(({ name }) => name).sort((a, b) => b.length - a.length);
  for (const [array, tensor] of arrays) {
    const layer = names.find((name) => array.startsWith(`${name}/`)) ?? layerNamed(model, array.replace(/\/[^/]*$/, '')).name;
    layers.set(layer, (layers.get(layer) ?? new Map<string, Tensor>()).set(array.slice(layer.length + 1), tensor));
  }
  return layers;
}

/** States that are carried on are of the samples of the sequence, one by one. @throws `carried-samples` */
export function requireSamples(carried: ReadonlyMap<string, readonly Tensor[]>, expected: number): void {
  for (const [layer, states] of carried)
    for (const { shape } of states)
      if (shape[0] !== expected) refuse(RunError, 'carried-samples', layer, { found: shape[0] ?? 0, expected });
}
