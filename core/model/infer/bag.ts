import type { Phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';

/** Arrays that the file keeps together, so of one layer: what weights-only files give instead of a configuration. */
export interface Candidate {
  /** The layer's name as the file has it; null where it names none. */
  readonly name: string | null;
  /** Its Keras class where names or paths tell it, else null: then the shapes have to. */
  readonly className: string | null;
  /** In Keras' order and orientation; of a Bidirectional the forward arrays, then the backward ones. */
  readonly tensors: readonly StoredTensor[];
  /** Settings that follow from how the file is laid out, each with the reason: `reset_after` of a PyTorch GRU. */
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly note: Phrase }>>;
}

/** What a file without a configuration holds. `isOrdered`: candidates stand in the order of the model. */
export type Bag =
  | { readonly kind: 'layers'; readonly candidates: readonly Candidate[]; readonly isOrdered: boolean }
  /** Arrays one after the other in the order of `get_weights()`; where one layer ends is not stored. */
  | { readonly kind: 'flat'; readonly tensors: readonly StoredTensor[] };
