import type { AnswerInput, TriedAnswer } from '../../core/session/index.ts';
import { isCancelled } from './cancelled.ts';
import { toErrorData } from './error-data.ts';
import type { Lab } from './lab.svelte.ts';

interface Setting {
  readonly id: string;
  readonly answers: readonly TriedAnswer[];
}

/** How far the outputs of the run on screen would move under other answers: asked for setting by setting, beside all other work. */
export class Tried {
  /** The setting that is being tried, and how far, 0..1; null while none is. */
  asked: { readonly id: string; readonly progress: number } | null = $state.raw(null);
  readonly #lab: Lab;
  #abort: AbortController | null = null;
  /** By setting, those of one run. */
  #results: { readonly runId: number; readonly settings: readonly Setting[] } = $state.raw({ runId: 0, settings: [] });

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** What is known of a setting for the run on screen; null before it was asked. */
  of(id: string): readonly TriedAnswer[] | null {
    if (this.#results.runId !== this.#lab.runId) return null;
    return this.#results.settings.find((setting) => setting.id === id)?.answers ?? null;
  }

  /** Tries these values of a setting; what was being tried before is given up. A refusal becomes a notice. */
  async ask(id: string, values: readonly AnswerInput[]): Promise<void> {
    this.cancel();
    const abort = new AbortController();
    this.#abort = abort;
    const { runId } = this.#lab;
    this.asked = { id, progress: 0 };
    const onProgress = ({ progress }: { readonly progress: number }): void => {
      if (this.#abort === abort) this.asked = { id, progress };
    };
    try {
      const answers = await this.#lab.client.request('tryAnswers', { id, values }, { signal: abort.signal, onProgress });
      if (abort.signal.aborted) return; // it was done before the cancel arrived
      const known = this.#results.runId === runId ? this.#results.settings.filter((setting) => setting.id !== id) : [];
      this.#results = { runId, settings: [...known, { id, answers }] };
    } catch (error) {
      if (!isCancelled(error)) this.#lab.notice = toErrorData(error);
    } finally {
      if (this.#abort === abort) {
        this.#abort = null;
        this.asked = null;
      }
    }
  }

  cancel(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.asked = null;
  }
}
