import type { LayerCall, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision, numbers } from './numbers.ts';
import { paced } from './pace.ts';
import { masked } from './same-shape.ts';

/** Numbers between two looks at the clock. */
export const NUMBERS_A_LOOK = 8192;

/** Computes y = at(x, k) for every number x of the first input, k counting them; the mask goes on. */
export function* eachNumber(call: LayerCall, at: (x: number, k: number) => number): Generator<LayerProgress, LayerResult, void> {
  const x = inPrecision(call.inputs[0], call.precision); // as: one input, checked by the model room
  const output = numbers(call.precision, x.length);
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) output[k] = at(x[k], k);
  });
  return masked(call, call.inputs[0].shape, output);
}
