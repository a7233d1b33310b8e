import type { Shape } from '../tensor/index.ts';
import type { Settings } from './layer-kind.ts';

/** What a cell returns at one timestep, without the samples axis: its output, then its `states` states, all (units). */
export function cellShapes(settings: Settings, states: number): readonly Shape[] {
  const units = settings.units as number; // as: validated by the model room
  return Array.from({ length: states + 1 }, () => [units]);
}

/**
 * What a recurrent layer returns: its cell's output, over all timesteps with `return_sequences`, then the states with `return_state`.
 * `cell`: output and states at one timestep. Source: Keras 3.15 `RNN.compute_output_shape`.
 */
export function sequenceShapes(settings: Settings, inputs: readonly Shape[], cell: readonly Shape[]): readonly Shape[] {
  const [output = [], ...states] = cell;
  const returned = settings.return_sequences ? [inputs[0]?.[0] ?? -1, ...output] : output;
  return settings.return_state ? [returned, ...states] : [returned];
}

/** Bounds of a hidden state that starts at 0 and moves towards values within `candidate` by a share within `gate`; null when unbounded. */
export function hiddenRange(
  gate: readonly [number, number] | null,
  candidate: readonly [number, number] | null,
): readonly [number, number] | null {
  return gate && gate[0] >= 0 && gate[1] <= 1 && candidate ? [Math.min(0, candidate[0]), Math.max(0, candidate[1])] : null;
}
