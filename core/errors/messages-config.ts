import type { MessageTemplate } from './messages.ts';

/** Codes raised while a configuration becomes a graph, and while the arrays of a file find their layers. */
export const CONFIG_MESSAGES = {
  'graph-ref': {
    message: 'The configuration refers to the layer "{layer}", which it does not describe.',
    hint: 'Save the model again with model.save() and open the new file.',
  },
  'name-duplicate': {
    message: 'Two layers of one model are named "{layer}".',
    hint: 'Give the layers different names in Keras and save the model again.',
  },
  'config-too-large': {
    message: 'The configuration has more than {limit} {what}.',
    hint: 'Open a part of the model: save the submodel that you want to look at as a model of its own.',
  },
  'config-without-weights': {
    message: '"{file}" describes an architecture ({layers}) and holds no weights.',
    hint: 'Open it together with its weights: choose model.json and the .weights.h5, .h5 or .npz file at once.',
  },
  'input-unknown': {
    message: 'The input shape {found} of layer "{layer}" cannot be used.',
    hint: 'Save the model with sizes from 1 on (None where an axis is free) and at most 7 axes.',
  },
  'batch-size-ignored': {
    message: 'The file fixes {samples} samples a batch for the input "{input}"; here any number runs.',
    hint: 'Nothing to do: the samples do not touch each other.',
  },
  'operations-bare': {
    message: 'The file holds {count} operations of a functional model ({names}) without a word that they are no layers; they run here.',
    hint: 'Keras 3 itself cannot read such an .h5 file again, unless layers of the same names fit: save the model as .keras.',
  },
  'files-ignored': {
    message: 'Several models were given; "{file}" was opened, not {ignored}.',
    hint: 'Open the others one at a time.',
  },
  'shard-name': {
    message: 'The index names the shard "{shard}", which is no plain file name.',
    hint: 'Save the weights again; shards stand beside their index.',
  },
  'kernels-turned': {
    message: 'Keras wrote this file with Theano, which turns the kernels of convolutions; those of {layers} are turned back here.',
    hint: 'Nothing to do: Keras on TensorFlow turns them too. With padding "same" and strides or an even width the two see other steps; here TensorFlow counts.',
  },
  'weights-by-order': {
    message: 'The names in the weights file differ from those of the configuration; {count} layers took their arrays in order.',
    hint: 'Check the shapes in the layer list; to be sure save the whole model in one file.',
  },
} as const satisfies Record<string, MessageTemplate>;
