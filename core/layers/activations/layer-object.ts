import type { Curve } from './curve.ts';
import { elu, leakyRelu, relu, thresholdedRelu } from './rectifying.ts';

/** What a configuration names as an activation: a function by name, or a layer made into a curve. Null where it is neither. */
export type Named = { readonly name: string } | { readonly name: string; readonly curve: Curve } | null;

type Config = Readonly<Record<string, unknown>>;

/** Layers that Keras takes as activations, by their class; the name is what one would write in Python. */
const LAYERS: Readonly<Record<string, (config: Config) => Named>> = {
  LeakyReLU(config) {
    const slope = numberIn(config, 'negative_slope', 'alpha') ?? 0.3;
    return { name: `LeakyReLU(${slope})`, curve: leakyRelu(slope) };
  },
  ELU(config) {
    const alpha = numberIn(config, 'alpha') ?? 1;
    return { name: `ELU(${alpha})`, curve: elu(alpha) };
  },
  ThresholdedReLU(config) {
    const theta = numberIn(config, 'theta') ?? 1;
    return { name: `ThresholdedReLU(${theta})`, curve: thresholdedRelu(theta) };
  },
  ReLU(config) {
    const maxValue = numberIn(config, 'max_value');
    const negativeSlope = numberIn(config, 'negative_slope') ?? 0;
    const threshold = numberIn(config, 'threshold') ?? 0;
    const name = `ReLU(${maxValue ?? 'None'}, ${negativeSlope}, ${threshold})`;
    return { name, curve: relu({ negativeSlope, maxValue, threshold }) };
  },
  Softmax: ({ axis = -1 }) => (axis === -1 ? { name: 'softmax' } : null),
};

/**
 * `"relu"`, `{class_name: "LeakyReLU", config: {…}}`, `{class_name: "Activation", config: {activation: "relu"}}` or
 * `{class_name: "function", config: "relu"}`. A class name alone stands for the layer with its defaults.
 * Source: Keras 3.15 and tf-keras 2.21 `activations.serialize`.
 */
export function namedActivation(value: unknown): Named {
  if (value === null || value === undefined) return { name: 'linear' };
  if (typeof value === 'string') return Object.hasOwn(LAYERS, value) ? (LAYERS[value]?.({}) ?? null) : { name: value };
  if (!isConfig(value) || typeof value.class_name !== 'string') return null;
  const { class_name: className, config } = value;
  if (className === 'function') return typeof config === 'string' ? { name: config } : null;
  if (!isConfig(config)) return null;
  if (className === 'Activation') return typeof config.activation === 'string' ? namedActivation(config.activation) : null;
  return Object.hasOwn(LAYERS, className) ? (LAYERS[className]?.(config) ?? null) : null;
}

/** The first of these keys that holds a number, plain or as Keras 2.0 wrapped NumPy's: `{type: "ndarray", value: 0.3}`. */
function numberIn(config: Config, ...keys: readonly string[]): number | null {
  for (const key of keys) {
    const stored = config[key];
    const value = isConfig(stored) ? stored.value : stored;
    if (typeof value === 'number') return value;
  }
  return null;
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
