import { sizeOf } from '../tensor/index.ts';
import { placesIn, squashed } from './places.ts';
import type { LayerCall } from './layer-kind.ts';

/** Which elements of a tensor belong together: those of a sample that differ only along some axes. */
export interface Groups {
  readonly count: number;
  /** Elements of one group. */
  readonly size: number;
  /** The group of element k. */
  at(k: number): number;
}

/** The groups of the first input over these axes, counted without the samples. */
export function groupsOver(call: LayerCall, axes: readonly number[]): Groups {
  const [samples = 0, ...sample] = call.inputs[0].shape; // as: one input, checked by the model room
  const shape = squashed(sample, axes);
  const within = placesIn(sample, shape);
  const perSample = sizeOf(shape);
  return {
    count: samples * perSample,
    size: sizeOf(sample) / perSample,
    at: (k) => Math.floor(k / within.length) * perSample + within[k % within.length],
  };
}
