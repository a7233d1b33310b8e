export { errorText, locale, locales, phraseText, setLocale, t } from './index.svelte.ts';
export type { ErrorText, Locale } from './index.svelte.ts';
export type { MessageKey, MessageValues } from './dictionary.ts';
export { signalName, signalSentence } from './signal-words.ts';
export { count, fixed, shapeText, signed } from './numbers.ts';
