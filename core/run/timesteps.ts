import { LabError, refuse, RunError } from '../errors/index.ts';
import { featuresOf, type Model, timestepsOf } from '../model/index.ts';
import type { Tensor } from '../tensor/index.ts';

/** What layers refuse that are made for one number of timesteps: a Dense behind a Flatten, a Reshape, a PReLU along the time. */
const OF_LENGTH: ReadonlySet<string> = new Set(['features-mismatch', 'weight-fit', 'reshape-size']);

/**
 * Says of a layer's refusal that the length of the sequence is its cause, where an input has another number of timesteps than the file
 * fixes and everything else of it fits. Most layers take any number, so that nothing is refused before.
 * @throws `timesteps-mismatch`, or the refusal as it is
 */
export function refuseLength(model: Model, inputs: ReadonlyMap<string, Tensor>, error: unknown): never {
  if (error instanceof LabError && OF_LENGTH.has(error.code) && error.where !== null && !inputs.has(error.where)) {
    for (const input of model.inputs) {
      const expected = timestepsOf(input);
      const found = inputs.get(input.name)?.shape[1] ?? expected;
      if (expected === null || found === null || found === expected || featuresOf(input) === -1) continue;
      refuse(RunError, 'timesteps-mismatch', error.where, { found, expected, layer: error.where }, error);
    }
  }
  throw error;
}
