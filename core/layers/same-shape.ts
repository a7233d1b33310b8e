import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';

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
  return { outputs: [call.inputs[0]], state: [] };
}
