import type { LabErrorData, Warning } from '../errors/index.ts';
import type { Precision, SignalSpec } from '../layers/index.ts';
import type { AnswerInput, Question, Setting, TensorRef } from '../model/index.ts';
import type { FileTree, Format, Producer, TextForm } from '../read/index.ts';
import type { RunSummary } from '../run/index.ts';
import type { Shape, Tensor } from '../tensor/index.ts';
import type { WindowQuery } from '../trace/index.ts';
import type { HandCalculation, SeriesView } from '../view/index.ts';
import type { WeightFormat } from '../write/index.ts';
import type { CheckResult } from './check.ts';
import type { GuessResult } from './guess.ts';
import type { TriedAnswer } from './try-answers.ts';

/** A file as a host names it: an opaque token that main granted, bytes that the page holds, or a Blob (`File`) that a Web Worker can slice. */
export type FileRef =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'bytes'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'blob'; readonly name: string; readonly blob: unknown };

/** A sequence typed or pasted as text (TSV, CSV or JSON), or opened from files. */
export type SequenceSource =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'files'; readonly files: readonly FileRef[] };

/** The facts of one weight array, known without reading its numbers. */
export interface WeightCard {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: string;
  readonly gates: readonly string[] | null;
}

/** Statistics over the finite values; null where there are none. */
export interface Statistics {
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly nan: number;
  readonly infinite: number;
}

/** Statistics of one array, and of each of its column blocks in the order of `gates`. */
export interface WeightStatistics extends Statistics {
  readonly name: string;
  readonly blocks: readonly (Statistics & { readonly gate: string })[];
}

/** Values of an activation at z = −5 … 5 in equal steps. */
export interface ActivationCurve {
  readonly name: string;
  readonly values: readonly number[];
}

/** One recurrence of a layer in one of its uses: a plain layer used once has one, Bidirectional two, RNN one for each cell. */
export interface PartCard {
  /** What names it in a trace: `lstm`, `lstm@1`, `bidirectional/forward`, `rnn/0`. */
  readonly path: string;
  /** What tells it from the others of its layer: `forward`, `0`; empty where it is the layer itself. */
  readonly name: string;
  /** Which use of the layer, from 0, and what names that in a trace. */
  readonly use: number;
  readonly useName: string;
  /** The class that holds the formulas: `LSTM`, `GRUCell`. */
  readonly class: string;
  readonly units: number;
  /** True where the last timestep is processed first. */
  readonly backwards: boolean;
  /** What a run records, in drawing order, by the names within the part: `f`, `h`. */
  readonly signals: readonly SignalSpec[];
  /** Letters of the column blocks of its kernels, in order; null where the columns are the units. */
  readonly gates: readonly string[] | null;
}

/** Size of an axis: null where it is free, `…` for axes whose number nothing tells. */
export type Axis = number | null | '…';

export interface LayerCard {
  readonly name: string;
  readonly class: string;
  /** With the samples axis first, as Keras prints it: null where free. */
  readonly inputShape: readonly (number | null)[] | null;
  readonly outputShape: readonly (number | null)[] | null;
  readonly parameters: number;
  readonly supported: boolean;
  /** Its class is known here, so that its settings, arrays and shapes are in Keras' terms, also where it cannot run yet. */
  readonly known: boolean;
  readonly runs: boolean;
  /** It cannot run, and its output was brought. */
  readonly isBrought: boolean;
  /** Of a layer that cannot run: the axes of what it would return, behind the samples; null where it is computed. */
  readonly awaits: readonly Axis[] | null;
  readonly settings: Readonly<Record<string, Setting>>;
  /** The values that a setting may take, by its id (`lstm.activation`), where they are a list. */
  readonly choices: Readonly<Record<string, readonly AnswerInput[]>>;
  /** Settings that the file leaves to the release that wrote it, by id, with what Keras 3 takes instead. */
  readonly leftToVersion: Readonly<Record<string, string>>;
  /** Names of the layers whose outputs it reads, of all its uses together. */
  readonly readsFrom: readonly string[];
  readonly weights: readonly WeightCard[];
  /** Its recurrences, of all uses that run; empty for layers without gates. */
  readonly parts: readonly PartCard[];
  /** Number of units, for a layer without that setting of its last axis; 0 when unknown. */
  readonly units: number;
  /** Its states outlive a run where the next one carries on. */
  readonly stateful: boolean;
}

export interface ModelCard {
  /** What the title bar shows: file name, example title or "New LSTM". */
  readonly title: string;
  /** Name of the built-in example, else null. */
  readonly example: string | null;
  readonly format: Format;
  readonly producer: Producer;
  /** When it was saved, as the file says it; null when it does not. */
  readonly savedAt: string | null;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly layers: readonly LayerCard[];
  readonly inputs: readonly { readonly name: string; readonly shape: readonly (number | null)[]; readonly dtype: 'float' | 'integer' }[];
  readonly outputs: readonly TensorRef[];
  readonly questions: readonly Question[];
  readonly warnings: readonly Warning[];
  /** What the file holds beside the model, read past on purpose. */
  readonly leftovers: readonly string[];
  /** True once weights were typed in. */
  readonly edited: boolean;
  /** How far the model is from the answers that its file carries: the number of pairs run, and the largest difference; null without any. */
  readonly pairs: { readonly count: number; readonly maxAbs: number } | null;
}

/** What an axis of a sequence counts; `inner` lies between the timesteps and the features. */
export type SequenceAxis = 'samples' | 'timesteps' | 'inner' | 'features';

export interface SequenceCard {
  readonly title: string;
  /** As it enters the first input: (samples, timesteps, features), token ids (samples, timesteps), without a time axis (samples, features). Time first where the model is `time_major`. */
  readonly shape: Shape;
  /** What each axis of `shape` counts. */
  readonly axes: readonly SequenceAxis[];
  /** What enters the further inputs of the model, in their order. */
  readonly others: readonly { readonly input: string; readonly shape: Shape }[];
  /** Of the features; empty for token ids. */
  readonly names: readonly string[];
  /** The timesteps of the first sample, without a time axis the samples, at most 200, for the table on screen: (rows, features). */
  readonly preview: readonly (readonly number[])[];
  /** How its text was read; null when it is no text. */
  readonly text: TextForm | null;
  readonly warnings: readonly Warning[];
}

/** What the lab holds after a change. */
export interface LabCard {
  readonly model: ModelCard;
  readonly sequence: SequenceCard | null;
  /** Where stateful layers start, of those that carry on from a former run; none: all start from zeros. */
  readonly carried: readonly CarriedStates[];
}

/** The states of a stateful layer, in the order of its kind: (samples, units) each. */
export interface CarriedStates {
  readonly layer: string;
  readonly states: readonly Tensor[];
}

export interface RunCard extends RunSummary {
  /** Every array of the trace with its shape, (samples, timesteps, units) or (samples, units). */
  readonly arrays: readonly { readonly name: string; readonly shape: Shape }[];
  readonly keptBytes: number;
  /** What the run itself found; those of the model stand on its card. */
  readonly warnings: readonly Warning[];
}

export interface WeightValues {
  readonly name: string;
  readonly shape: Shape;
  readonly gates: readonly string[] | null;
  /** Row-major. */
  readonly values: Float32Array | Float64Array;
  /** As `get_weights()` prints it. */
  readonly text: string;
}

export interface ExampleCard {
  readonly name: string;
  readonly title: string;
  /** A sentence or two: what the model does and what to look for. */
  readonly story: string;
  /** Names of its sequences; the first runs at once. */
  readonly sequences: readonly string[];
}

/** What stands in files, as far as it can be read. */
export interface Inspection {
  /** One for each file. */
  readonly trees: readonly FileTree[];
  /** The layers that they tell whole, so that they open by their structure; null where they do not. */
  readonly structure: { readonly layers: number } | null;
}

/** What a host may have written: weights in one of two formats, what was run and what it equals, or all of it as a script for Keras. */
export type SaveRequest =
  | { readonly what: 'weights'; readonly format: WeightFormat }
  /** JSON, of the last run and its last check; docs/parity-certificate.md. */
  | { readonly what: 'certificate' }
  /** A zip of one folder with `rebuild.py`, of the last run. */
  | { readonly what: 'rebuild' };

/** A file that the core made; where it goes is the host's matter. */
export interface SavedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Requests and what each gives. Every request may also end in LabErrorData, and may report progress. Messages are plain data. */
export interface Requests {
  examples: [Record<string, never>, readonly ExampleCard[]];
  /** `structureOnly`: the layers that refused files still tell, without weights. */
  open: [{ files: readonly FileRef[]; structureOnly?: boolean }, LabCard];
  example: [{ name: string; sequence?: string }, LabCard];
  newLayer: [{ className: string; settings: Record<string, unknown>; features: number; seed: number }, LabCard];
  weights: [{ layer: string }, readonly WeightValues[]];
  /** Reads every array of a layer once. */
  weightStats: [{ layer: string }, readonly WeightStatistics[]];
  /** SHA-256 of each file of the model, in the order of `ModelCard.files`. */
  fileHashes: [Record<string, never>, readonly string[]];
  /** What stands in the files, also where they are refused. */
  inspect: [{ files: readonly FileRef[] }, Inspection];
  curves: [{ names: readonly string[] }, readonly ActivationCurve[]];
  /** `text`: nested brackets as Python prints them, or TSV/CSV rows; its shape has to be the weight's. */
  setWeights: [{ layer: string; weight: string; text: string }, LabCard];
  /** Settles a question or any other setting by its id, `lstm.activation`; the model is built again and has to run again. */
  answer: [{ id: string; value: AnswerInput }, LabCard];
  /** Outputs of a layer that cannot run, for the sequence that is open; null takes them away. */
  bringOutput: [{ layer: string; files: readonly FileRef[] | null }, LabCard];
  /**
   * `columns`: only these of a table, by name, in this order. `carriesOn`: stateful layers start where the last run left them, state i for
   * sample i, as a second call of the model in Keras; else every layer starts from zeros.
   */
  setSequence: [{ source: SequenceSource; columns?: readonly string[]; carriesOn?: boolean }, LabCard];
  /** Where stateful layers start; none at all for zeros. */
  carry: [{ states: readonly CarriedStates[] }, LabCard];
  /** States to start from, by their name in a trace (`h`, `forward/c`, `0/h`), one number per unit; none at all for zeros. */
  setState: [{ layer: string; states: Readonly<Record<string, readonly number[]>> }, LabCard];
  run: [{ precision: Precision }, RunCard];
  /** Which settings explain a known output: arrays named as in a trace, or one alone for the model's output. Takes seconds; reports progress. */
  guess: [{ expected: readonly FileRef[]; tolerance: number }, GuessResult];
  /** How far the outputs of the last run would move under other answers to a setting; each is a run of its own. */
  tryAnswers: [{ id: string; values: readonly AnswerInput[] }, readonly TriedAnswer[]];
  series: [{ window: WindowQuery; pixels: number }, SeriesView];
  /** Exact values, (units, to − from), at most 2 MiB. */
  values: [{ window: WindowQuery }, Float32Array | Float64Array];
  explain: [{ layer: string; sample: number; unit: number; timestep: number }, HandCalculation];
  /**
   * Compares the last run with reference arrays: .npz with the names of the trace, or a lone array for the model's output.
   * |got − expected| ≤ absolute + relative · |expected|
   */
  check: [{ expected: readonly FileRef[]; absolute: number; relative: number }, CheckResult];
  /** A file with a name that is safe on every system. */
  save: [SaveRequest, SavedFile];
}

export type RequestType = keyof Requests;
export type RequestBody<T extends RequestType> = Requests[T][0];
export type RequestValue<T extends RequestType> = Requests[T][1];

export type Request = { [T in RequestType]: { readonly id: number; readonly type: T; readonly body: RequestBody<T> } }[RequestType];
/** Cancelling is a message of its own: it has no reply; the cancelled request ends with `cancelled`. */
export interface CancelMessage {
  readonly id: number;
  readonly type: 'cancel';
}
export type Reply = { readonly kind: 'reply'; readonly id: number } & (
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: LabErrorData }
);
export interface Notice {
  readonly kind: 'progress';
  readonly id: number;
  /** 0..1 */
  readonly progress: number;
  readonly done: number;
  readonly of: number;
}
/** Sent every 500 ms by a core that is alive. */
export interface Heartbeat {
  readonly kind: 'heartbeat';
}
export type CoreMessage = Reply | Notice | Heartbeat;

/** Anything with a message channel: Web Worker, MessagePort, worker_threads port, or a pair in memory. */
export interface Port {
  post(message: unknown): void;
  listen(receive: (message: unknown) => void): void;
  close(): void;
}
