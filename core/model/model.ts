import type { Phrase, Warning } from '../errors/index.ts';
import type { Format, KnownPair, Producer } from '../read/index.ts';
import type { Shape, StoredTensor } from '../tensor/index.ts';

/** Where a value came from: it stands in the file, the version's default, worked out from shapes, or the user said so. */
export type Provenance = 'file' | 'default' | 'inferred' | 'user';

export interface Setting {
  readonly value: unknown;
  readonly from: Provenance;
  readonly note: Phrase | null;
}

/** A setting that nothing in the file decides. `likely` is what runs until somebody answers. */
export interface Question {
  /** `lstm.recurrent_activation`, `bidirectional/forward.activation`, `lstm.class`; `keras` for the version that wrote the file. */
  readonly id: string;
  /** The likely answer first. */
  readonly choices: readonly unknown[];
  readonly likely: unknown;
  /** What speaks for the likely answer, in one sentence. */
  readonly why: Phrase;
  /** What another answer changes, in one sentence. */
  readonly effect: Phrase;
  readonly answered: boolean;
}

/** What the user said: the value by the id of a question, or of any setting. */
export type Answers = ReadonlyMap<string, unknown>;

/** Shapes of the outputs of layers that cannot run, brought from elsewhere: by layer, use and output, without the samples axis. */
export type BroughtShapes = ReadonlyMap<string, readonly (readonly Shape[])[]>;

/** One tensor of the graph: output `output` of call `call` of a layer. */
export interface TensorRef {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** One use of a layer; more than one when it is shared. Shapes lack the samples axis. */
export interface LayerUse {
  /** Its name in a trace: `lstm`, `lstm@1` for the second use, `branch@1/lstm` inside the second use of a nested model. */
  readonly name: string;
  readonly inputs: readonly TensorRef[];
  readonly states: readonly TensorRef[];
  /** What the call names as its mask, nonzero where a timestep counts; null where the mask of the input does. */
  readonly mask: TensorRef | null;
  readonly outputs: readonly Shape[];
  /** The layer is supported, and so is all that this use reads. */
  readonly runs: boolean;
}

/** A nested model by its full name, `encoder` or `encoder/inner`, and its class. */
export interface EnclosingModel {
  readonly name: string;
  readonly className: string;
}

export interface LayerNode {
  readonly name: string;
  /** The nested models that it stands in, outermost first. */
  readonly within: readonly EnclosingModel[];
  readonly className: string;
  readonly supported: boolean;
  /** Supported, and so is all before every use of it; or its outputs are brought. */
  readonly runs: boolean;
  /** It cannot run, and its outputs are brought from elsewhere: what lies behind it runs from there. */
  readonly isBrought: boolean;
  readonly settings: Readonly<Record<string, Setting>>;
  readonly weights: ReadonlyMap<string, StoredTensor>;
  readonly calls: readonly LayerUse[];
}

/** A validated, immutable graph of named layers. Editing makes a new Model that shares every tensor that did not change. */
export interface Model {
  readonly format: Format;
  readonly producer: Producer;
  /** When the file was saved, as it says; null when it does not. */
  readonly savedAt: string | null;
  /** In the order of the configuration, those of a nested model in its place: the order of Keras' `model.layers` and `get_weights()`. */
  readonly layers: readonly LayerNode[];
  /** The same by name. */
  readonly named: ReadonlyMap<string, LayerNode>;
  /** All uses in an order in which they can run. */
  readonly order: readonly { readonly layer: string; readonly call: number }[];
  readonly inputs: readonly { readonly name: string; readonly shape: Shape; readonly dtype: 'float' | 'integer' }[];
  readonly outputs: readonly TensorRef[];
  readonly questions: readonly Question[];
  readonly warnings: readonly Warning[];
  /** What the file holds beside the model, read past on purpose. */
  readonly leftovers: readonly string[];
  /** Known answers that the file carries. */
  readonly pairs: readonly KnownPair[];
}
