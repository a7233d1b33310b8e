import type { AnswerInput, LayerNode } from '../../model/index.ts';

/** An answer as `--set` takes it. */
export interface Answer {
  readonly id: string;
  readonly value: AnswerInput;
}

/** A value that a setting may have instead of its present one. */
export interface Choice {
  /** As people read it: `hard_sigmoid_keras_2`, `i o f g`, `true`. */
  readonly value: string;
  /** What is wrong if this one is right: `recurrent activation of lstm is hard_sigmoid of Keras 2, not sigmoid`. */
  readonly words: string;
  /** The answers that say the same for a layer; null where no answer can (a gate order is no setting). */
  readonly answers: ((layer: LayerNode) => readonly Answer[]) | null;
  /** A layer with this value. Null where the answers change shapes, so that the model has to be built again. */
  readonly alter: ((layer: LayerNode) => LayerNode) | null;
}

/** A setting that may be wrong, in one layer or alike in several. */
export interface Factor {
  readonly layers: readonly string[];
  /** What people are told: the layers, or `bidirectional/backward` where one half is changed alone. */
  readonly names: readonly string[];
  /** Every cell that it changes: two factors may change the same ones under other names. */
  readonly cells: readonly string[];
  /** `gate_order`, `recurrent_activation`, `forget_bias`, … */
  readonly setting: string;
  /** Its value as the model is. */
  readonly present: string;
  readonly others: readonly Choice[];
}

/** Settings that are tried in every combination: those of one layer, of layers that are changed alike, or of one half of a Bidirectional. */
export interface Suspect {
  readonly layers: readonly string[];
  readonly factors: readonly Factor[];
}

/** One setting changed. */
export interface Change {
  readonly factor: Factor;
  readonly choice: Choice;
}

/** What might be: the model with these changes; none of them is the model as it is. */
export type Hypothesis = readonly Change[];
