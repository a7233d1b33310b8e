import type { Curve } from './curve.ts';

/** 1 / (1 + e^−z), written so that neither side overflows. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}

/** clip(steepness · z + 0.5, 0, 1). Keras changed the steepness from 0.2 to 1/6 with version 3. */
export function hardSigmoid(steepness: number): Curve {
  return {
    range: [0, 1],
    at: (z) => Math.min(1, Math.max(0, steepness * z + 0.5)),
    slope: (z) => (Math.abs(steepness * z) < 0.5 ? steepness : 0),
  };
}

/** Curves that stay between two bounds. Source: Keras 3.15 keras/src/activations/activations.py */
export const SQUASHING: Readonly<Record<string, Curve>> = {
  tanh: { range: [-1, 1], at: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  sigmoid: { range: [0, 1], at: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  softsign: { range: [-1, 1], at: (z) => z / (1 + Math.abs(z)), slope: (z) => 1 / (1 + Math.abs(z)) ** 2 },
  hard_tanh: { range: [-1, 1], at: (z) => Math.min(1, Math.max(-1, z)), slope: (z) => (Math.abs(z) < 1 ? 1 : 0) },
  sparse_sigmoid: hardSigmoid(0.5),
};
