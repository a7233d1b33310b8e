import type { MessageTemplate } from './messages.ts';

/** Codes of the session and of the messages between a host and the core. */
export const SESSION_MESSAGES = {
  'message-invalid': {
    message: 'The core was sent a message that it does not understand: {reason}.',
    hint: 'Restart Gatescope; if it happens again, report it with what you did last.',
  },
  'array-text': {
    message: 'The array cannot be read at "{found}" in line {line}; numbers in matching brackets are expected.',
    hint: 'Paste the array as Python prints it, or rows of numbers.',
  },
  'array-ragged': {
    message: 'Row {row} of the array has {found} entries where the rows before have {expected}.',
    hint: 'Give every row the same number of entries.',
  },
  'pairs-differ': {
    message: 'The file carries {pairs} test pairs; run here they differ from its own answers by up to {maxAbs}.',
    hint: 'Check the settings in the layer list: one of them differs from what the file was made with.',
  },
  'example-unknown': {
    message: 'There is no built-in example "{name}"; there are {known}.',
    hint: 'Use one of these names.',
  },
  'no-model': {
    message: 'No model is open.',
    hint: 'Open a model or choose an example first.',
  },
  'values-too-many': {
    message: 'The part asked for holds {bytes} bytes; {limit} is the most that is sent to the screen.',
    hint: 'Ask for fewer steps or units, or save the trace to a file.',
  },
  'class-unknown': {
    message: 'A new layer of class {className} cannot be made here.',
    hint: 'Choose LSTM.',
  },
  cancelled: {
    message: 'The request was cancelled.',
    hint: 'Start it again when you want it.',
  },
  'core-stopped': {
    message: 'The core stopped before it could answer.',
    hint: 'It was started anew with the same files; ask again.',
  },
  internal: {
    message: 'A defect of Gatescope stopped the request: {reason}.',
    hint: 'Report it with the file and the action; the rest of the program goes on.',
  },
} as const satisfies Record<string, MessageTemplate>;
