import type { Mask, Recorder, SignalSpec } from '../layers/index.ts';
import type { NonFinite } from './run.ts';

/** Watches the chunks that pass for the first value that is NaN or infinite: first layer, then first step processed, then signal. */
export class NonFiniteWatch {
  #first: Omit<NonFinite, 'cause'> | null = null;
  #rank = Infinity;

  get first(): Omit<NonFinite, 'cause'> | null {
    return this.#first;
  }

  /**
   * A recorder for one layer that passes everything on to `next`. Signals come in the order in which they are computed, so that the first
   * of equal steps is the cause and not its consequence; masked steps do not count.
   */
  around(next: Recorder, signals: readonly SignalSpec[], [samples, timesteps]: readonly [number, number], mask: Mask | null): Recorder {
    if (this.#first) return next; // an earlier layer failed first
    const order = new Map(signals.map((signal, index) => [signal.name, { ...signal, index }]));
    return {
      chunk: (layer, signal, from, to, plane, stride) => {
        next.chunk(layer, signal, from, to, plane, stride);
        const spec = order.get(signal);
        if (spec === undefined) return;
        for (let step = from; step < to; step++) {
          for (let sample = 0; sample < samples; sample++) {
            if (mask?.data[sample * timesteps + step] === 0) continue;
            const start = ((step - from) * samples + sample) * stride;
            for (let unit = 0; unit < spec.units; unit++) {
              if (Number.isFinite(plane[start + unit])) continue;
              const rank = ((spec.backwards ? timesteps - 1 - step : step) * signals.length + spec.index) * samples + sample;
              if (rank >= this.#rank) continue;
              this.#rank = rank;
              this.#first = { layer, signal, sample, timestep: step, unit };
            }
          }
        }
      },
    };
  }
}
