import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { numeric } from './settings.ts';

/** Marks timesteps whose features all equal `mask_value` as padding and sets them to 0. */
export const MASKING: LayerKind = {
  ...SAME_SHAPE,
  className: 'Masking',
  settings: { mask_value: numeric(0, 'Keras 3.15 keras/src/layers/core/masking.py') },
  evaluate: evaluateMasking,
};

/**
 * mask = any feature ≠ mask_value; y = x where the mask is 1, else 0. Both sides are compared as float32, as Keras does: a padding of 0.1
 * stays padding in a run in float64, whether the sequence was stored in 32 bits or in 64.
 */
// eslint-disable-next-line require-yield -- one comparison a number
function* evaluateMasking(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const x = call.inputs[0]; // as: one input, checked by the model room
  const padding = Math.fround(call.settings.mask_value as number);
  const output = inPrecision(x, call.precision).slice();
  const features = x.shape.at(-1) ?? 0;
  const mask = new Uint8Array(features === 0 ? 0 : output.length / features);
  for (let row = 0; row < mask.length; row++) {
    const [from, to] = [row * features, (row + 1) * features];
    if (output.subarray(from, to).some((value) => Math.fround(value) !== padding)) mask[row] = 1;
    else output.fill(0, from, to);
  }
  return { outputs: [{ shape: x.shape, data: output }], masks: [{ shape: x.shape.slice(0, -1), data: mask }], state: [] };
}
