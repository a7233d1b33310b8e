import type { Phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';

/** A setting that follows from shapes or names, with the reason in a few words. */
export interface Decided {
  readonly value: unknown;
  readonly note: Phrase;
}

/** What kind of layer a reading is, as far as it matters to what may follow it. */
export type Role = 'recurrent' | 'embedding' | 'dense' | 'convolution' | 'same-shape' | 'unknown';

/** One way to understand arrays that stand together: as one layer of a class. */
export interface Reading {
  readonly className: string;
  readonly role: Role;
  /** How many stored arrays it takes. */
  readonly count: number;
  /** The arrays in Keras' order, orientation and gate order. */
  arrays(): readonly StoredTensor[];
  readonly settings: Readonly<Record<string, Decided>>;
  /** The layer that a wrapper holds. */
  readonly inner: { readonly className: string; readonly settings: Readonly<Record<string, Decided>> } | null;
  /** Features that it takes and gives, sizes of the last axis; null when the arrays do not tell. */
  readonly input: number | null;
  readonly output: number | null;
  /** Axes of one sample that it takes beside the features: 1 for a sequence, 2 for pictures; null when any number will do. */
  readonly axes: number | null;
  /** How far from likely it is; 0 when shapes leave no other. Differences decide, and decide what is worth a question. */
  readonly cost: number;
  /** Why the class is what it is, for the badge. */
  readonly reason: Phrase;
}

/** Number of units of the recurrent or dense part of a reading. */
export function unitsOf({ settings, inner }: Pick<Reading, 'settings' | 'inner'>): number {
  return Number((inner?.settings ?? settings)['units']?.value ?? 0);
}
