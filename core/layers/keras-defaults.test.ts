import { expect, test } from 'vitest';
import keras from '../../fixtures/kinds/defaults-keras.json' with { type: 'json' };
import tfKeras from '../../fixtures/kinds/defaults-tf-keras.json' with { type: 'json' };
import { KERAS_CLASSES, layerKindOf } from './index.ts';

/** What the constructors of real Keras declare (fixtures/make/defaults.py). */
interface Declared {
  readonly version: string;
  readonly classes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** tf-keras has other names for these. */
const RENAMED: Readonly<Record<string, string>> = { alpha: 'negative_slope' };
/** Names that mean another thing in these classes. */
const NOT_RENAMED = new Set(['ELU']);

/** `null` is linear, `1`, `[1]` and `[1, 1]` are one size; a data format of null is Keras' own, channels_last. */
function normal(name: string, value: unknown): unknown {
  if (name === 'data_format' && value === null) return 'channels_last';
  if (name.endsWith('activation') && value === null) return 'linear';
  if (Array.isArray(value) && value.length > 0 && value.every((entry) => entry === value[0])) return value[0] as unknown;
  return value;
}

test.each([keras, tfKeras] as readonly Declared[])('every default is the one that Keras $version declares', ({ version, classes }) => {
  const producer = { name: 'keras', version };
  let compared = 0;
  const wrong: unknown[] = [];
  for (const className of KERAS_CLASSES) {
    for (const [declared, value] of Object.entries(classes[className] ?? {})) {
      const name = NOT_RENAMED.has(className) ? declared : (RENAMED[declared] ?? declared);
      const setting = layerKindOf(className)?.settings[name];
      if (setting === undefined || setting.required === true) continue;
      compared += 1;
      const ours = normal(name, setting.default(producer));
      if (JSON.stringify(ours) !== JSON.stringify(normal(name, value))) wrong.push({ class: className, setting: name, ours, keras: value });
    }
  }
  expect(wrong).toEqual([]);
  expect(compared).toBeGreaterThan(100);
});
