import { ADDITIVE_ATTENTION, ATTENTION } from './attention.ts';
import { BATCH_NORMALIZATION } from './batch-normalization.ts';
import { BIDIRECTIONAL } from './bidirectional.ts';
import { CONV_1D } from './conv1d.ts';
import { DENSE } from './dense.ts';
import { EMBEDDING } from './embedding.ts';
import { GRU, GRU_CELL } from './gru.ts';
import type { LayerKind } from './layer-kind.ts';
import { LAYER_NORMALIZATION } from './layer-normalization.ts';
import { LSTM, LSTM_CELL } from './lstm.ts';
import { MASKING } from './masking.ts';
import { MERGING } from './merging.ts';
import { NORMALIZATION } from './normalization.ts';
import { OPERATIONS } from './operations/index.ts';
import { ACTIVATION, INPUT_LAYER } from './pointwise.ts';
import { POOLING } from './pooling.ts';
import { PRELU } from './prelu.ts';
import { ELU, LEAKY_RELU, RELU, THRESHOLDED_RELU } from './rectifiers.ts';
import { REGULARIZATION } from './regularization.ts';
import { RESCALING } from './rescaling.ts';
import { RESHAPING } from './reshaping.ts';
import { RETIMING } from './retiming.ts';
import { RNN } from './rnn.ts';
import { SIMPLE_RNN, SIMPLE_RNN_CELL } from './simple-rnn.ts';
import { SOFTMAX } from './softmax.ts';
import { STACKED_RNN_CELLS } from './stacked-rnn-cells.ts';
import { TIME_DISTRIBUTED } from './time-distributed.ts';

export type * from './layer-kind.ts';
export { ACTIVATION_NAMES, activationOf, definiteName } from './activation.ts';
export type { Activation } from './activation.ts';
export { versionDefault } from './defaults.ts';
export type { VersionRule } from './defaults.ts';
export { gateColumn, GRU_GATES, LSTM_GATES } from './gate-order.ts';
export type { LstmGate } from './gate-order.ts';
export { newLstmWeights } from './initialise.ts';
export { inPrecision, numbers } from './numbers.ts';
export type { Numbers, Precision } from './numbers.ts';
export { isStateful, isTimeMajor, swapAxes } from './reading.ts';

/** Every Keras class that is known here, one row each or one per family. Those without arithmetic open and do not run yet. */
const KINDS: readonly LayerKind[] = [
  INPUT_LAYER,
  LSTM,
  GRU,
  SIMPLE_RNN,
  BIDIRECTIONAL,
  TIME_DISTRIBUTED,
  RNN,
  LSTM_CELL,
  GRU_CELL,
  SIMPLE_RNN_CELL,
  STACKED_RNN_CELLS,
  EMBEDDING,
  MASKING,
  DENSE,
  ACTIVATION,
  RELU,
  LEAKY_RELU,
  ELU,
  PRELU,
  THRESHOLDED_RELU,
  SOFTMAX,
  ...REGULARIZATION,
  BATCH_NORMALIZATION,
  LAYER_NORMALIZATION,
  NORMALIZATION,
  RESCALING,
  CONV_1D,
  ...POOLING,
  ...RESHAPING,
  ...RETIMING,
  ...MERGING,
  ATTENTION,
  ADDITIVE_ATTENTION,
  ...OPERATIONS,
];

const BY_CLASS: ReadonlyMap<string, LayerKind> = new Map(
  KINDS.flatMap((kind) => [kind.className, ...kind.aliases].map((name) => [name, kind])),
);

/** Names of the classes that are known here. */
export const KERAS_CLASSES: readonly string[] = KINDS.map((kind) => kind.className);

/** What is known of a Keras class; null for a class of which nothing is known here. */
export function layerKindOf(className: string): LayerKind | null {
  return BY_CLASS.get(className) ?? null;
}

/** True for a layer that has gates or a state to record. */
export function isRecurrent(kind: LayerKind | null): boolean {
  return kind?.isRecurrent ?? false;
}
