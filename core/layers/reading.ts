import type { Shape, Tensor } from '../tensor/index.ts';
import type { InnerLayer, LayerCall, LayerProgress, LayerResult, Mask, Settings } from './layer-kind.ts';

/** Settings of what reads the sequence: of the layer inside wrappers (both in a Bidirectional agree on them), or of the layer itself. */
function ofReader(settings: Settings): Settings {
  const inner = settings.layer as InnerLayer | undefined; // as: computable() made it
  return inner === undefined ? settings : ofReader(inner.settings);
}

/** True for a layer whose states outlive a call: the next one starts where it stopped. */
export function isStateful(settings: Settings): boolean {
  return ofReader(settings).stateful === true;
}

/** True for a layer of tf.keras that reads and returns (timesteps, samples, …). */
export function isTimeMajor(settings: Settings): boolean {
  return ofReader(settings).time_major === true;
}

/** First two axes exchanged: (timesteps, samples, …) as (samples, timesteps, …), and back. */
export function swapAxes<T extends Tensor | Mask>(tensor: T): T {
  const [first = 0, second = 0, ...rest] = tensor.shape;
  const width = tensor.data.length / Math.max(1, first * second);
  const data = tensor.data.slice();
  for (let a = 0; a < first; a++) {
    for (let b = 0; b < second; b++) {
      const from = (a * second + b) * width;
      data.set(tensor.data.subarray(from, from + width), (b * first + a) * width);
    }
  }
  return { ...tensor, shape: [second, first, ...rest] satisfies Shape, data };
}

/** Runs a layer of tf.keras that has timesteps on the first axis as one that has samples there. Source: tf-keras 2.21 `RNN.call`, `backend.rnn`. */
export function* batchMajor(
  call: LayerCall,
  run: (call: LayerCall) => Generator<LayerProgress, LayerResult, void>,
): Generator<LayerProgress, LayerResult, void> {
  const swapped = { inputs: call.inputs.map(swapAxes), masks: call.masks.map((mask) => mask && swapAxes(mask)) };
  const result = yield* run({ ...call, ...swapped });
  if (call.settings.return_sequences !== true) return result;
  const back = <T extends Tensor | Mask | null>(values: readonly T[]): T[] =>
    values.map((value, index) => (index === 0 && value ? swapAxes(value) : value));
  return { ...result, outputs: back(result.outputs), masks: back(result.masks) };
}
