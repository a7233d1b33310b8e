import type { CheckResult, FileRef, GuessResult, RunCard } from '../../core/session/index.ts';
import { t } from '../i18n/index.ts';
import { KeepLatest } from './keep-latest.ts';
import type { Lab } from './lab.svelte.ts';

/** Arrays that a run is compared with. */
export interface Reference {
  readonly title: string;
  readonly files: readonly FileRef[];
}

/** What speaks for the numbers on screen: reference arrays, how the run compares with them, and which settings would explain them. */
export class Proof {
  reference: Reference | null = $state.raw(null);
  /** How the run on screen compares; null while there is nothing to compare, or it is being compared. */
  check: CheckResult | null = $state.raw(null);
  /** Which settings explain the reference; null before it was asked, and after the model changed. */
  guess: GuessResult | null = $state.raw(null);
  /** Largest difference that counts as equal. */
  absolute = $state(1e-5);
  readonly #lab: Lab;
  readonly #latest = new KeepLatest();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Compares the run with these files, and every run after it. @throws LabError; the old reference stays */
  async compare(files: readonly FileRef[]): Promise<void> {
    const result = await this.#ask(files);
    this.reference = { title: files.map((file) => this.#lab.host.nameOf(file)).join(' + '), files };
    this.guess = null;
    this.#take(result);
  }

  /** Compares again, with another tolerance. */
  async setTolerance(absolute: number): Promise<void> {
    this.absolute = absolute;
    if (this.reference) this.#take(await this.#ask(this.reference.files));
  }

  /** The comparison follows the run; typed weights are not those that the reference was made with. */
  follow(run: RunCard | null): void {
    this.check = null;
    this.guess = null;
    const { reference } = this;
    if (!reference || !run || this.isOff) return;
    this.#latest.ask(
      () => this.#ask(reference.files),
      (result) => this.#take(result),
      () => (this.reference = null), // another model or another length: it belongs to neither
    );
  }

  /** Typed weights: the reference cannot be met any more. */
  get isOff(): boolean {
    return this.#lab.model?.edited ?? false;
  }

  /** Another model, or another sequence. */
  forget(): void {
    this.reference = null;
    this.check = null;
    this.guess = null;
  }

  /** Searches the settings that explain the reference, or another one. @throws LabError */
  async search(files?: readonly FileRef[]): Promise<void> {
    if (files) {
      this.check = null;
      this.reference = { title: files.map((file) => this.#lab.host.nameOf(file)).join(' + '), files };
    }
    const { reference } = this;
    if (!reference) return;
    this.guess = null;
    this.guess = await this.#lab.work(t('proof.searching'), (options) =>
      this.#lab.client.request('guess', { expected: reference.files, tolerance: this.absolute }, options),
    );
    if (this.check === null && this.#lab.run) this.#take(await this.#ask(reference.files));
  }

  /** True where a file holds arrays that bear names of the trace, other than those of the model's inputs. */
  async isNamedAsTrace(files: readonly FileRef[]): Promise<boolean> {
    const { run } = this.#lab;
    if (!run) return false;
    const names = run.arrays.map(({ name }) => `${name}.npy`).filter((name) => !name.startsWith('input'));
    const { trees } = await this.#lab.client.request('inspect', { files });
    return trees.some(({ children }) => children.some(({ name }) => names.includes(name)));
  }

  #ask(expected: readonly FileRef[]): Promise<CheckResult> {
    return this.#lab.client.request('check', { expected, absolute: this.absolute, relative: 0 });
  }

  #take(result: CheckResult): void {
    this.check = result;
    this.#lab.announce(result.pass ? t('proof.matches') : t('proof.differs'));
  }
}
