import { isRecurrent, isTimeMajor, layerKindOf } from '../layers/index.ts';
import type { Model } from './model.ts';
import { computable } from './settings.ts';

type Input = Model['inputs'][number];

/** Numbers that an input takes per timestep; −1 where the file leaves them open, null for token ids, which have none. */
export function featuresOf(input: Input): number | null {
  return isTokens(input) ? null : (input.shape.at(-1) ?? -1);
}

/** Timesteps that the file fixes for an input; null where it leaves them open, or the input has no time axis. */
export function timestepsOf(input: Input): number | null {
  const timesteps = input.shape.length > 1 || isTokens(input) ? (input.shape[0] ?? -1) : -1;
  return timesteps < 0 ? null : timesteps;
}

/** A sequence of token ids, (timesteps), as an Embedding reads it. */
export function isTokens({ dtype, shape }: Input): boolean {
  return dtype === 'integer' && shape.length === 1;
}

/**
 * True where inputs, and what layers return, lie (timesteps, samples, …): where the first recurrent layer that runs is `time_major`.
 * Source: tf-keras 2.21 `RNN.call`; Keras 3 has no such setting.
 */
export function readsTimeFirst(model: Model): boolean {
  for (const layer of model.layers) {
    const kind = layer.runs ? layerKindOf(layer.className) : null;
    if (kind !== null && isRecurrent(kind)) return isTimeMajor(computable(kind, layer, model.producer));
  }
  return false;
}
