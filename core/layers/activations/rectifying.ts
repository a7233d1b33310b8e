import type { Curve } from './curve.ts';

interface ReluSettings {
  readonly negativeSlope: number;
  readonly maxValue: number | null;
  readonly threshold: number;
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** z above `threshold`, cut at `maxValue`; negativeSlope · (z − threshold) below. Source: Keras 3.15 `ReLU.static_call`. */
export function relu({ negativeSlope, maxValue, threshold }: ReluSettings): Curve {
  const bounded = (z: number): number => (maxValue === null ? z : Math.min(maxValue, Math.max(0, z)));
  return {
    range: maxValue !== null && negativeSlope === 0 ? [0, maxValue] : null,
    at: (z) => (z <= threshold ? negativeSlope * (z - threshold) || 0 : bounded(z)),
    slope: (z) => (z <= threshold ? negativeSlope : bounded(z) === z ? 1 : 0),
  };
}

/** z above 0, negativeSlope · z below. */
export function leakyRelu(negativeSlope: number): Curve {
  return relu({ negativeSlope, maxValue: null, threshold: 0 });
}

/** z above 0, alpha · (e^z − 1) below. */
export function elu(alpha: number): Curve {
  return { range: null, at: (z) => (z > 0 ? z : alpha * Math.expm1(z)), slope: (z) => (z > 0 ? 1 : alpha * Math.exp(z)) };
}

/** z above theta, else 0. Source: Keras 2.3.1 `ThresholdedReLU`. */
export function thresholdedRelu(theta: number): Curve {
  return { range: null, at: (z) => (z <= theta ? 0 : z), slope: (z) => (z <= theta ? 0 : 1) };
}

/** Curves that let positive numbers through. Source: Keras 3.15 keras/src/activations/activations.py */
export const RECTIFYING: Readonly<Record<string, Curve>> = {
  linear: { range: null, at: (z) => z, slope: () => 1 },
  relu: relu({ negativeSlope: 0, maxValue: null, threshold: 0 }),
  relu6: relu({ negativeSlope: 0, maxValue: 6, threshold: 0 }),
  // The function has a slope of 0.2 in tf.keras and Keras 3, the layer LeakyReLU one of 0.3.
  leaky_relu: leakyRelu(0.2),
  elu: elu(1),
  celu: elu(1),
  selu: {
    range: null,
    at: (z) => SELU_SCALE * (z > 0 ? z : SELU_ALPHA * Math.expm1(z)),
    slope: (z) => SELU_SCALE * (z > 0 ? 1 : SELU_ALPHA * Math.exp(z)),
  },
};
