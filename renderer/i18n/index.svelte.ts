import type { LabErrorData, Phrase } from '../../core/session/index.ts';
import { type Dictionary, fill, type MessageKey, type MessageValues } from './dictionary.ts';
import { en } from './en.ts';
import { enErrorTitles } from './en-error-titles.ts';
import { zhCNErrors } from './zh-CN-errors.ts';
import { zhCN } from './zh-CN.ts';
import { zhCNPhrases } from './zh-CN-phrases.ts';
import { zhCNValues } from './zh-CN-values.ts';

/** Languages of the screen, each under its own name. */
export const locales = [
  { id: 'en', name: 'English' },
  { id: 'zh-CN', name: '简体中文' },
] as const;

export type Locale = (typeof locales)[number]['id'];

/** An error as the screen says it: title in plain words, what was found and expected, the action that helps. */
export interface ErrorText {
  readonly title: string;
  readonly message: string;
  readonly hint: string;
}

const dictionaries: Readonly<Record<Locale, Dictionary>> = { en, 'zh-CN': zhCN };

class Language {
  current = $state<Locale>('en');
}
const language = new Language();

/** The language in use; reading it in a component follows every change. */
export function locale(): Locale {
  return language.current;
}

/** Changes the language of the whole screen at once, and of the page for screen readers. */
export function setLocale(next: Locale): void {
  language.current = next;
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** The text of a key in the current language, its `{places}` filled. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return fill(dictionaries[language.current][key], values);
}

/** The texts of an error. English is what the core sent; another language fills its own table by the same code and values, else English. */
export function errorText(error: LabErrorData): ErrorText {
  const own = language.current === 'zh-CN' ? zhCNErrors[error.code] : undefined;
  if (own) {
    const values = valuesText(error.values);
    return { title: fill(own.title, values), message: fill(own.message, values), hint: fill(own.hint, values) };
  }
  const title = language.current === 'en' ? enErrorTitles[error.code] : undefined;
  return { title: title ?? t('errors.title.other'), message: error.message, hint: error.hint };
}

/** A reason or effect that the core gives in words, in the current language; text without words stays as it is. */
export function phraseText(phrase: Phrase | string): string {
  if (typeof phrase === 'string') return phrase;
  return language.current === 'zh-CN' ? fill(zhCNPhrases[phrase.code], valuesText(phrase.values)) : phrase.text;
}

/** Values in Chinese: phrases, and fixed words of the core; names, numbers and codes stay. */
function valuesText(values: Phrase['values']): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      if (typeof value === 'object') return [name, phraseText(value)];
      return [name, typeof value === 'string' && Object.hasOwn(zhCNValues, value) ? (zhCNValues[value] ?? value) : value];
    }),
  );
}
