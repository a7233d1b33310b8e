import type { Shape } from '../tensor/index.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import type { Numbers } from './numbers.ts';

/** What layers share that have no weights and keep the shape. */
export const SAME_SHAPE = {
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  weights: () => [],
  outputShapes: (_settings, inputs) => [inputs[0] ?? []],
  signals: () => [],
} as const satisfies Partial<LayerKind>;

/** Returns the first input as it is. */
// eslint-disable-next-line require-yield -- one copy of a reference: nothing to interrupt
export function* identity(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  return { outputs: [call.inputs[0]], masks: [call.masks[0] ?? null], state: [] };
}

/** One output; the mask of the first input goes on with it, as in Keras where `supports_masking` is true. */
export function masked(call: LayerCall, shape: Shape, data: Numbers): LayerResult {
  return { outputs: [{ shape, data }], masks: [call.masks[0] ?? null], state: [] };
}

/** One output, at which a mask ends. */
export function unmasked(shape: Shape, data: Numbers): LayerResult {
  return { outputs: [{ shape, data }], masks: [null], state: [] };
}
