import type { Recorder } from '../layers/index.ts';
import type { NonFinite } from './run.ts';

/** Order in which an LSTM computes its signals, so that the first of equal steps is the cause and not its consequence. */
const COMPUTED = ['i', 'f', 'g', 'o', 'c', 'h'];

/** Watches the chunks that pass for the first value that is NaN or infinite: first layer, then first step processed, then signal. */
export class NonFiniteWatch {
  #first: Omit<NonFinite, 'cause'> | null = null;
  #rank = Infinity;

  get first(): Omit<NonFinite, 'cause'> | null {
    return this.#first;
  }

  /** A recorder for one layer that passes everything on to `next`. `shape` is (samples, timesteps, units). */
  around(next: Recorder, [samples, timesteps, units]: readonly [number, number, number], backwards: boolean): Recorder {
    if (this.#first) return next; // an earlier layer failed first
    return {
      chunk: (layer, signal, from, to, plane, stride) => {
        next.chunk(layer, signal, from, to, plane, stride);
        const order = COMPUTED.indexOf(signal);
        for (let step = from; step < to; step++) {
          for (let sample = 0; sample < samples; sample++) {
            const start = ((step - from) * samples + sample) * stride;
            for (let unit = 0; unit < units; unit++) {
              if (Number.isFinite(plane[start + unit])) continue;
              const rank = ((backwards ? timesteps - 1 - step : step) * COMPUTED.length + order) * samples + sample;
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
