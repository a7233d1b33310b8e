/** Words around an error; its own texts come from the core. */
export const enErrors = {
  'errors.title.other': 'Gatescope stopped before it did this',
  'errors.what': 'What',
  'errors.where': 'Where',
  'errors.fix': 'Fix',
  'errors.code': 'Code',
  'errors.back': 'Back',
  'errors.copyReport': 'Copy report',
  'errors.copied': 'Report copied',
  'errors.copyFailed': 'The clipboard is not available.',
  'errors.modelStays': '{title} stays open and unchanged.',
  'errors.nothingChanged': 'Nothing was changed on disk; the built-in examples still open.',
} as const;
