import { phrase } from '../../errors/index.ts';
import { layerKindOf } from '../../layers/index.ts';
import { ask, likelyFirst, type Settling } from './asking.ts';

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
    why: phrase('why-activation'),
    effect: phrase(className === 'LSTM' ? 'effect-activation-lstm' : 'effect-activation', { units }),
  });
  if (className === 'GRU') askResetAfter(settling, units);
  settleReturnSequences(settling, units, around);
  if (isWrapped) return;
  ask(settling, 'go_backwards', {
    choices: [false, true],
    why: phrase('why-backwards'),
    effect: phrase('effect-backwards'),
  });
}

function askRecurrentActivation(settling: Settling, units: number): void {
  const { className, producer } = settling;
  const likely = layerKindOf('LSTM')?.settings.recurrent_activation?.default(producer) === 'hard_sigmoid' ? 'hard_sigmoid' : 'sigmoid';
  const { version } = producer;
  ask(settling, 'recurrent_activation', {
    choices: likelyFirst(likely, ['sigmoid', 'hard_sigmoid']),
    why: version === null ? phrase('why-gates-unsaid') : phrase('why-gates', { version, likely }),
    effect: phrase(className === 'LSTM' ? 'effect-gates-lstm' : 'effect-gates-gru', { units }),
  });
}

function askResetAfter(settling: Settling, units: number): void {
  const likely = layerKindOf('GRU')?.settings.reset_after?.default(settling.producer) ?? true;
  const { version } = settling.producer;
  const writer = version === null ? 'Keras 3, TensorFlow 2' : `Keras ${version}`;
  ask(settling, 'reset_after', {
    choices: likelyFirst(likely, [true, false]),
    why: phrase(likely === true ? 'why-reset-after' : 'why-reset-before', { writer }),
    effect: phrase('effect-reset', { units }),
  });
}

function settleReturnSequences(settling: Settling, units: number, { reader, next, isNextOpen, isRepeated }: Surroundings): void {
  const { config, reasons } = settling;
  if (Object.hasOwn(config, 'return_sequences')) return;
  if (isRepeated || reader !== null) {
    config.return_sequences = !isRepeated;
    reasons.set('return_sequences', isRepeated || reader === null ? phrase('note-repeat') : phrase('note-reads', { layer: reader }));
    return;
  }
  ask(settling, 'return_sequences', {
    choices: likelyFirst(isNextOpen, [false, true]),
    why: isNextOpen && next !== null ? phrase('why-sequences-next', { next }) : phrase('why-sequences-last'),
    effect: next === null ? phrase('effect-sequences', { units }) : phrase('effect-sequences-next', { units, next }),
  });
}
