import type { MessageTemplate } from './messages.ts';

/** Codes raised while stored groups become a validated model. */
export const MODEL_MESSAGES = {
  'layer-unsupported': {
    message: 'Layer "{layer}" is of class {className}, which cannot run here yet.',
    hint: 'Layers before it run and are recorded; what lies behind it is left out.',
  },
  'no-recurrent-layer': {
    message: 'The model has no recurrent layer, so there are no gates to show.',
    hint: 'Its outputs are still computed; open a model with an LSTM to see gates.',
  },
} as const satisfies Record<string, MessageTemplate>;
