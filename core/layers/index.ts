import { DENSE } from './dense.ts';
import type { LayerKind } from './layer-kind.ts';
import { LSTM } from './lstm.ts';
import { ACTIVATION, DROPOUT, INPUT_LAYER } from './pointwise.ts';

export type * from './layer-kind.ts';
export { activationOf } from './activation.ts';
export type { Activation } from './activation.ts';
export { gateColumn, GRU_GATES, LSTM_GATES } from './gate-order.ts';
export type { LstmGate } from './gate-order.ts';
export { newLstmWeights } from './initialise.ts';
export { inPrecision, numbers } from './numbers.ts';
export type { Numbers } from './numbers.ts';

/** One row per Keras class that runs. */
const KINDS: readonly LayerKind[] = [INPUT_LAYER, LSTM, DENSE, DROPOUT, ACTIVATION];

const BY_CLASS: ReadonlyMap<string, LayerKind> = new Map(
  KINDS.flatMap((kind) => [kind.className, ...kind.aliases].map((name) => [name, kind])),
);

/** Names of the classes that are known here. */
export const KERAS_CLASSES: readonly string[] = KINDS.map((kind) => kind.className);

/** What is known of a Keras class; null for a class that cannot run here. */
export function layerKindOf(className: string): LayerKind | null {
  return BY_CLASS.get(className) ?? null;
}

/** True for a layer that has gates or a state to record. */
export function isRecurrent(kind: LayerKind | null): boolean {
  return kind?.isRecurrent ?? false;
}
