import type { GateCalculation } from '../../core/session/index.ts';

/** How a formula writes an activation: σ for sigmoid, other names as Keras spells them, nothing for linear. */
export function activationSign(activation: string): string {
  if (activation === 'sigmoid') return 'σ';
  return activation === 'linear' ? '' : activation;
}

/** How a pre-activation is called: z, and Σ where a gate of that name stands beside it (GRU). */
export function sumSign(gates: readonly Pick<GateCalculation, 'letter'>[]): 'z' | 'Σ' {
  return gates.some(({ letter }) => letter === 'z') ? 'Σ' : 'z';
}

/** How the recurrent product is called: of r · h where the reset gate acts before it. */
export function recurrentName({ reset }: Pick<GateCalculation, 'reset'>): string {
  return reset === 'before' ? '(r·h)·U' : 'h·U';
}
