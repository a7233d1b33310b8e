import type { HandCalculation, LayerCard } from '../../core/session/index.ts';

/** The timestep whose h and c flow into this one: the one before, or after it where the layer goes backwards; null at the initial state. */
export function previousStep(calculation: HandCalculation, layer: LayerCard | null, timesteps: number): number | null {
  const isBackwards = layer?.settings['go_backwards']?.value === true;
  const before = calculation.timestep + (isBackwards ? 1 : -1);
  return before < 0 || before >= timesteps ? null : before;
}
