import type { ModelCard } from '../../core/session/index.ts';
import { t } from '../i18n/index.ts';
import type { SettingRow } from './setting-rows.ts';

/** `Keras 3.15.1`, `Keras` where the version is not stored. */
export function producerText({ name, version }: ModelCard['producer']): string {
  const known = name === 'keras' ? 'Keras' : name;
  return version === null ? known : `${known} ${version}`;
}

/** What Keras 3 does where a file leaves a setting to an older release; null where both do the same. */
export function newestText({ newest, from, text }: Pick<SettingRow, 'newest' | 'from' | 'text'>, version: string): string | null {
  if (newest === null) return null;
  return from === 'default'
    ? t('settings.newestDefault', { version, newest })
    : t('settings.newestDefinition', { version, newest, value: text });
}
