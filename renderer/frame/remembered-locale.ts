import { type Locale, locales } from '../i18n/index.ts';

const KEY = 'gatescope.locale';

/** The language chosen last time, else the first that the system asks for, else English. */
export function rememberedLocale(): Locale {
  try {
    const stored = locales.find(({ id }) => id === localStorage.getItem(KEY));
    if (stored) return stored.id;
  } catch {
    return 'en'; // storage may be switched off
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Keeps the choice for the next visit, where the browser allows it. */
export function rememberLocale(id: Locale): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    return; // storage may be switched off; the choice holds for this visit
  }
}
