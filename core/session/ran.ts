import { inPrecision } from '../layers/index.ts';
import { type Answers, inputName, type Model } from '../model/index.ts';
import type { ByteSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { Trace } from '../trace/index.ts';
import type { CheckResult } from './check.ts';
import type { ModelCard } from './protocol.ts';
import { statesOf } from './states.ts';

/** A finished run with all that it was made of, so that what is said of it later is not said of something typed since. */
export interface Ran {
  readonly trace: Trace;
  readonly model: Model;
  readonly about: Pick<ModelCard, 'title' | 'edited'>;
  readonly answers: Answers;
  /** The files of the model. */
  readonly sources: readonly ByteSource[];
  /** Timesteps of each sample, for inputs whose samples ran to their own length. */
  readonly lengths: ReadonlyMap<string, Int32Array>;
  /** Initial states that were given, by layer, in the order of its kind. */
  readonly states: ReadonlyMap<string, readonly Tensor[]>;
  /** Outputs of layers that cannot run, by array. */
  readonly brought: ReadonlyMap<string, Tensor>;
  /** The last comparison with reference arrays; null without one. */
  readonly check: Checked | null;
}

/** A comparison and what it was made with, by the names that the references have. */
export interface Checked {
  readonly result: CheckResult;
  readonly expected: ReadonlyMap<string, Tensor>;
}

type NamedTensor = readonly [name: string, tensor: Tensor];

/** The sequences as they ran, by their names in the trace: `input`, or `input/NAME`. */
export function enteredInputs({ model, trace }: Ran): readonly NamedTensor[] {
  return model.inputs.flatMap(({ name }): NamedTensor[] => {
    const array = inputName(model, name);
    const shape = trace.arrays.get(array);
    return shape ? [[array, { shape, data: trace.whole(array) }]] : [];
  });
}

/** The initial states that were given, as they ran, by layer: `state/lstm/h`, in the order of the layer's kind. */
export function enteredStates({ model, trace, states }: Ran): ReadonlyMap<string, readonly NamedTensor[]> {
  return new Map(
    [...states].flatMap(([name, tensors]): [string, readonly NamedTensor[]][] => {
      const layer = model.named.get(name);
      if (!layer?.runs) return [];
      const specs = statesOf(model, name);
      return [
        [
          name,
          tensors.map((tensor, index) => [
            `state/${name}/${specs[index]?.name ?? index}`,
            { shape: tensor.shape, data: inPrecision(tensor, trace.summary.precision) },
          ]),
        ],
      ];
    }),
  );
}

/** The outputs that were brought, as they ran: `brought/conv/output`. */
export function enteredOutputs({ trace, brought }: Ran): readonly NamedTensor[] {
  return [...brought].map(([array, tensor]) => [
    `brought/${array}`,
    { shape: tensor.shape, data: inPrecision(tensor, trace.summary.precision) },
  ]);
}
