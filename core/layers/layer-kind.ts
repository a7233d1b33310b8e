import type { Producer } from '../read/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';

export type Precision = 'f32' | 'f64';

/** A Keras setting: what values it may take and what holds when the configuration omits it. */
export interface SettingSpec {
  readonly values: readonly unknown[] | 'number' | 'integer' | 'integers' | 'flag' | 'activation' | 'layer' | 'layers' | 'any';
  /** The value that the producing Keras version uses when the configuration is silent. */
  default(producer: Producer): unknown;
  /** Largest value of an `integer`, where a real model may go beyond a million: rows of a table. */
  readonly limit?: number;
  /** Where the default is written: Keras file and version. */
  readonly source: string;
  /** True when a configuration without it is refused (`units`). */
  readonly required?: boolean;
  /** True when null is a value too: no upper bound, strides as wide as the pool. */
  readonly isOptional?: boolean;
  /** Of a wrapped layer: what names it in settings, weights and signals (`forward`); without it the wrapper's own name does. */
  readonly part?: string;
}

/** One array of a layer. `gates` names the column blocks, in order, by their letters. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly gates: readonly string[] | null;
}

/** A recorded signal: its name in a trace, its letter, the range that its activation bounds it to (null: unbounded), its meaning. */
export interface SignalSpec {
  readonly name: string;
  readonly letter: string;
  readonly range: readonly [number, number] | null;
  readonly meaning: string;
}

/**
 * What a kernel tells whoever listens. Planes are (to − from, samples, stride) with stride ≥ units; the listener copies what it keeps.
 * `from` counts input timesteps.
 */
export interface Recorder {
  chunk(layer: string, signal: string, from: number, to: number, plane: Float32Array | Float64Array, stride: number): void;
}

/** Settings of one layer, every key of its kind filled; a `layer` is an InnerLayer, `layers` a list of them. */
export type Settings = Readonly<Record<string, unknown>>;

/** A layer that a wrapper holds as a setting: what Bidirectional, TimeDistributed and RNN wrap. */
export interface InnerLayer {
  readonly kind: LayerKind;
  readonly name: string;
  readonly settings: Settings;
}

/** All that a layer needs to compute. Inputs are (samples, timesteps, features) or (samples, features). */
export interface LayerCall {
  readonly name: string;
  readonly settings: Settings;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly Tensor[];
  readonly initialState: readonly Tensor[] | null;
  readonly precision: Precision;
  readonly recorder: Recorder;
}

/** What Keras returns from the layer (`outputs`), and the final states, (samples, units) each. */
export interface LayerResult {
  readonly outputs: readonly Tensor[];
  readonly state: readonly Tensor[];
}

/** Progress of one layer between two chunks of time. */
export interface LayerProgress {
  readonly done: number;
  readonly of: number;
}

/** All that the program knows about one Keras layer class. One file per class, one row in `layers/index.ts`. */
export interface LayerKind {
  readonly className: string;
  readonly aliases: readonly string[];
  readonly settings: Readonly<Record<string, SettingSpec>>;
  weights(settings: Settings, inputs: readonly Shape[]): readonly WeightSpec[];
  /** Shapes without the samples axis; a free time axis is −1. */
  outputShapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[];
  /** True for a layer with a state that it carries from step to step. */
  readonly isRecurrent: boolean;
  /** How far it must see: only its own step, everything before, or the whole sequence. Decides what can stream. */
  readonly reach: 'step' | 'causal' | 'whole';
  signals(settings: Settings): readonly SignalSpec[];
  /**
   * The plain forward pass, formula first: the oracle of every fast kernel. 'f32' rounds after each operation. Yields between chunks of
   * time so that whoever drives it can answer, report and stop. Null for a class whose settings, arrays and shapes are known, but which
   * does not run yet.
   */
  readonly evaluate: ((call: LayerCall) => Generator<LayerProgress, LayerResult, void>) | null;
}
