import { distance } from '../analysis/index.ts';
import { labErrorData } from '../errors/index.ts';
import { type Model, outputName } from '../model/index.ts';
import type { KnownPair } from '../read/index.ts';
import { runModel } from '../run/index.ts';
import { sizeOf, type Tensor } from '../tensor/index.ts';
import type { ModelCard } from './protocol.ts';

/** How far a model may be from the answers that its file carries: frugally-deep's own measure. Source: frugally-deep 0.20 `model.hpp`, verify. */
const PAIR_TOLERANCE = 1e-4;
/** Multiplications that running a pair may take, about half a second; larger pairs are left alone, so that opening stays quick. */
const PAIR_WORK_LIMIT = 100_000_000;

/** A model with what running its file's own test pairs gave: null where there are none, or it does not run as a whole. */
export function checkedByPairs(model: Model): { readonly model: Model; readonly pairs: ModelCard['pairs'] } {
  const small = model.pairs.filter((pair) => workOf(model, pair) <= PAIR_WORK_LIMIT);
  if (small.length === 0 || !model.outputs.every((ref) => model.named.get(ref.layer)?.calls[ref.call]?.runs === true))
    return { model, pairs: null };
  const pairs = { count: small.length, maxAbs: Math.max(...small.map((pair) => differenceOf(model, pair))) };
  if (pairs.maxAbs <= PAIR_TOLERANCE) return { model, pairs };
  const warning = labErrorData('pairs-differ', null, { pairs: pairs.count, maxAbs: pairs.maxAbs.toExponential(1) });
  return { model: { ...model, warnings: [...model.warnings, warning] }, pairs };
}

/** Every weight is multiplied once for each timestep of each sample. */
function workOf(model: Model, { inputs }: KnownPair): number {
  const rows = inputs.reduce((most, { shape }) => Math.max(most, sizeOf(shape.slice(0, -1))), 0);
  const weights = model.layers.flatMap((layer) => [...layer.weights.values()]).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return rows * weights;
}

/** Largest difference of a run from what the file says; Infinity where a shape or a number that is not finite differs. */
function differenceOf(model: Model, pair: KnownPair): number {
  const inputs = new Map(model.inputs.flatMap((input, index) => (pair.inputs[index] ? [[input.name, pair.inputs[index]] as const] : [])));
  const arrays = new Map<string, Tensor>();
  const run = runModel(
    { model, inputs, states: new Map(), precision: 'f32' },
    {
      begin: () => undefined,
      chunk: () => undefined,
      array: (name, tensor) => void arrays.set(name, tensor),
      mask: () => undefined,
      stopped: () => undefined,
    },
  );
  while (run.next('go').done !== true);
  const differences = model.outputs.map((ref, index) => {
    const got = arrays.get(outputName(model, ref))?.data;
    const expected = pair.outputs[index]?.data;
    if (expected === undefined || got?.length !== expected.length) return Infinity;
    let worst = 0;
    for (let at = 0; at < got.length; at++) worst = Math.max(worst, distance(expected[at] ?? NaN, got[at] ?? NaN));
    return worst;
  });
  return Math.max(...differences);
}
