import type { Reading, Role } from './reading.ts';

/**
 * How a layer hangs on the one before it: `start` of the model, `chain` where widths fit, `flatten` where it takes all timesteps at once,
 * `apart` where nothing before it can be its input.
 */
export type Join = 'start' | 'chain' | 'flatten' | 'apart';

/** What stands before: null for nothing yet; an output of null cannot be known. */
interface Before {
  readonly role: Role | null;
  readonly output: number | null;
}

const APART = 8;
/** A second table of embeddings begins another branch. */
const NEW_BRANCH = 5;

/** The join of a reading with what stands before, and how unlikely it is. `wanted`: what the user said of it. */
export function joinOf(before: Before, reading: Reading, wanted: string | undefined): { readonly join: Join; readonly cost: number } {
  if (before.role === null) return { join: 'start', cost: 0 };
  if (wanted === 'apart') return { join: 'apart', cost: 0 };
  if (reading.role === 'embedding') return { join: 'apart', cost: NEW_BRANCH };
  if (reading.input === null) return { join: 'chain', cost: 0 };
  if (before.output === null) return { join: 'chain', cost: 1 };
  if (before.output === reading.input) {
    // Pictures have to be reshaped before a sequence can be read from them, and how is not stored.
    const isReshaped = before.role === 'convolution' && reading.role === 'recurrent';
    return { join: 'chain', cost: isReshaped ? 0.5 : 0 };
  }
  if (reading.role === 'dense' && reading.input % before.output === 0 && before.role !== 'unknown') {
    return { join: 'flatten', cost: before.role === 'dense' ? 4 : 2 };
  }
  return { join: 'apart', cost: APART };
}
