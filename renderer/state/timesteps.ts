import type { PartCard, RunCard, SequenceCard } from '../../core/session/index.ts';

/** Timesteps of what is selected: of the recurrence, else of the layer's output; those of the run where it has no time axis. */
export function timestepsOf(run: RunCard, layer: string, part: PartCard | null): number {
  const shapeOf = (array: string): readonly number[] => run.arrays.find(({ name }) => name === array)?.shape ?? [];
  const shape = part ? shapeOf(`${part.path}/h`) : shapeOf(`${layer}/output`);
  return shape.length > 2 ? shape[run.timeMajor && !part ? 0 : 1] : run.timesteps;
}

/** Timesteps of a sequence before it runs; 1 where it has no time axis, 0 without a sequence. */
export function enteredTimesteps(sequence: SequenceCard | null): number {
  return sequence === null ? 0 : (sequence.shape[sequence.axes.indexOf('timesteps')] ?? 1);
}

/** Samples of a sequence before it runs. */
export function enteredSamples(sequence: SequenceCard | null): number {
  return sequence?.shape[sequence.axes.indexOf('samples')] ?? 0;
}
