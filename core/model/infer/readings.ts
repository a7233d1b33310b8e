import { phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { Producer } from '../../read/index.ts';
import type { Candidate } from './bag.ts';
import { classHint, markedClasses, statedClass } from './class-hints.ts';
import { plainReadings } from './plain-readings.ts';
import type { Reading } from './reading.ts';
import { recurrentReadings } from './recurrent-readings.ts';

/** The most arrays that a reading takes: both directions of a Keras 1 LSTM. */
export const MOST_ARRAYS = 24;
const UNKNOWN_COST = 20;

/** Layers that arrays without any name may be, from the first on. The last resort is one array of nobody knows what. */
export function readingsOf(tensors: readonly StoredTensor[], producer: Producer): readonly Reading[] {
  const all = [...recurrentReadings(tensors), ...plainReadings(tensors)].filter((reading) => isOfTime(reading, producer));
  return [...all, ...channelsFirst(tensors), unknownReading(tensors.slice(0, 1), 'Unknown')];
}

/** kernel (filters, channels, rows, columns), bias (filters): how Keras 1 kept pictures on Theano. Shown, not computed. */
function channelsFirst([kernel, bias]: readonly StoredTensor[]): readonly Reading[] {
  const isFit = kernel?.shape.length === 4 && bias?.shape.length === 1 && kernel.shape[0] === bias.shape[0];
  return isFit && bias ? [{ ...unknownReading([kernel, bias], 'Conv2D'), cost: 6 }] : [];
}

/** Only Keras 1 kept one array per gate. */
function isOfTime({ className, inner, count }: Reading, { name, version }: Producer): boolean {
  const isKeras1 = (inner?.className ?? className) !== 'SimpleRNN' && (count === 9 || count === 12 || count === 18 || count === 24);
  return !isKeras1 || version === null || name !== 'keras' || Number.parseInt(version, 10) === 1;
}

/** Layers that all arrays of a candidate may be, by its class, its name and the names of its arrays. */
export function candidateReadings(candidate: Candidate, producer: Producer): readonly Reading[] {
  const { tensors } = candidate;
  const stated = statedClass(candidate);
  const hint = classHint((candidate.name ?? '').split('/').at(-1) ?? '');
  const named = stated ?? hint.className;
  const last = unknownReading(tensors, named ?? 'Unknown');
  if (stated === null && hint.isCustom) return [last];
  const fitting = readingsOf(tensors, producer).filter(({ count, className }) => count === tensors.length && className !== 'Unknown');
  if (named === 'TimeDistributed') return [...fitting.map(timeDistributed), last];
  const ofClass = fitting.filter((reading) => reading.className === named);
  if (ofClass.length > 0)
    return [...ofClass.map((reading) => ({ ...reading, reason: phrase('note-named', { name: candidate.name ?? named ?? '' }) })), last];
  if (stated !== null || (named !== null && !HAS_READINGS.has(named))) return [last];
  const marked = markedClasses(tensors);
  const ofMarks = fitting.filter((reading) => marked?.includes(reading.className));
  return [...(ofMarks.length > 0 ? ofMarks : fitting), last];
}

/** Classes with readings of their own: a name of such a class over other arrays is a name only. */
const HAS_READINGS: ReadonlySet<string> = new Set([
  ...['LSTM', 'GRU', 'SimpleRNN', 'Bidirectional', 'Dense', 'Embedding', 'Conv1D', 'Conv2D', 'Conv3D', 'PReLU'],
  ...['ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'BatchNormalization', 'LayerNormalization', 'Normalization'],
]);

/** Arrays that no class known here explains; they are shown as stored. */
export function unknownReading(taken: readonly StoredTensor[], className: string): Reading {
  return {
    className,
    role: 'unknown',
    count: taken.length,
    arrays: () => taken,
    settings: {},
    inner: null,
    input: null,
    output: null,
    axes: null,
    cost: UNKNOWN_COST * Math.max(1, taken.length),
    reason: phrase('note-unknown'),
  };
}

/** The same layer at every timestep: its arrays are those of the layer it wraps. */
function timeDistributed(reading: Reading): Reading {
  return {
    ...reading,
    className: 'TimeDistributed',
    inner: { className: reading.className, settings: reading.settings },
    settings: {},
    axes: 1 + (reading.axes ?? 0),
  };
}
