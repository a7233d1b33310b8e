/** Warnings about what is shown of a model. */
export const CARD_MESSAGES = {
  'numbers-left-out': {
    message: 'The model has {found}: hashes and statistics of the weights are computed up to {limit} and are null here.',
    hint: 'Open it in the app, whose model card computes them when asked, or use sha256sum for the hash.',
  },
} as const;
