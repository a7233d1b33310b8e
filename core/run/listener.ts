import type { Mask, Recorder, SignalSpec } from '../layers/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** What the second of two axes means: `timesteps` of token ids or a mask, else features or units at the end of the sequence. */
export type ArrayAxes = 'timesteps' | 'features';

/** Who keeps what a run tells. Names are those of a trace: `lstm`, `lstm@1`, `lstm/output`, `input`, `output`. */
export interface RunListener extends Recorder {
  /** A recurrent layer begins: its signals over (samples, timesteps), and the states it starts from, (samples, units) each. */
  begin(layer: string, signals: readonly SignalSpec[], extent: readonly [number, number], initialState: readonly Tensor[] | null): void;
  /** A whole array: a model input, what a layer returned, a model output; or the mask that reached a recurrent layer, (samples, timesteps). */
  array(name: string, tensor: Tensor, axes?: ArrayAxes): void;
  /**
   * Which timesteps of an array count, (samples, timesteps): of what a layer returned or the model gives as Keras hands it on, of a model
   * input as the first layer sees it that reads the input and tells padding apart.
   */
  mask(name: string, mask: Mask): void;
  /** States at which the last use of a stateful layer stopped, in the order of its kind, (samples, units) each. */
  stopped(layer: string, states: readonly Tensor[]): void;
}
