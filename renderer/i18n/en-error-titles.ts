/** What happened in plain words, by code; the line that stands largest on the error page. */
export const enErrorTitles: Readonly<Record<string, string>> = {
  'read-failed': 'The file could not be read',
};
