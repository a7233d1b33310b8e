import type { LayerProgress } from './layer-kind.ts';

/** Milliseconds of work after which whoever drives a run has to get a word in. */
const PAUSE_MS = 12;

/** Says when it is time to yield. */
export class Pace {
  #resumedAt = performance.now();

  /** True once enough time went by since the last time it was true. */
  isDue(): boolean {
    const now = performance.now();
    if (now - this.#resumedAt <= PAUSE_MS) return false;
    this.#resumedAt = now;
    return true;
  }
}

/** Does work on `count` things, at most `aLook` of them between two looks at the clock. `work` gets the first of its part and the end. */
export function* paced(count: number, aLook: number, work: (from: number, to: number) => void): Generator<LayerProgress, void, void> {
  const pace = new Pace();
  for (let from = 0; from < count; from += aLook) {
    const to = Math.min(count, from + aLook);
    work(from, to);
    if (pace.isDue()) yield { done: to, of: count };
  }
}
