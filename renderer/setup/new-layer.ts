import type { RequestBody } from '../../core/session/index.ts';

/** Activations that a new layer may be given, as Keras spells them. */
export const ACTIVATIONS = ['linear', 'tanh', 'sigmoid', 'relu', 'softmax', 'hard_sigmoid'] as const;

/** The form of a new LSTM; numbers as typed, null while a field is empty. */
export interface NewLayerForm {
  units: number | null;
  features: number | null;
  activation: string;
  recurrentActivation: string;
  useBias: boolean;
  returnSequences: boolean;
  seed: number | null;
}

/** Keras' own defaults, small enough to follow by hand. */
export const newLayerDefaults = (): NewLayerForm => ({
  units: 3,
  features: 2,
  activation: 'tanh',
  recurrentActivation: 'sigmoid',
  useBias: true,
  returnSequences: true,
  seed: 1,
});

/** The request that the form stands for; an empty field goes as 0, which the core refuses with its own words. */
export function newLayerRequest(form: NewLayerForm): RequestBody<'newLayer'> {
  return {
    className: 'LSTM',
    settings: {
      units: form.units ?? 0,
      activation: form.activation,
      recurrent_activation: form.recurrentActivation,
      use_bias: form.useBias,
      return_sequences: form.returnSequences,
    },
    features: form.features ?? 0,
    seed: form.seed ?? 0,
  };
}
