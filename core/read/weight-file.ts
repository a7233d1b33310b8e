import type { Warning } from '../errors/index.ts';
import type { StoredTensor, Tensor } from '../tensor/index.ts';
import type { Format } from './formats.ts';
import type { TextEncoding } from './text.ts';

/** Who wrote the file: `keras` `2.2.4`; a version of null means that the file does not say. `3.x` is a Keras 3 whose number is not stored. */
export interface Producer {
  readonly name: string;
  readonly version: string | null;
  /** Set where Keras computed with Theano, which turns the kernels of convolutions and repeats other outputs at masked steps. */
  readonly backend?: 'theano';
}

/** Arrays that stand together in the file, with the name under which they stand. */
export interface WeightGroup {
  readonly name: string | null;
  readonly tensors: readonly StoredTensor[];
  /** What the file says of the group beside its name: `name` (the layer's name in a Keras ≥ 3.6 store). */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Inputs of a model and what it answered, in the order of its inputs and outputs; (samples, …) each. */
export interface KnownPair {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/**
 * What stands in the file(s), as stored: no gate order changed, nothing renamed, no number converted beyond its element type.
 * `model/adopt/` turns it into layers. `StoredTensor.path` says where an array stands, for people and for messages.
 *
 * | format | `config` | `groups` |
 * |---|---|---|
 * | keras-v3, keras-v3-weights, keras-v3-shards | config.json of the zip or folder; null for weights alone | one per object path that owns variables (`layers/lstm/cell`), tensors in the order of `vars/0, vars/1, …`, attribute `name` where it is stored |
 * | keras-legacy, keras-legacy-weights | attribute `model_config`; null for weights alone | one per entry of `layer_names`, in that order, also where it is empty; tensors in the order of `weight_names` |
 * | keras-config | the architecture, where the weights could not be read | none |
 * | npz, npy, json-weights | null | one without a name, arrays in stored order (`arr_10` after `arr_9`), path = the key or the index |
 * | rtneural | the JSON without its weights | one per entry of `layers`, in that order, also where it is empty; arrays as in `get_weights()` |
 * | guitarml, safetensors | `model_data` of GuitarML; null | one without a name, arrays in stored order, path = their key |
 * | frugally-deep | `architecture` | one per entry of `trainable_params`, path = `LAYER/KEY`; one axis each, shapes come from the configuration |
 * | tfjs | `modelTopology`'s model config, or null | one per manifest group, arrays in stored order, dequantised on `load`, path = their name |
 * | tf-checkpoint | null | one per object path that owns variables (`layer_with_weights-0/cell`), path = the key without its suffix |
 * | onnx | null | one per recurrent node and per product by a stored matrix, in the order in which they run; attributes as text |
 */
export interface WeightFile {
  readonly format: Format;
  readonly producer: Producer;
  /** When it was saved, as the file says it; null when it does not. */
  readonly savedAt: string | null;
  /** Parsed, guarded JSON of the model's configuration; null when the file holds weights only. */
  readonly config: unknown;
  readonly groups: readonly WeightGroup[];
  /** Known answers that some formats carry. */
  readonly pairs: readonly KnownPair[];
  /** Read past on purpose: optimizer state, …. */
  readonly leftovers: readonly string[];
  readonly warnings: readonly Warning[];
}

/** A row that is longer or shorter than the first one. */
export interface UnevenRow {
  readonly where: string;
  readonly found: number;
  readonly expected: number;
}

/**
 * Input rows, (samples, timesteps, features). `lengths` per sample (per row where `uneven`) where they differ; labels for the time axis where a
 * column held dates.
 */
export interface Sequence {
  readonly tensor: Tensor;
  readonly lengths: Int32Array | null;
  readonly timeLabels: readonly string[] | null;
  readonly names: readonly string[];
  /** Set where rows of one sample differ in length: they are samples of one feature or of token ids, or a mistake. */
  readonly uneven?: UnevenRow;
  /** Set where it was one sample without an axis for samples. */
  readonly isLone?: true;
  /** Where the first row of a table stands, `x.csv, row 2`; without it the sequence is no table. */
  readonly firstRow?: string;
  /** How its text was read; without it the sequence is no text. */
  readonly text?: TextForm;
}

/** How cells of a row are parted; `' '` stands for any run of blanks, as numpy.savetxt writes. */
export type Delimiter = '\t' | ';' | ',' | ' ';

/** What was found out about a text that does not say it: its encoding, null where it was typed, and what parts its cells, null in JSON. */
export interface TextForm {
  readonly encoding: TextEncoding | null;
  readonly delimiter: Delimiter | null;
}
