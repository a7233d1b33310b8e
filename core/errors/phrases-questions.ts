/** Of every question: what speaks for the likely answer (`why-…`), and what another one changes (`effect-…`). */
export const QUESTION_PHRASES = {
  'why-keras-1': 'Only Keras 1 kept one array per gate.',
  'why-keras-2': 'A GRU with a bias of one row is the default of Keras 2.0 to 2.3.',
  'why-keras-tensorflow': 'TensorFlow checkpoints are written by tf.keras, the Keras 2 of TensorFlow.',
  'why-keras-unsaid': 'The file does not say which Keras wrote it; today that is most often Keras 3.',
  'effect-keras':
    'Before 2.3 the gates used hard_sigmoid unless told otherwise, later sigmoid; hard_sigmoid rises by 0.2 per unit of its input before Keras 3, by 1/6 since.',
  'why-class': '{reason}; the arrays {shapes} fit {classes} too.',
  'effect-class': 'The arrays are {likely} or, by another class, {others}.',
  'why-mask-zero': 'Masking has to be switched on in Keras, and three of four models do not.',
  'effect-mask-zero': 'true makes the recurrent layers behind it skip every step with token 0 and keep their state there.',
  'why-dense-activated': 'A layer of its own applies the activation.',
  'why-dense-inner': 'An inner Dense without word of an activation is linear, as Keras builds it.',
  'why-dense-classes': 'The last layer has {units} outputs, most often the shares of {units} classes.',
  'why-dense-number': 'The last layer has one output, most often a number.',
  'effect-dense-several':
    'softmax makes shares of the {units} values that add up to 1; linear leaves them as they are; sigmoid, relu and tanh bend each by itself.',
  'effect-dense-one': 'sigmoid squeezes the value between 0 and 1, relu cuts it off below 0; linear leaves it as it is.',
  'why-function': 'The file lists the layer, not its function; {likely} is the most common at this place.',
  'effect-function': 'The function is applied to all {units} values that go through it.',
  'why-convolution': 'Keras builds it linear unless told otherwise; files of weights do not store it.',
  'effect-convolution': 'relu cuts the {filters} channels off below 0.',
  'why-padding': 'Keras pads nothing unless told otherwise; files of weights do not store it.',
  'effect-padding': 'valid gives {width} − 1 fewer steps; same keeps their number by zeros at both ends, causal by zeros at the start.',
  'why-scale': 'Of gamma and beta only one array is there; gamma is the one that is left out more often.',
  'effect-scale': 'false reads the first array as beta, which is added; true reads it as gamma, which multiplies.',
  'why-activation': 'tanh is the default of every Keras; its arrays are the same with any other.',
  'effect-activation-lstm':
    'relu or linear take the bounds −1 and 1 from candidate and hidden state of the {units} units, and the cell state grows faster.',
  'effect-activation': 'relu or linear take the bounds −1 and 1 from the {units} units.',
  'why-backwards': 'Layers outside a Bidirectional almost always read from the first step to the last.',
  'effect-backwards': 'true reads the sequence from its end, so that the state after the last step read belongs to the first timestep.',
  'why-gates-unsaid':
    'Keras 2.3 and TensorFlow 2 use sigmoid unless told otherwise, older ones hard_sigmoid; the file does not say which wrote it.',
  'why-gates': 'Keras {version} uses {likely} unless told otherwise; files of weights do not store it.',
  'effect-gates-lstm':
    'The input, forget and output gates of the {units} units change: hard_sigmoid is a straight line with sharp ends at 0 and 1, sigmoid a curve.',
  'effect-gates-gru':
    'The update and reset gates of the {units} units change: hard_sigmoid is a straight line with sharp ends at 0 and 1, sigmoid a curve.',
  'why-reset-after': 'Without a bias both forms have the same arrays; {writer} resets after the product unless told otherwise.',
  'why-reset-before': 'Without a bias both forms have the same arrays; {writer} resets before the product unless told otherwise.',
  'effect-reset': 'The reset gate multiplies the {units} hidden values before (false) or their product with the recurrent kernel (true).',
  'why-sequences-next': '{next} is of a class that most often reads every step.',
  'why-sequences-last': 'The last recurrent layer most often gives only its last step; its arrays are the same either way.',
  'effect-sequences': 'true gives {units} values for every timestep, false only those of the last.',
  'effect-sequences-next': 'true gives {units} values for every timestep and applies {next} to each, false only those of the last.',
  'why-repeat':
    'Stacked layers are more common; widths that narrow and widen again with as many outputs as inputs are also those of an autoencoder.',
  'effect-repeat': 'RepeatVector gives {layer} the last step of {before} again and again, nothing gives it every step.',
  'why-flatten': '{layer} takes {features} features, {times} times the {width} that {before} gives.',
  'effect-flatten':
    'Flatten lays {times} timesteps side by side, so every sequence has to be that long; apart gives {layer} an input of its own.',
  'why-merge-width':
    'What follows takes {units} features, so the two halves are not put side by side; which way they are merged is not stored.',
  'why-merge': 'Nothing follows whose width would tell; Keras concatenates unless told otherwise.',
  'effect-merge': 'concat gives {both} values, first forward, then backward; sum, ave and mul give {units}.',
  'why-repeats': 'How many steps the second half makes is not in the file; any whole number is possible.',
  'effect-repeats': 'The output has as many timesteps.',
} as const;
