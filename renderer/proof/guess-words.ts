import type { Guess, GuessResult } from '../../core/session/index.ts';
import { valueText } from '../charts/number-text.ts';
import { locale, t } from '../i18n/index.ts';

/** What is wrong if a combination is right. English is what the core says; another language says the same from the settings themselves. */
export function readingOf(guess: Guess, { present }: GuessResult): string {
  if (guess.settings.length === 0) return t('forensics.asIs');
  if (locale() === 'en') return guess.words;
  return guess.settings
    .map(({ id, layer, setting, value }) =>
      t('forensics.is', { layer, setting, value, present: present.find((each) => each.id === id)?.value ?? '' }),
    )
    .join(t('forensics.and'));
}

/** The same in a row: beside an explanation that fits, only in which settings this one is wrong. */
export function rowReading(guess: Guess, result: GuessResult): string {
  const [first] = result.guesses;
  if (!first?.explains || guess.explains) return readingOf(guess, result);
  const valueIn = (of: Guess, id: string): string | undefined => of.settings.find((setting) => setting.id === id)?.value;
  const ids = new Set([...first.settings, ...guess.settings].map(({ id }) => id));
  const wrong = [...ids].filter((id) => valueIn(first, id) !== valueIn(guess, id));
  return t('forensics.wrong', { settings: wrong.join(', ') });
}

/** The finding, in a sentence or two. */
export function verdictText(result: GuessResult): string {
  if (locale() === 'en') return result.words;
  const [first] = result.guesses;
  const max = valueText(first?.maxAbs, 2);
  const words = first ? readingOf(first, result) : '';
  switch (result.kind) {
    case 'right':
      return t('forensics.right', { max });
    case 'explained':
      return t('forensics.explained', { words });
    case 'unexplained':
      return t('forensics.unexplained', { max, words });
    case 'tied': {
      const rivals = result.guesses.filter(({ explains, settings }) => explains && settings.length === first?.settings.length);
      return t('forensics.tied', { count: rivals.length, words: rivals.map((rival) => readingOf(rival, result)).join(t('forensics.or')) });
    }
  }
}

/** What the pair cannot tell; empty where it tells everything. */
export function whyText({ why, undecided, causes }: GuessResult): string {
  if (why === null) return '';
  if (locale() === 'en') return why;
  const settings = undecided.join(t('forensics.comma'));
  if (causes.length === 0) return t('forensics.why', { settings });
  return t('forensics.whyOf', { settings, causes: causes.map((cause) => t(`forensics.cause.${cause}`)).join(t('forensics.and')) });
}
