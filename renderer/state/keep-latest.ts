/** Runs at most one question at a time; of those that come meanwhile only the last is asked, and superseded answers are dropped. */
export class KeepLatest {
  #next: (() => Promise<void>) | null = null;
  #isAsking = false;
  #isClosed = false;

  /** Asks as soon as the question before is answered; `take` gets the answer unless a newer question came. */
  ask<T>(question: () => Promise<T>, take: (answer: T) => void, fail: (error: unknown) => void): void {
    this.#next = async () => {
      try {
        const answer = await question();
        if (this.#next === null && !this.#isClosed) take(answer);
      } catch (error) {
        if (this.#next === null && !this.#isClosed) fail(error);
      }
    };
    if (!this.#isAsking) void this.#drain();
  }

  /** Drops every answer from now on. */
  close(): void {
    this.#isClosed = true;
    this.#next = null;
  }

  async #drain(): Promise<void> {
    this.#isAsking = true;
    while (this.#next) {
      const ask = this.#next;
      this.#next = null;
      await ask();
    }
    this.#isAsking = false;
  }
}
