import { layerKindOf, type SettingSpec } from '../../layers/index.ts';
import type { InnerSettings, Setting } from '../../model/index.ts';
import type { Producer } from '../../read/index.ts';
import { activationArgument } from './activation-code.ts';
import { call, code, literal } from './python-text.ts';

/**
 * Settings that not every Keras takes, and that do nothing with this value. `causal` became an argument of the call, and is written there.
 */
const IDLE: Readonly<Record<string, unknown>> = {
  time_major: false,
  zero_output_for_mask: false,
  renorm: false,
  rms_scaling: false,
  unroll: false,
  data_format: 'channels_last',
  backward_layer: null,
  reverse_state_order: false,
  stateful: false,
  mode: 0,
};
const NEVER: readonly string[] = ['arguments', 'causal'];

/** The expression that makes a layer, or one inside another (no name): `layer("LSTM", "lstm_1", units=5, …)`. Settings are Keras' own arguments. */
export function layerCode(layer: Omit<InnerSettings, 'name'>, name: string | null, producer: Producer, indent: string): string {
  const specs = layerKindOf(layer.class)?.settings ?? {};
  const args = Object.entries(layer.settings).flatMap(([setting, given]): string[] => {
    const spec = specs[setting];
    if (spec === undefined || NEVER.includes(setting)) return [];
    if (Object.hasOwn(IDLE, setting) && given.value === IDLE[setting]) return [];
    return [`${setting}=${argumentOf(setting, given, spec, producer, `${indent}    `)}`];
  });
  const turned = turnedBack(layer, producer, `${indent}    `);
  return call('layer', [literal(layer.class), ...(name === null ? [] : [`name=${literal(name)}`]), ...args, ...turned], indent);
}

/**
 * Of a forward layer that reads backwards Keras 3 makes another one that does; tf.keras turns it round, and that is what a model means.
 * Source: Keras 3.15 and tf-keras 2.21 `Bidirectional.__init__`.
 */
function turnedBack(layer: Omit<InnerSettings, 'name'>, producer: Producer, indent: string): readonly string[] {
  const forward = layer.settings['layer']?.value as InnerSettings | undefined; // as: settingsOf made it
  const turn = forward?.settings['go_backwards'];
  if (layer.class !== 'Bidirectional' || forward === undefined || turn?.value !== true || layer.settings['backward_layer']?.value !== null)
    return [];
  const settings = { ...forward.settings, go_backwards: { ...turn, value: false } };
  return [`backward_layer=${layerCode({ class: forward.class, settings }, null, producer, indent)}`];
}

function argumentOf(setting: string, { value }: Setting, spec: SettingSpec, producer: Producer, indent: string): string {
  switch (spec.values) {
    case 'activation':
      return literal(activationArgument(value, producer));
    case 'layer':
      return value === null ? 'None' : layerCode(value as InnerSettings, null, producer, indent); // as: settingsOf made it
    case 'layers':
      return literal((value as InnerSettings[]).map((inner) => code(layerCode(inner, null, producer, indent))));
    default:
      // tf.keras writes the axis of a normalization as a list of one; Keras 3 takes the number alone.
      return literal(setting === 'axis' && Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value);
  }
}
