import type { Producer } from '../read/index.ts';
import type { SettingSpec } from './layer-kind.ts';

/** A yes/no setting with the same default in every version. */
export function flag(value: boolean, source: string): SettingSpec {
  return { values: 'flag', default: () => value, source };
}

/** A setting without which the layer cannot be built. */
export function required(values: SettingSpec['values'], source: string): SettingSpec {
  return { values, default: () => null, source, required: true };
}

/** An activation by name, with the same default in every version. */
export function activationSetting(name: string, source: string): SettingSpec {
  return { values: 'activation', default: () => name, source };
}

/** True for Keras 2.3 and later, tf.keras of TensorFlow 2 and Keras 3; false for Keras ≤ 2.2 and the tf.keras of TensorFlow 1 (`2.2.4-tf`). */
function defaultsToSigmoid({ version }: Producer): boolean {
  if (version === null) return true;
  const [major = 3, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > 2 || (major === 2 && minor >= 3);
}

/** Keras changed the default of LSTM and GRU from hard_sigmoid to sigmoid in 2.3. Source: keras-team/keras release 2.3.0. */
export const RECURRENT_ACTIVATION: SettingSpec = {
  values: 'activation',
  default: (producer) => (defaultsToSigmoid(producer) ? 'sigmoid' : 'hard_sigmoid'),
  source: 'Keras 2.3.0 release notes; Keras 3.15 keras/src/layers/rnn/lstm.py',
};

const RNN_SOURCE = 'Keras 3.15 keras/src/layers/rnn/rnn.py';

/** Arguments of every recurrent layer that change nothing at inference without a mask; kept so that they are shown. */
export const KERAS_RNN_EXTRAS: Readonly<Record<string, SettingSpec>> = {
  unroll: flag(false, RNN_SOURCE),
  time_major: flag(false, 'tf.keras 2.15 keras/src/layers/rnn/base_rnn.py; Keras 3 has no such argument'),
  zero_output_for_mask: flag(false, RNN_SOURCE),
  dropout: { values: 'number', default: () => 0, source: RNN_SOURCE },
  recurrent_dropout: { values: 'number', default: () => 0, source: RNN_SOURCE },
};
