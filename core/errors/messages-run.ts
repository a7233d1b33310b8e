import type { MessageTemplate } from './messages.ts';

/** Codes raised while a model runs and while its trace is asked. */
export const RUN_MESSAGES = {
  'features-mismatch': {
    message: 'The sequence has {found} features per timestep; the input "{input}" of the model takes {expected}.',
    hint: 'Choose {expected} columns, or open the model that belongs to this sequence.',
  },
} as const satisfies Record<string, MessageTemplate>;
