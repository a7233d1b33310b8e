import type { Tensor } from '../tensor/index.ts';
import type { Recorder, SignalSpec, StateSpec, WeightSpec } from './layer-kind.ts';

/** Weights of a wrapped layer under the name of its part: `forward/kernel`. */
export function prefixedWeights(part: string, weights: readonly WeightSpec[]): readonly WeightSpec[] {
  return weights.map((weight) => ({ ...weight, name: `${part}/${weight.name}` }));
}

/** Signals of a wrapped layer under the name of its part: `forward/h`. `words` names the part for people. */
export function prefixedSignals(part: string, words: string, signals: readonly SignalSpec[]): readonly SignalSpec[] {
  return signals.map((signal) => ({ ...signal, name: `${part}/${signal.name}`, meaning: `${signal.meaning}, ${words}` }));
}

/** The arrays of one part under the layer's own names: `forward/kernel` as `kernel`. */
export function partWeights(part: string, weights: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const prefix = `${part}/`;
  return new Map([...weights].flatMap(([name, tensor]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), tensor]] : [])));
}

/** States of a wrapped layer under the name of its part: `forward/h`. */
export function prefixedStates(part: string, states: readonly StateSpec[]): readonly StateSpec[] {
  return states.map((state) => ({ ...state, name: `${part}/${state.name}` }));
}

/** Passes the signals of a wrapped layer on under the name of its part. */
export function prefixedRecorder(part: string, recorder: Recorder): Recorder {
  return {
    chunk: (layer, signal, ...plane) => {
      recorder.chunk(layer, `${part}/${signal}`, ...plane);
    },
  };
}
