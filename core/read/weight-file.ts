import type { Warning } from '../errors/index.ts';
import type { StoredTensor, Tensor } from '../tensor/index.ts';

/** The dialects of `cli.md`; further ones get a word here and a reader of their own. */
export type Format = 'keras-v3' | 'keras-legacy' | 'by-hand';

/** Who wrote the file: `keras` `2.2.4`; a version of null means that the file does not say. */
export interface Producer {
  readonly name: string;
  readonly version: string | null;
}

/** Arrays that stand together in the file, with the name under which they stand. */
export interface WeightGroup {
  readonly name: string | null;
  readonly tensors: readonly StoredTensor[];
}

/**
 * What stands in the file(s), as stored: no gate order changed, nothing renamed. `model/adopt/` turns it into layers.
 *
 * keras-v3: one group per object path that owns variables, e.g. name `layers/lstm/cell`, tensors in the order of `vars/0, vars/1, …`.
 * keras-legacy: one group per entry of `layer_names`, in that order; tensors in the order of `weight_names`, path = `/model_weights/<layer>/<weight name>`.
 */
export interface WeightFile {
  readonly format: Format;
  readonly producer: Producer;
  /** Parsed, guarded JSON of the model's configuration; null when the file holds weights only. */
  readonly config: unknown;
  readonly groups: readonly WeightGroup[];
  /** Known answers that some formats carry. */
  readonly pairs: readonly { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] }[];
  /** Read past on purpose: optimizer state, …. */
  readonly leftovers: readonly string[];
  readonly warnings: readonly Warning[];
}

/** Input rows, (samples, timesteps, features). `lengths` per sample where they differ; labels for the time axis where a column held dates. */
export interface Sequence {
  readonly tensor: Tensor;
  readonly lengths: Int32Array | null;
  readonly timeLabels: readonly string[] | null;
  readonly names: readonly string[];
}
