import type { Curve } from './curve.ts';
import { normalBelow, normalDensity } from './normal-distribution.ts';
import { hardSigmoid, sigmoid } from './squashing.ts';

/** ln(1 + e^z), written so that nothing overflows. */
function softplus(z: number): number {
  return Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
}

/** √(2/π) · (z + 0.044715 z³), whose tanh stands for the error function in the older gelu. */
function geluInner(z: number): number {
  return Math.sqrt(2 / Math.PI) * (z + 0.044715 * z ** 3);
}

const GATE = hardSigmoid(1 / 6);

/** Curves that bend about 0, open on one side at least. Source: Keras 3.15 keras/src/activations/activations.py */
export const SMOOTH: Readonly<Record<string, Curve>> = {
  exponential: { range: null, at: Math.exp, slope: Math.exp },
  softplus: { range: null, at: softplus, slope: sigmoid },
  log_sigmoid: { range: null, at: (z) => -softplus(-z), slope: (z) => sigmoid(-z) },
  silu: { range: null, at: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * sigmoid(-z)) },
  hard_silu: { range: null, at: (z) => z * GATE.at(z), slope: (z) => GATE.at(z) + z * GATE.slope(z) },
  mish: {
    range: null,
    at: (z) => z * Math.tanh(softplus(z)),
    slope: (z) => Math.tanh(softplus(z)) + z * sigmoid(z) * (1 - Math.tanh(softplus(z)) ** 2),
  },
  // The exact form: as an activation by name Keras never approximates. TensorFlow.js calls the approximation gelu_new.
  gelu: { range: null, at: (z) => z * normalBelow(z), slope: (z) => normalBelow(z) + z * normalDensity(z) },
  gelu_new: {
    range: null,
    at: (z) => 0.5 * z * (1 + Math.tanh(geluInner(z))),
    slope(z) {
      const t = Math.tanh(geluInner(z));
      return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * z * z);
    },
  },
  squareplus: {
    range: null,
    at: (z) => (z + Math.sqrt(z * z + 4)) / 2,
    slope: (z) => (1 + z / Math.sqrt(z * z + 4)) / 2,
  },
  sparse_plus: {
    range: null,
    at: (z) => (z <= -1 ? 0 : z < 1 ? (z + 1) ** 2 / 4 : z),
    slope: (z) => (z <= -1 ? 0 : z < 1 ? (z + 1) / 2 : 1),
  },
  soft_shrink: {
    range: null,
    at: (z) => (Math.abs(z) <= 0.5 ? 0 : z - 0.5 * Math.sign(z)),
    slope: (z) => (Math.abs(z) <= 0.5 ? 0 : 1),
  },
  hard_shrink: { range: null, at: (z) => (Math.abs(z) <= 0.5 ? 0 : z), slope: (z) => (Math.abs(z) <= 0.5 ? 0 : 1) },
  tanh_shrink: { range: null, at: (z) => z - Math.tanh(z), slope: (z) => Math.tanh(z) ** 2 },
};
