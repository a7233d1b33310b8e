import type { MessageTemplate } from './messages.ts';

/** Codes raised while settings that no file holds are inferred, asked and answered. */
export const ANSWER_MESSAGES = {
  'answer-unknown': {
    message: 'The model has no setting "{id}" that could be answered.',
    hint: 'Use LAYER.SETTING with names that open prints.',
  },
  'answer-value': {
    message: 'The answer to {id} is "{found}"; it has to be one of: {choices}.',
    hint: 'Give one of these values.',
  },
  'edit-dropped': {
    message: 'The numbers typed for {weight} of layer "{layer}" were dropped: with this answer there is no such array of that shape.',
    hint: 'Type them again where they belong, or take the answer back.',
  },
} as const satisfies Record<string, MessageTemplate>;
