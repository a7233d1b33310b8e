import { layerKindOf } from '../../layers/index.ts';
import { ask, likelyFirst, type Settling, versionWords } from './asking.ts';

/** What stands around a recurrent layer in its piece. */
export interface Surroundings {
  /** Name of the layer after it that reads a sequence; null when it is the last that does. */
  readonly reader: string | null;
  /** Name of the layer right after it. */
  readonly next: string | null;
  /** What follows looks as if it read every step, without being known. */
  readonly isNextOpen: boolean;
  /** A RepeatVector follows, which takes the last step. */
  readonly isRepeated: boolean;
}

const ACTIVATIONS = ['tanh', 'relu', 'linear', 'sigmoid'] as const;

/** Decides or asks for what the arrays of an LSTM, GRU or SimpleRNN do not tell. `units` is its number of units. */
export function settleRecurrent(settling: Settling, units: number, around: Surroundings, isWrapped: boolean): void {
  const { className } = settling;
  if (className === 'LSTM' || className === 'GRU') askRecurrentActivation(settling, units);
  ask(settling, 'activation', {
    choices: ACTIVATIONS,
    why: `tanh is the default of every Keras; its arrays are the same with any other.`,
    effect:
      className === 'LSTM'
        ? `relu or linear take the bounds −1 and 1 from candidate and hidden state of the ${units} units, and the cell state grows faster.`
        : `relu or linear take the bounds −1 and 1 from the ${units} units.`,
  });
  if (className === 'GRU') askResetAfter(settling, units);
  settleReturnSequences(settling, units, around);
  if (isWrapped) return;
  ask(settling, 'go_backwards', {
    choices: [false, true],
    why: 'Layers outside a Bidirectional almost always read from the first step to the last.',
    effect: 'true reads the sequence from its end, so that the state after the last step read belongs to the first timestep.',
  });
}

function askRecurrentActivation(settling: Settling, units: number): void {
  const { className, producer } = settling;
  const likely = layerKindOf('LSTM')?.settings.recurrent_activation?.default(producer) === 'hard_sigmoid' ? 'hard_sigmoid' : 'sigmoid';
  const version = versionWords(producer);
  ask(settling, 'recurrent_activation', {
    choices: likelyFirst(likely, ['sigmoid', 'hard_sigmoid']),
    why:
      version === null
        ? 'Keras 2.3 and TensorFlow 2 use sigmoid unless told otherwise, older ones hard_sigmoid; the file does not say which wrote it.'
        : `${version} uses ${likely} unless told otherwise; files of weights do not store it.`,
    effect: `The ${className === 'LSTM' ? 'input, forget and output' : 'update and reset'} gates of the ${units} units change: hard_sigmoid is a straight line with sharp ends at 0 and 1, sigmoid a curve.`,
  });
}

function askResetAfter(settling: Settling, units: number): void {
  const likely = layerKindOf('GRU')?.settings.reset_after?.default(settling.producer) ?? true;
  const version = versionWords(settling.producer);
  ask(settling, 'reset_after', {
    choices: likelyFirst(likely, [true, false]),
    why: `Without a bias both forms have the same arrays; ${version ?? 'Keras 3 and TensorFlow 2'} ${likely === true ? 'resets after' : 'resets before'} the product unless told otherwise.`,
    effect: `The reset gate multiplies the ${units} hidden values before (false) or their product with the recurrent kernel (true).`,
  });
}

function settleReturnSequences(settling: Settling, units: number, { reader, next, isNextOpen, isRepeated }: Surroundings): void {
  const { config, reasons } = settling;
  if (Object.hasOwn(config, 'return_sequences')) return;
  if (isRepeated || reader !== null) {
    config.return_sequences = !isRepeated;
    reasons.set(
      'return_sequences',
      isRepeated ? 'a RepeatVector takes the last step only' : `${reader ?? 'what follows'} reads a sequence`,
    );
    return;
  }
  ask(settling, 'return_sequences', {
    choices: likelyFirst(isNextOpen, [false, true]),
    why: isNextOpen
      ? `${next ?? 'The next layer'} is of a class that most often reads every step.`
      : 'The last recurrent layer most often gives only its last step; its arrays are the same either way.',
    effect: `true gives ${units} values for every timestep${next === null ? '' : ` and applies ${next} to each`}, false only those of the last.`,
  });
}
