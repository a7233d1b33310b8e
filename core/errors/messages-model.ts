import type { MessageTemplate } from './messages.ts';

/** Codes raised while stored groups become a validated model. */
export const MODEL_MESSAGES = {
  'layer-unsupported': {
    message: 'Layer "{layer}" is of class {className}, which cannot run here yet.',
    hint: 'Layers before it run and are recorded; what lies behind it is left out.',
  },
  'layer-obstacle': {
    message: 'Layer "{layer}" is of class {className}, which runs here, but not with this: {what}.',
    hint: 'Layers before it run and are recorded; what lies behind it is left out.',
  },
  'layer-in-training': {
    message: 'Layer "{layer}" ({className}) is called with training=True: it draws random numbers, or takes the statistics of the batch.',
    hint: 'Keras itself returns something else each time. Build the model without training=True to see what its weights compute.',
  },
  'operands-lost': {
    message: 'Layer "{layer}" is the function {className}, saved without the tensors that it computes with: tf.keras leaves them out.',
    hint: 'Keras cannot run this file either. Write the step with matmul, or as a layer of your own, and save the model again.',
  },
  'no-recurrent-layer': {
    message: 'The model has no recurrent layer, so there are no gates to show.',
    hint: 'Its outputs are still computed; open a model with an LSTM to see gates.',
  },
  'activation-unknown': {
    message: 'The activation "{found}" is not known here; known are {known}.',
    hint: 'Replace the custom activation by a known one in Keras and save the model again.',
  },
  'config-value': {
    message: 'The setting {setting} of layer "{layer}" is {found}; it has to be {expected}.',
    hint: 'Correct the setting in Keras, or in the form, and try again.',
  },
  'weight-missing': {
    message: 'Layer "{layer}" ({className}) needs the array {weight} of shape {expected}; the file has {found} arrays for it.',
    hint: 'Save the whole model again with model.save(); the weights do not belong to this configuration.',
  },
  'shape-mismatch': {
    message: 'The array {weight} of layer "{layer}" has shape {found}; with its settings the layer needs {expected}.',
    hint: 'Check that the configuration beside the weights describes the same model.',
  },
  'config-invalid': {
    message: 'The configuration of the model cannot be followed: {reason}.',
    hint: 'Save the model again with model.save() and open the new file.',
  },
  'graph-cycle': {
    message: 'The layers {layers} wait for each other, so the model has no order in which it could run.',
    hint: 'Save the model again; a file that Keras wrote has no such circle.',
  },
  'weights-left-over': {
    message: 'The file holds {count} groups of weights that no layer of its configuration uses: {names}.',
    hint: 'Nothing to do if they belong to an optimizer; otherwise check that configuration and weights belong together.',
  },
  'layer-unknown': {
    message: 'The model has no layer "{layer}"; its layers are {known}.',
    hint: 'Use one of the names that the layer list shows.',
  },
  'weight-unknown': {
    message: 'Layer "{layer}" has no array "{weight}"; its arrays are {known}.',
    hint: 'Use one of the names that the layer shows.',
  },
} as const satisfies Record<string, MessageTemplate>;
