import type { MessageTemplate } from './messages.ts';

/** Codes raised while a model runs and while its trace is asked. */
export const RUN_MESSAGES = {
  'nothing-runs': {
    message: 'No layer with gates can be reached: layer "{layer}" ({className}) cannot run here yet.',
    hint: 'Look at its layers, settings and weights; to see gates, open a model whose first layers run.',
  },
  'features-mismatch': {
    message: 'The sequence has {found} features per timestep; the input "{input}" of the model takes {expected}.',
    hint: 'Choose {expected} columns, or open the model that belongs to this sequence.',
  },
  'timesteps-mismatch': {
    message: 'The sequence has {found} timesteps; layer "{layer}" of this model works with {expected} alone.',
    hint: 'Give {expected} timesteps: cut the sequence, or pad it as the training data was padded.',
  },
  'timesteps-differ': {
    message: 'The model was saved for {expected} timesteps and ran over {found}; its layers take any number.',
    hint: 'Nothing to do; to compare with Keras give as many timesteps as there.',
  },
  'input-missing': {
    message: 'The input "{input}" of the model has no sequence; given are: {given}.',
    hint: 'Give one array for each input of the model, or an .npz whose arrays bear the names of the inputs.',
  },
  'input-rank': {
    message: 'The sequence for the input "{input}" has shape {found}; the model takes {expected}.',
    hint: 'Give (samples, timesteps, features), or one axis less for a single sample.',
  },
  'state-shape': {
    message: 'An initial state of layer "{layer}" has shape {found}; the layer needs {expected}.',
    hint: 'Give each state with one row per sample and one column per unit.',
  },
  'carried-samples': {
    message: 'The run before left the states of {found} samples; this sequence has {expected}.',
    hint: 'A stateful layer carries on sample by sample: give as many samples, or start from zeros.',
  },
  'state-unknown': {
    message: 'Layer "{layer}" has no state "{state}" to start from; it has: {known}.',
    hint: 'Name the arrays as in a trace: lstm/h and lstm/c, bidirectional/forward/h, rnn/0/h.',
  },
  'token-outside': {
    message: 'The token id {id} ({place}) is not in the vocabulary of layer "{layer}", which has {rows} entries.',
    hint: 'Ids run from 0 to {last}: use the vocabulary that the model was trained with.',
  },
  'token-negative': {
    message:
      'The token id {id} ({place}) is below 0: Keras 3 counts it from the end of the vocabulary of layer "{layer}", tf.keras refuses it.',
    hint: 'Ids run from 0 to {last}; padding is mostly 0. If the row is meant that Keras 3 takes, write {entry}.',
  },
  'inputs-too-few': {
    message: 'Layer "{layer}" is given {found} inputs; it takes {expected}.',
    hint: 'Save the model again with model.save() and open the new file.',
  },
  'axis-unknown': {
    message: 'Layer "{layer}" works along axis {axis} of an array that has {rank} axes.',
    hint: 'Save the model again with model.save() and open the new file.',
  },
  'index-outside': {
    message: 'Layer "{layer}" reads the entry {index} of an axis of length {length}.',
    hint: 'Give a longer sequence, as long as the model was made for.',
  },
  'shapes-apart': {
    message: 'Layer "{layer}" is given arrays of shapes {a} and {b}, which do not fit together.',
    hint: 'Give sequences of the same length to all inputs of the model.',
  },
  'sequence-short': {
    message: 'Layer "{layer}" needs at least {needed} timesteps; {found} reach it.',
    hint: 'Run a longer sequence.',
  },
  'reshape-size': {
    message: 'Layer "{layer}" cannot lay a sample of shape {found} out as {target}.',
    hint: 'Give sequences as long as those that the model was built for.',
  },
  'mask-shape': {
    message: 'The mask that reaches layer "{layer}" has shape {found}, which does not fit its input {input}.',
    hint: 'Keras refuses such a model too: look at the layer that makes the mask, and at those in between.',
  },
  'weight-fit': {
    message: 'The array "{weight}" of layer "{layer}" has shape {found}; for what reaches the layer it would have to be {expected}.',
    hint: 'Give sequences as long as those that the model was built for.',
  },
  'trace-too-large': {
    message: 'Keeping every gate of this run needs {needed} MiB; {limit} MiB is the limit.',
    hint: 'Run a shorter stretch or fewer samples.',
  },
  'signal-unknown': {
    message: 'The trace has no array "{name}"; among its arrays are {known}.',
    hint: 'Use a name of the form LAYER/SIGNAL from the list that run prints.',
  },
  'window-outside': {
    message: 'The part asked for ({asked}) lies outside the trace ({there}).',
    hint: 'Steps, samples and units count from 0.',
  },
  'layer-not-recurrent': {
    message: 'Layer "{layer}" is of class {className} and has no gates to write out.',
    hint: 'Choose a recurrent layer that runs; of Bidirectional one direction (bidirectional/forward), of stacked cells one cell (rnn/0).',
  },
  'output-brought': {
    message: 'Layer "{layer}" ({className}) cannot run here; its output was brought from elsewhere.',
    hint: 'What lies behind it is computed from there, without a mask: bring the output of the same sequence.',
  },
  'output-shape': {
    message: 'The array brought as output of layer "{layer}" has shape {found}; {expected} fits here.',
    hint: 'Bring what Keras returns from this layer for the open sequence: keras.Model(model.inputs, model.get_layer(name).output).predict(x).',
  },
  'output-unfit': {
    message: 'The array brought as output of layer "{layer}" has shape {found}, which the layers behind it cannot read.',
    hint: 'Bring what Keras returns from this layer for the open sequence, with all its axes.',
  },
  'output-missing': {
    message: 'Nothing was brought for "{array}" of layer "{layer}"; the file holds: {given}.',
    hint: 'Give one array, or an .npz whose arrays bear these names.',
  },
  'output-computed': {
    message: 'Layer "{layer}" is computed here; its output needs not be brought.',
    hint: 'Choose the layer at which the run stops.',
  },
  'not-run': {
    message: 'Nothing was run yet, so there is no trace to show.',
    hint: 'Open a sequence, or choose an example, and run it.',
  },
} as const satisfies Record<string, MessageTemplate>;
