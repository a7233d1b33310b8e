/** Smallest number of steps that zooming in leaves; shorter sequences are always whole. */
const SMALLEST_WINDOW = 8;

/** The part of the time axis that all tracks show: steps `from` to `to` − 1, both whole numbers. */
export class TimeWindow {
  from = $state(0);
  to = $state(1);
  timesteps = $state(1);
  /** Width of the plots in CSS pixels, told by the ruler. */
  pixels = $state(0);

  readonly length = $derived(this.to - this.from);
  readonly isWhole = $derived(this.length === this.timesteps);
  /** Steps per pixel; below 1 every step is drawn. */
  readonly stepsPerPixel = $derived(this.pixels > 0 ? this.length / this.pixels : 1);

  /** Takes a run of another length; keeps the zoom when the length stayed. */
  setTimesteps(timesteps: number): void {
    if (timesteps === this.timesteps) return;
    this.timesteps = Math.max(1, timesteps);
    this.fit();
  }

  fit(): void {
    this.from = 0;
    this.to = this.timesteps;
  }

  /** Changes the length by `factor`, keeping the step `at` where it is on the screen. */
  zoom(factor: number, at: number): void {
    const smallest = Math.min(SMALLEST_WINDOW, this.timesteps);
    let length = Math.round(this.length * factor);
    if (length === this.length) length += factor < 1 ? -1 : 1;
    length = Math.max(smallest, Math.min(this.timesteps, length));
    const share = (at - this.from) / this.length;
    this.#place(Math.round(at - share * length), length);
  }

  /** Moves by steps, at most to the ends. */
  pan(steps: number): void {
    this.#place(this.from + Math.round(steps), this.length);
  }

  /** Moves so that the step is in view. */
  show(step: number): void {
    if (step < this.from) this.#place(step, this.length);
    else if (step >= this.to) this.#place(step - this.length + 1, this.length);
  }

  /** The step whose column holds a position, as a share of the width, 0..1. */
  stepAt(share: number): number {
    const step = this.from + Math.floor(share * this.length);
    return Math.max(this.from, Math.min(this.to - 1, step));
  }

  /** Where the middle of a step's column lies, as a share of the width. */
  shareOf(step: number): number {
    return (step - this.from + 0.5) / this.length;
  }

  #place(from: number, length: number): void {
    this.from = Math.max(0, Math.min(this.timesteps - length, from));
    this.to = this.from + length;
  }
}
