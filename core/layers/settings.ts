import { versionDefault, versionSource } from './defaults.ts';
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

/** A number with the same default in every version. */
export function numeric(value: number, source: string): SettingSpec {
  return { values: 'number', default: () => value, source };
}

/** A whole number or a list of them, as Keras writes sizes (`3`, `[3]`), axes (`-1`, `[2]`) and target shapes. */
export function integers(value: number | readonly number[], source: string): SettingSpec {
  return { values: 'integers', default: () => value, source };
}

/** One of a few values, the first unless said. */
export function choice(values: readonly unknown[], source: string): SettingSpec {
  return { values, default: () => values[0], source };
}

/** A setting that may be null, and is where the configuration is silent. */
export function optional(values: 'number' | 'integers', source: string): SettingSpec {
  return { values, default: () => null, source, isOptional: true };
}

/** Whether the last axis holds the features or the first one. */
export function dataFormat(source: string): SettingSpec {
  return choice(['channels_last', 'channels_first'], source);
}

/** Keras changed the default of LSTM and GRU from hard_sigmoid to sigmoid in 2.3. */
export const RECURRENT_ACTIVATION: SettingSpec = {
  values: 'activation',
  default: (producer) => versionDefault('recurrent_activation', producer),
  source: versionSource('recurrent_activation'),
};

const RNN_SOURCE = 'Keras 3.15 keras/src/layers/rnn/rnn.py';

/** What every recurrent cell has beside its own settings; identity when predicting. */
export const CELL_EXTRAS: Readonly<Record<string, SettingSpec>> = {
  dropout: numeric(0, RNN_SOURCE),
  recurrent_dropout: numeric(0, RNN_SOURCE),
};

/** How a recurrent layer reads its sequence and what it returns. */
export const SEQUENCE_SETTINGS: Readonly<Record<string, SettingSpec>> = {
  return_sequences: flag(false, RNN_SOURCE),
  return_state: flag(false, RNN_SOURCE),
  go_backwards: flag(false, RNN_SOURCE),
  stateful: flag(false, RNN_SOURCE),
};

/** Arguments of `RNN` that are silent without a mask, and one of tf.keras. */
export const RNN_EXTRAS: Readonly<Record<string, SettingSpec>> = {
  unroll: flag(false, RNN_SOURCE),
  time_major: flag(false, 'tf.keras 2.15 keras/src/layers/rnn/base_rnn.py; Keras 3 has no such argument'),
  zero_output_for_mask: flag(false, RNN_SOURCE),
};
