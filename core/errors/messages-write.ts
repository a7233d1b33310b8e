import type { MessageTemplate } from './messages.ts';

/** Codes raised while results are compared, turned into bytes or put into a file. */
export const WRITE_MESSAGES = {
  'export-too-large': {
    message: 'The arrays take {bytes} bytes; a {format} file holds at most {limit}.',
    hint: 'Write less at once: choose signals, timesteps or one sample.',
  },
  'rebuild-brought': {
    message: 'The run went on from an output that was brought for layer "{layer}", which the rebuild script could not make.',
    hint: 'Save the certificate, which names the array; or rebuild a run without it.',
  },
  'weights-none': {
    message: 'The model has no weights that could be saved.',
    hint: 'Open a file that holds weights, or make a new layer.',
  },
  'selection-unknown': {
    message: 'No array of the trace has a signal named "{signal}"; it has {known}.',
    hint: 'Ask for one of these signals, or for an array by its whole name.',
  },
  'selection-outside': {
    message: 'The trace has no {axis} {asked}; it counts {count}, from 0.',
    hint: 'Choose within the length of the sequence and the number of its samples.',
  },
  'expected-unknown': {
    message: 'The run gives no array "{array}" to compare with; among its arrays are {known}.',
    hint: 'Name the arrays as in a trace (LAYER/SIGNAL, output), or give one array alone for the output of the model.',
  },
  'expected-none': {
    message: 'The file holds no number to compare with.',
    hint: 'Give the known output as .npy, or as .npz with arrays named as in a trace.',
  },
  'expected-shape': {
    message: 'The expected array "{array}" has shape {found}; the run gave {expected}.',
    hint: 'Compare with arrays that were recorded from the same input, axes in the order (samples, timesteps, units).',
  },
  'expected-twice': {
    message: 'The expected array "{array}" is in more than one of the files.',
    hint: 'Give each array once, or compare with one file after the other.',
  },
  'write-failed': {
    message: 'The file "{file}" could not be written: {reason}.',
    hint: 'Choose a folder that exists, that you may write to and that has room.',
  },
  'folder-filled': {
    message: 'The folder "{folder}" holds files already; nothing was written.',
    hint: 'Name a folder that is new or empty.',
  },
  'file-exists': {
    message: 'The file "{file}" is there already and was left as it is.',
    hint: 'Move it away, or work in another folder.',
  },
} as const satisfies Record<string, MessageTemplate>;
