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
