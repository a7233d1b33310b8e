import type { TriedAnswer } from '../../core/session/index.ts';
import { valueText as numberText } from '../charts/number-text.ts';
import { t } from '../i18n/index.ts';
import { valueText } from './setting-rows.ts';

/** How far one answer would move y: `max |Δy| 0.0123`. */
export function movesText({ maxAbs }: TriedAnswer): string {
  return maxAbs === null ? t('settings.noComparison') : t('settings.max', { max: numberText(maxAbs, 4) });
}

/** The same of all that were tried, for a tooltip; empty before any was. */
export function triedText(tried: readonly TriedAnswer[] | null): string {
  return (tried ?? []).map((answer) => `${valueText(answer.value)}: ${movesText(answer)}`).join('\n');
}
