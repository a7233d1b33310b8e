import type { Warning } from '../../errors/index.ts';
import type { Producer } from '../../read/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { GraphSpec } from '../config/graph-spec.ts';
import type { Question } from '../model.ts';

/** The layers of a file in Keras' terms: what `adopt` makes of the groups as stored. */
export interface Adopted {
  readonly graph: GraphSpec;
  /**
   * Arrays of each layer in the order of `LayerKind.weights`, converted to Keras' column order and orientation. Names of layers in nested
   * models are joined by `/`: `encoder/lstm`.
   */
  readonly arrays: ReadonlyMap<string, readonly StoredTensor[]>;
  /** Groups that no layer claimed, by the name under which they stand. */
  readonly unclaimed: readonly string[];
  readonly questions: readonly Omit<Question, 'answered'>[];
  readonly warnings: readonly Warning[];
  /** Who wrote the file, where its arrays tell more than the file says. */
  readonly producer?: Producer;
}
