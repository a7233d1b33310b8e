import type { MessageTemplate } from './messages.ts';

/** Codes of TensorFlow.js, RTNeural, GuitarML and frugally-deep files, and of weights written as lists of numbers. */
export const NET_MESSAGES = {
  'weights-ragged': {
    message: 'Found {found} where a list of {expected} is expected: the rows of the array differ in length.',
    hint: 'Write the weights again from the model; every row of an array has the same length.',
  },
  'weights-not-numbers': {
    message: 'Found {found} where a number is expected.',
    hint: 'Write the weights again from the model; an array holds numbers and nothing else.',
  },
  'shard-missing': {
    message: '"{file}" keeps its weights in {count} files beside it, of which {missing} were not given: {shards}.',
    hint: 'Choose "{file}" and these files together.',
  },
  'shard-length': {
    message: 'The arrays that "{file}" lists need {needed} bytes; {shards} has {given} bytes.',
    hint: 'Copy or download the weights again; they were cut or belong to another model.',
  },
  'tfjs-spec': {
    message: 'The list of weights in "{file}" cannot be followed: {reason}.',
    hint: 'Convert or save the model again; its model.json was damaged or belongs to other weights.',
  },
  'tfjs-graph': {
    message: '"{file}" is a TensorFlow.js graph model: it holds a graph of operations instead of layers.',
    hint: 'Convert the Keras model again with --output_format=tfjs_layers_model, or open the Keras file itself.',
  },
  'not-tfjs': {
    message: '"{file}" is {found}, not a weights file of a TensorFlow.js model.',
    hint: 'Download this file again from where the model is kept.',
  },
  'tfjs-too-many': {
    message: '"{file}" lists {found} {what}; at most {limit} are read.',
    hint: 'Convert the model again: no model is cut into so many pieces.',
  },
  'tfjs-quantised': {
    message: '{count} arrays are stored in fewer bits ({dtype}) than the model was trained with and were expanded.',
    hint: 'Nothing to do; the numbers differ a little from those of the trained model.',
  },
  'rtneural-invalid': {
    message: 'The RTNeural model cannot be followed: {reason}.',
    hint: 'Write the file again with save_model of model_utils.py from RTNeural.',
  },
  'guitarml-invalid': {
    message: 'The GuitarML model cannot be followed: {reason}.',
    hint: 'Open a file that the GuitarML or Proteus training wrote for a model with one recurrent layer and one linear layer.',
  },
  'fdeep-invalid': {
    message: 'The frugally-deep model cannot be followed: {reason}.',
    hint: 'Convert the Keras model again with convert_model.py, or open the Keras file itself.',
  },
  'fdeep-base64': {
    message: 'The numbers of an array are damaged: {reason}.',
    hint: 'Convert the Keras model again with convert_model.py, or open the Keras file itself.',
  },
} as const satisfies Record<string, MessageTemplate>;
