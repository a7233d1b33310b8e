import type { HandCalculation } from '../../core/session/index.ts';

/** Value of a gate by its letter; 0 for a cell that has none of that letter. */
export function gateValue({ gates }: HandCalculation, letter: string): number {
  return gates.find((gate) => gate.letter === letter)?.value ?? 0;
}

/** A gate's line is as thick as the gate is open: 1 to 5. */
export function gateWidth(value: number): number {
  return 1 + 4 * Math.max(0, Math.min(1, Math.abs(value)));
}
