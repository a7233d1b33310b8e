/** How far work between two turns has come, in whatever it counts. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** Drives work to its end without stopping, for hosts that need no turns in between. */
export function finish<T>(work: { next(): IteratorResult<unknown, T> }): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
