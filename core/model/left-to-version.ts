import { versionDefault } from '../layers/index.ts';
import type { Producer } from '../read/index.ts';
import { settingsWithin } from './answer.ts';
import type { InnerSettings } from './settings.ts';

/** Stands for the newest release: what a file counts as that names no version. */
const NEWEST: Producer = { name: 'keras', version: null };

/**
 * Settings of a layer that a file leaves to the release that wrote it and that Keras 3 takes otherwise, by id with what it takes: a default
 * that changed, or the definition of hard_sigmoid, which two functions bear as their name.
 */
export function leftToVersion(layer: InnerSettings, producer: Producer): Readonly<Record<string, string>> {
  const isOldHardSigmoid = versionDefault('hard_sigmoid_steepness', producer) !== versionDefault('hard_sigmoid_steepness', NEWEST);
  const left = [...settingsWithin(layer)].flatMap(([id, { spec, setting }]): [string, string][] => {
    if (setting === undefined) return [];
    if (setting.from === 'default') {
      const newest = spec.default(NEWEST);
      const isPlain = typeof newest === 'string' || typeof newest === 'number' || typeof newest === 'boolean';
      return isPlain && newest !== setting.value ? [[id, String(newest)]] : [];
    }
    return spec.values === 'activation' && setting.value === 'hard_sigmoid' && isOldHardSigmoid ? [[id, 'clip(z / 6 + 0.5, 0, 1)']] : [];
  });
  return Object.fromEntries(left);
}
