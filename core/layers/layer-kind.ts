import type { Producer } from '../read/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';
import type { Numbers, Precision } from './numbers.ts';

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

/** A recorded signal, (samples, timesteps, units). */
export interface SignalSpec {
  /** Its name in a trace: `f`, `forward/f` inside a wrapper. */
  readonly name: string;
  readonly letter: string;
  /** What its activation bounds it to; null when unbounded. */
  readonly range: readonly [number, number] | null;
  readonly meaning: string;
  readonly units: number;
  /** True where the last timestep is processed first. */
  readonly backwards: boolean;
}

/** A state that a layer carries from step to step, (samples, units): `h`, `c`, `forward/h` inside a wrapper. */
export interface StateSpec {
  readonly name: string;
  readonly units: number;
}

/** Which timesteps count: 1, and 0 for padding. (samples, timesteps), or more axes where a layer reads sequences of sequences. */
export interface Mask {
  readonly shape: Shape;
  readonly data: Uint8Array;
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
  /** One for each input; null where every timestep counts. */
  readonly masks: readonly (Mask | null)[];
  /** True where the layer does not see the mask of its input, which goes on to the next one all the same. */
  readonly isMaskHidden?: boolean;
  /** What wrote the file: masks mean different things to different releases. */
  readonly producer: Producer;
  readonly initialState: readonly Tensor[] | null;
  readonly precision: Precision;
  readonly recorder: Recorder;
}

/** What a cell is made of. */
export interface CellCall {
  readonly settings: Settings;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly samples: number;
  readonly features: number;
  readonly precision: Precision;
}

/** Where a signal of one sample stands after a step: `units` numbers of `values` from `at + sample · perSample`. */
export interface CellSignal {
  readonly name: string;
  readonly units: number;
  readonly values: Numbers;
  readonly at: number;
  readonly perSample: number;
  /** A state outlives the step; a gate does not, and is not defined at a masked one. */
  readonly isState: boolean;
}

/** A recurrent cell with its states. */
export interface Cell {
  /** (samples, units) each, in Keras' order; read and written by `step`. */
  readonly states: readonly Numbers[];
  readonly signals: readonly CellSignal[];
  /** Which of them is what the cell returns. */
  readonly output: CellSignal;
  /** Advances one sample by one timestep: x is `features` numbers from `xStart`. Writes its states and signals. */
  step(x: Numbers, xStart: number, sample: number): void;
}

/** What Keras returns from the layer (`outputs`), the mask that goes on with each of them, and the final states, (samples, units) each. */
export interface LayerResult {
  readonly outputs: readonly Tensor[];
  readonly masks: readonly (Mask | null)[];
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
  /** The states that it can start from, in the order in which Keras takes them; without it, none. */
  readonly states?: (settings: Settings) => readonly StateSpec[];
  /** What keeps a layer with these settings from running (a part that cannot), in a few words; null when nothing does. */
  readonly obstacle?: (settings: Settings, producer: Producer) => string | null;
  /** The arithmetic of one timestep, for what runs inside a recurrence: a cell, or a layer that is one. */
  readonly cell?: (call: CellCall) => Cell;
  /**
   * The plain forward pass, formula first: the oracle of every fast kernel. 'f32' rounds after each operation. Yields between chunks of
   * time so that whoever drives it can answer, report and stop. Null for a class whose settings, arrays and shapes are known, but which
   * does not run yet.
   */
  readonly evaluate: ((call: LayerCall) => Generator<LayerProgress, LayerResult, void>) | null;
}
