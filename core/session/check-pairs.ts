import { labErrorData, type Warning } from '../errors/index.ts';
import { type Model, outputName } from '../model/index.ts';
import type { KnownPair } from '../read/index.ts';
import { runModel } from '../run/index.ts';
import { sizeOf, type Tensor } from '../tensor/index.ts';

/** How far a model may be from the answers that its file carries: frugally-deep's own measure. Source: frugally-deep 0.20 `model.hpp`, verify. */
const PAIR_TOLERANCE = 1e-4;
/** Numbers of a pair; larger ones are left alone, so that opening stays quick. */
const PAIR_NUMBERS_LIMIT = 1_000_000;

/** What running a file's own test pairs gave. */
export interface PairCheck {
  readonly pairs: number;
  readonly maxAbs: number;
}

/** Runs the pairs of inputs and outputs that a file carries; null when there are none, or the model does not run as a whole. */
export function checkPairs(model: Model): PairCheck | null {
  const small = model.pairs.filter((pair) =>
    [...pair.inputs, ...pair.outputs].every((tensor) => sizeOf(tensor.shape) <= PAIR_NUMBERS_LIMIT),
  );
  if (small.length === 0 || !model.outputs.every((ref) => model.named.get(ref.layer)?.calls[ref.call]?.runs === true)) return null;
  return { pairs: small.length, maxAbs: Math.max(...small.map((pair) => differenceOf(model, pair))) };
}

/** A warning when the pairs do not come out as the file says. */
export function pairWarning(check: PairCheck | null): Warning | null {
  if (check === null || check.maxAbs <= PAIR_TOLERANCE) return null;
  return labErrorData('pairs-differ', null, { pairs: check.pairs, maxAbs: check.maxAbs.toExponential(1) });
}

/** Largest difference of a run from what the file says; Infinity where a shape or a number that is not finite differs. */
function differenceOf(model: Model, pair: KnownPair): number {
  const inputs = new Map(model.inputs.flatMap((input, index) => (pair.inputs[index] ? [[input.name, pair.inputs[index]] as const] : [])));
  const arrays = new Map<string, Tensor>();
  const run = runModel(
    { model, inputs, states: new Map(), precision: 'f32' },
    { begin: () => undefined, chunk: () => undefined, array: (name, tensor) => void arrays.set(name, tensor) },
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

function distance(a: number, b: number): number {
  if (Number.isNaN(a) && Number.isNaN(b)) return 0;
  const difference = Math.abs(a - b);
  return Number.isNaN(difference) ? Infinity : difference;
}
