import type { SignalSpec, WeightSpec } from './layer-kind.ts';

/** Weights of a wrapped layer under the name of its part: `forward/kernel`. */
export function prefixedWeights(part: string, weights: readonly WeightSpec[]): readonly WeightSpec[] {
  return weights.map((weight) => ({ ...weight, name: `${part}/${weight.name}` }));
}

/** Signals of a wrapped layer under the name of its part: `forward/h`. `words` names the part for people. */
export function prefixedSignals(part: string, words: string, signals: readonly SignalSpec[]): readonly SignalSpec[] {
  return signals.map((signal) => ({ ...signal, name: `${part}/${signal.name}`, meaning: `${signal.meaning}, ${words}` }));
}
