import { t } from '../i18n/index.ts';
import type { Lab } from '../state/lab.svelte.ts';

/** Copies text and gives what is to be said of it: `done`, or that there is no clipboard. It is said aloud, too. */
export async function copyAndSay(lab: Lab, text: string, done: string): Promise<string> {
  const said = await lab.host.copyText(text).then(
    () => done,
    () => t('errors.copyFailed'), // a page without clipboard rights: what was to be copied stands on screen
  );
  lab.announce(said);
  return said;
}
