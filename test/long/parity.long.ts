import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describe as words } from '../golden/compare.ts';
import {
  FLOAT32_TOLERANCE,
  FLOAT64_TOLERANCE,
  makeRandomModels,
  type Making,
  type Parity,
  type RandomModel,
  randomModels,
  runRandomModel,
} from '../keras/random-models.ts';
import { findPython } from './python.ts';

const FOLDER = resolve(import.meta.dirname, '../../out/long-parity');
const COUNT = Number(process.env.GATESCOPE_LONG_COUNT ?? 500);
const FIRST_SEED = 1000;
/** Models made by one process. */
const BATCH = 100;

const python = findPython('keras');

test.skipIf(python === null)(`${COUNT} random models of live Keras run here as they run there`, () => {
  const tally = new Tally();
  for (let made = 0; made < COUNT; made += BATCH) {
    const folder = join(FOLDER, String(FIRST_SEED + made));
    tally.making(makeRandomModels(python ?? '', folder, FIRST_SEED + made, Math.min(BATCH, COUNT - made)));
    for (const model of randomModels(folder)) tally.add(folder, model);
  }
  report(tally.paragraphs());
  expect(tally.finds).toEqual([]);
  expect(tally.models).toBe(COUNT);
});

/** The worst difference of one precision, and where. */
interface Worst {
  readonly abs: number;
  readonly words: string;
}

class Tally {
  models = 0;
  readonly finds: string[] = [];
  readonly #worst: Record<'f32' | 'f64', Worst> = { f32: { abs: 0, words: '' }, f64: { abs: 0, words: '' } };
  readonly #kinds = new Map<string, number>();
  readonly #forms = new Map<string, number>();
  readonly #drawn = new Map<string, number>();
  readonly #thrown = new Map<string, number>();
  #numbers = 0;
  #versions = '';

  making({ keras, tfKeras, tensorflow, thrown }: Making): void {
    this.#versions = `Keras ${keras} and tf-keras ${tfKeras} on TensorFlow ${tensorflow}`;
    for (const [reason, count] of Object.entries(thrown)) add(this.#thrown, reason, count);
  }

  add(folder: string, model: RandomModel): void {
    this.models += 1;
    add(this.#drawn, model.drawn);
    add(this.#forms, `${model.writer} ${model.form}`);
    for (const kind of model.kinds) add(this.#kinds, kind);
    for (const precision of ['f32', 'f64'] as const) {
      const place = `seed ${model.name} (${model.drawn}, ${model.writer} ${model.form}), ${precision}`;
      try {
        this.#take(place, precision, runRandomModel(folder, model, precision));
      } catch (error) {
        this.finds.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  #take(place: string, precision: 'f32' | 'f64', parity: Parity): void {
    this.#numbers += parity.numbers;
    if (!parity.isWithin) {
      const waits = parity.waits.length > 0 ? `does not run: ${parity.waits.join(', ')}` : '';
      const unknown = parity.unknown.length > 0 ? `Keras has no ${parity.unknown.join(', ')}` : '';
      this.finds.push([place, waits, unknown, words(parity)].filter((part) => part !== '').join(': '));
    }
    if (parity.worst !== null && parity.worst.abs > this.#worst[precision].abs)
      this.#worst[precision] = { abs: parity.worst.abs, words: `${place}: ${words(parity)}` };
  }

  paragraphs(): readonly string[] {
    const { f32, f64 } = this.#worst;
    return [
      `${this.models} random models by ${this.#versions}, seeds ${FIRST_SEED} to ${FIRST_SEED + this.models - 1}; ${this.#numbers} numbers compared: what every layer returns in each of its uses, every gate, state and mask.`,
      `Limit: ${FLOAT32_TOLERANCE} · max(1, |x|) in float32, ${FLOAT64_TOLERANCE} · max(1, |x|) in float64, beside the same model in Keras in that precision.`,
      `Worst in float32: ${f32.abs.toExponential(1)}, ${f32.words}`,
      `Worst in float64: ${f64.abs.toExponential(1)}, ${f64.words}`,
      this.finds.length === 0 ? 'All agree.' : `**${this.finds.length} differ:**\n\n${this.finds.map((find) => `- ${find}`).join('\n')}`,
      `Models: ${listed(this.#drawn)}.`,
      `Saved as: ${listed(this.#forms)}.`,
      `Models with a layer or operation of each class: ${listed(this.#kinds)}.`,
      `Drawn and not used, because Keras refuses them or they measure rounding alone: ${listed(this.#thrown) || 'none'}.`,
    ];
  }
}

function add(counts: Map<string, number>, key: string, count = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `${key} ${count}`)
    .join(', ');
}

function report(paragraphs: readonly string[]): void {
  console.log(paragraphs.join('\n'));
  const place = process.env.GATESCOPE_REPORT;
  if (place !== undefined) writeFileSync(place, `${paragraphs.join('\n\n')}\n`);
}
