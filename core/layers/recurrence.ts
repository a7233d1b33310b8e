import type { Tensor } from '../tensor/index.ts';
import type { Cell, CellCall, CellSignal, LayerCall, LayerProgress, LayerResult, Mask } from './layer-kind.ts';
import { versionDefault } from './defaults.ts';
import { inPrecision, numbers, type Numbers } from './numbers.ts';
import { Pace } from './pace.ts';
import { batchMajor, isTimeMajor } from './reading.ts';

/** Steps between two flushes to the recorder hold about this many numbers per signal. */
const CHUNK_NUMBERS = 8192;

/**
 * Runs x (samples, timesteps, features) through a cell, step by step. Signal index t is the step in which input timestep t was read; the
 * output stands in processing order, as Keras returns it. At a masked step the states stay, gates are NaN (nothing was computed), and the
 * output repeats the one before, or is 0 with `zero_output_for_mask`. Source: Keras 3.15 `RNN.call`, `backend.rnn`.
 */
export function* recur(call: LayerCall, makeCell: (call: CellCall) => Cell): Generator<LayerProgress, LayerResult, void> {
  return yield* isTimeMajor(call.settings) ? batchMajor(call, (swapped) => loop(swapped, makeCell)) : loop(call, makeCell);
}

function* loop(call: LayerCall, makeCell: (call: CellCall) => Cell): Generator<LayerProgress, LayerResult, void> {
  const x = call.inputs[0]; // as: the model room checked the rank
  const { settings, precision } = call;
  const [samples = 0, timesteps = 0, features = 0] = x.shape;
  const cell = makeCell({ settings, weights: call.weights, samples, features, precision });
  cell.states.forEach((state, index) => {
    const initial = call.initialState?.[index];
    if (initial) state.set(initial.data);
  });
  const rows = inPrecision(x, precision);
  const mask = call.isMaskHidden === true ? null : (call.masks[0] ?? null);
  const outputs = new Outputs(call, cell, samples, timesteps);
  const widest = Math.max(1, ...cell.signals.map(({ units }) => units));
  const chunkSteps = Math.max(1, Math.min(timesteps, Math.floor(CHUNK_NUMBERS / (samples * widest))));
  const planes = cell.signals.map(({ units }) => numbers(precision, chunkSteps * samples * units));
  const backwards = settings.go_backwards === true;

  const pace = new Pace();
  for (let processed = 0; processed < timesteps; processed += chunkSteps) {
    const count = Math.min(chunkSteps, timesteps - processed);
    const from = backwards ? timesteps - processed - count : processed;
    for (let k = 0; k < count; k++) {
      const timestep = backwards ? timesteps - 1 - (processed + k) : processed + k;
      for (let sample = 0; sample < samples; sample++) {
        const counts = mask?.data[sample * timesteps + timestep] !== 0;
        if (counts) cell.step(rows, (sample * timesteps + timestep) * features, sample);
        record(cell.signals, planes, (timestep - from) * samples + sample, sample, counts);
        outputs.keep(sample, processed + k, counts, mask?.data[sample * timesteps + processed + k] !== 0);
      }
    }
    cell.signals.forEach(({ name, units }, index) => {
      call.recorder.chunk(call.name, name, from, from + count, planes[index], units);
    });
    if (pace.isDue()) yield { done: processed + count, of: timesteps };
  }
  return outputs.result(call.masks[0] ?? null);
}

/** Copies the signals of one sample into row `row` of their planes. Writes `planes`. */
function record(signals: readonly CellSignal[], planes: readonly Numbers[], row: number, sample: number, counts: boolean): void {
  for (let index = 0; index < signals.length; index++) {
    const { values, units, at, perSample, isState } = signals[index];
    const plane = planes[index];
    const place = row * units;
    if (!counts && !isState) plane.fill(NaN, place, place + units);
    else for (let unit = 0, read = at + sample * perSample; unit < units; unit++) plane[place + unit] = values[read + unit];
  }
}

/** What the layer returns, put together while it runs. */
class Outputs {
  readonly #call: LayerCall;
  readonly #cell: Cell;
  readonly #samples: number;
  readonly #timesteps: number;
  /** (samples, timesteps, units) in processing order; null when only the last one is returned. */
  readonly #sequence: Numbers | null;
  /** The output of the step before, (samples, units). */
  readonly #last: Numbers;
  readonly #zeroes: boolean;
  /** True where the finished sequence is zeroed, by the mask as it came in: an unrolled loop that runs backwards zeroes other steps. */
  readonly #zeroesAfter: boolean;
  /** Of a release where a masked step repeats the first state instead of the last output, that state, (samples, units); else null. */
  readonly #repeated: Numbers | null;

  constructor(call: LayerCall, cell: Cell, samples: number, timesteps: number) {
    const { units } = cell.output;
    this.#call = call;
    this.#cell = cell;
    this.#samples = samples;
    this.#timesteps = timesteps;
    this.#sequence = call.settings.return_sequences ? numbers(call.precision, samples * timesteps * units) : null;
    this.#last = numbers(call.precision, samples * units);
    const zeroes = call.settings.zero_output_for_mask === true;
    this.#zeroesAfter = zeroes && call.settings.unroll === true && call.settings.return_sequences === true;
    this.#zeroes = zeroes && !this.#zeroesAfter;
    const isLoop = call.settings.unroll !== true && call.producer.backend !== 'theano';
    const repeatsState = isLoop && versionDefault('masked_output', call.producer) === 'state';
    // In stacked cells it may belong to another cell. Where that has other units Keras cannot build the layer.
    const [first] = cell.states;
    this.#repeated = repeatsState && first.length === samples * units ? first : null;
  }

  /** The output of one sample after the step that was processed as number `position`; `countsInput` is about the input timestep of that number. */
  keep(sample: number, position: number, counts: boolean, countsInput: boolean): void {
    const { units } = this.#cell.output;
    if (counts) this.#takeOutput(sample);
    else if (this.#zeroes) this.#last.fill(0, sample * units, (sample + 1) * units);
    else if (this.#repeated) for (let at = sample * units; at < (sample + 1) * units; at++) this.#last[at] = this.#repeated[at];
    if (this.#sequence === null) return;
    if (this.#zeroesAfter && !countsInput) return; // the sequence holds zeros
    const row = (sample * this.#timesteps + position) * units;
    for (let unit = 0; unit < units; unit++) this.#sequence[row + unit] = this.#last[sample * units + unit];
  }

  result(mask: Mask | null): LayerResult {
    const { settings } = this.#call;
    const samples = this.#samples;
    const state = this.#cell.states.map((data): Tensor => ({ shape: [samples, data.length / Math.max(1, samples)], data }));
    const { units } = this.#cell.output;
    const output: Tensor = this.#sequence
      ? { shape: [samples, this.#timesteps, units], data: this.#sequence }
      : { shape: [samples, units], data: this.#last };
    const goesOn = settings.return_sequences === true && versionDefault('rnn_passes_mask', this.#call.producer) === true;
    const outputs = settings.return_state ? [output, ...state] : [output];
    return { outputs, masks: outputs.map((_, index) => (index === 0 && goesOn ? mask : null)), state };
  }

  #takeOutput(sample: number): void {
    const { units, values, at, perSample } = this.#cell.output;
    const read = at + sample * perSample;
    for (let unit = 0; unit < units; unit++) this.#last[sample * units + unit] = values[read + unit];
  }
}
