import type { LabClient } from '../../core/session/index.ts';

const TICK_MS = 500;
const SILENT_MS = 2000;
const DEAD_MS = 10_000;

/** Listens to the core's heartbeat: 2 s without one it counts as silent, 10 s as dead. */
export class CoreWatch {
  readonly #on: { silent(isSilent: boolean): void; dead(): void };
  #timer: ReturnType<typeof setInterval> | null = null;
  #lastAlive = 0;
  #lastTick = 0;
  #isSilent = false;

  constructor(on: { silent(isSilent: boolean): void; dead(): void }) {
    this.#on = on;
  }

  /** Watches this client from its first sign of life on, instead of the one before. */
  follow(client: LabClient): void {
    this.stop();
    client.onAlive = () => {
      this.#lastAlive = performance.now();
      if (this.#timer === null) this.#begin();
      this.#tellSilent(false);
    };
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#tellSilent(false);
  }

  #begin(): void {
    this.#lastTick = performance.now();
    this.#timer = setInterval(() => {
      this.#tick(performance.now());
    }, TICK_MS);
  }

  #tick(now: number): void {
    const wasAsleep = now - this.#lastTick > SILENT_MS; // the page slept, so nothing is known of the core
    this.#lastTick = now;
    if (wasAsleep) this.#lastAlive = now;
    const quietMs = now - this.#lastAlive;
    this.#tellSilent(quietMs > SILENT_MS);
    if (quietMs <= DEAD_MS) return;
    this.stop();
    this.#on.dead();
  }

  #tellSilent(isSilent: boolean): void {
    if (isSilent === this.#isSilent) return;
    this.#isSilent = isSilent;
    this.#on.silent(isSilent);
  }
}
