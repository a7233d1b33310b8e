import type { Shape, Tensor } from '../tensor/index.ts';
import type { CellCall, CellSignal, Settings, StateSpec, WeightSpec } from './layer-kind.ts';
import { inPrecision, type Numbers } from './numbers.ts';

/**
 * What every cell is made of, one column block of `units` for each gate: kernel (features, columns), recurrent_kernel (units, columns) and
 * bias (columns), or (2, columns) where both products have their own. A cell without gates has one block.
 */
export function cellWeights(
  settings: Settings,
  inputs: readonly Shape[],
  gates: readonly string[] | null,
  biasRows: 1 | 2 = 1,
): readonly WeightSpec[] {
  const units = settings.units as number; // as: validated by the model room
  const columns = (gates?.length ?? 1) * units;
  return [
    { name: 'kernel', shape: [inputs[0]?.at(-1) ?? -1, columns], gates },
    { name: 'recurrent_kernel', shape: [units, columns], gates },
    ...(settings.use_bias ? [{ name: 'bias', shape: biasRows === 1 ? [columns] : [biasRows, columns], gates }] : []),
  ];
}

/** States of a cell whose states are all as wide as the layer. */
export function cellStates(settings: Settings, names: readonly string[]): readonly StateSpec[] {
  return names.map((name) => ({ name, units: settings.units as number })); // as: validated by the model room
}

/** The arrays of `cellWeights` in the run's precision; `bias` is null without `use_bias`. */
export function cellArrays({ weights, precision }: CellCall): {
  readonly kernel: Numbers;
  readonly recurrentKernel: Numbers;
  readonly bias: Numbers | null;
} {
  const load = (name: string): Numbers => inPrecision(weights.get(name) as Tensor, precision); // as: the model room checked them
  return { kernel: load('kernel'), recurrentKernel: load('recurrent_kernel'), bias: weights.has('bias') ? load('bias') : null };
}

/** A gate that a cell leaves in `values` from `at`; it holds for the sample that was stepped last. */
export function gateSignal(name: string, units: number, values: Numbers, at: number): CellSignal {
  return { name, units, values, at, perSample: 0, isState: false };
}

/** A state of (samples, units). */
export function stateSignal(name: string, units: number, values: Numbers): CellSignal {
  return { name, units, values, at: 0, perSample: units, isState: true };
}
