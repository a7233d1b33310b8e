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
  'layers-ordered': {
    message: 'The file does not store the order of its layers; by their widths it is {order}.',
    hint: 'Compare with the code of the model; save the whole model with model.save() to have the order in the file.',
  },
  'layers-apart': {
    message: 'Layer "{before}" gives {found} features and "{layer}" takes {expected}: they are shown as separate pieces.',
    hint: 'Give each piece its own sequence, or open the configuration (model.json) together with the weights.',
  },
  'layers-bare': {
    message: 'The file lists {count} layers without arrays whose settings it does not hold: {names}. They are left out.',
    hint: 'Open the configuration (model.json) together with the weights where these layers change the numbers.',
  },
  'piece-idle': {
    message: 'No sequence enters at {inputs}: the pieces of the model behind them are left out.',
    hint: 'Give one sequence for each input, in the order in which open lists the inputs, to run them too.',
  },
} as const satisfies Record<string, MessageTemplate>;
