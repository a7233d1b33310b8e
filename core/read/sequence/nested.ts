import { ReadError, refuse } from '../../errors/index.ts';
import { describeJson } from '../json/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';
import type { Sequence, UnevenRow } from '../weight-file.ts';
import { featureNames } from './feature-names.ts';
import { parseNumber } from './number-text.ts';

const AXES = ['sample', 'timestep', 'feature'];

/**
 * A sequence from nested lists of numbers, rank 1 to 3: `[t]`, `[t][feature]`, `[sample][t][feature]`, float64. `"NaN"` and `"Infinity"`
 * in quotation marks are numbers, as JSON has no other way to write them. Samples may differ in length: the rest is 0, and `lengths` says
 * how much counts. So may the rows of rank 2, which may turn out to be samples: the first such row is `uneven`.
 * @throws `seq-empty`, `seq-columns`, `seq-value`, `seq-rank`, `seq-too-big`
 */
export function readNested(value: unknown, name: string): Sequence {
  const rank = rankOf(value);
  if (rank.isEmpty) refuse(ReadError, 'seq-empty', name);
  if (rank.axes < 1 || rank.axes > 3) refuse(ReadError, 'seq-rank', name, { shape: `(${rank.first.join(', ')})` });
  const rows = new Rows(rank.axes, rank.first, name);
  rows.read(value, []);
  return rows.sequence();
}

/** Lists within lists, as the first entries tell. */
function rankOf(value: unknown): { readonly axes: number; readonly first: readonly number[]; readonly isEmpty: boolean } {
  const first: number[] = [];
  for (let level = value; Array.isArray(level); level = (level as unknown[])[0]) first.push(level.length);
  return { axes: first.length, first, isEmpty: first.includes(0) };
}

class Rows {
  readonly #axes: number;
  readonly #first: readonly number[];
  readonly #name: string;
  /** Grown as numbers come: the first entries alone may promise far more than there is. */
  readonly #numbers: number[] = [];
  /** Lengths on the axis that may differ: timesteps of each sample, or numbers of each row. */
  readonly #lengths: number[] = [];
  #uneven: UnevenRow | null = null;

  constructor(axes: number, first: readonly number[], name: string) {
    this.#axes = axes;
    this.#first = first;
    this.#name = name;
  }

  read(level: unknown, path: readonly number[]): void {
    const depth = path.length;
    if (depth === this.#axes) {
      this.#numbers.push(readNumber(level, this.#name, this.#place(path)));
      return;
    }
    const expected = this.#first[depth];
    if (!Array.isArray(level)) return this.#refuseRow(path, 1, expected);
    if (depth === 1 && this.#axes > 1) this.#take(level.length, path, expected);
    else if (level.length !== expected) this.#refuseRow(path, level.length, expected);
    // Most entries are numbers of the innermost lists: for them no path is made.
    const isInnermost = depth + 1 === this.#axes;
    level.forEach((inner: unknown, index) => {
      if (isInnermost && typeof inner === 'number') this.#numbers.push(inner);
      else this.read(inner, [...path, index]);
    });
  }

  sequence(): Sequence {
    const lengths = this.#lengths.length > 0 ? this.#lengths : [this.#first[0]];
    const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
    const features = this.#axes === 3 ? this.#first[2] : 1;
    const differ = lengths.some((length) => length !== longest);
    if (differ && lengths.length * longest * features > LIMITS.sequenceValues)
      refuse(ReadError, 'seq-too-big', this.#name, {
        found: `${lengths.length} samples of up to ${longest} timesteps`,
        limit: `${LIMITS.sequenceValues} values`,
      });
    const data = differ ? this.#padded(lengths, longest, features) : Float64Array.from(this.#numbers);
    const shape =
      this.#axes === 3 ? [lengths.length, longest, features] : this.#axes === 2 ? [1, lengths.length, longest] : [1, longest, 1];
    return {
      tensor: { shape, data },
      lengths: differ ? Int32Array.from(lengths) : null,
      ...(this.#axes < 3 && { isLone: true as const }),
      ...(this.#uneven && { uneven: this.#uneven }),
      timeLabels: null,
      names: featureNames([], shape[2]),
      text: { encoding: null, delimiter: null },
    };
  }

  #take(length: number, path: readonly number[], expected: number): void {
    if (length === 0) refuse(ReadError, 'seq-empty', `${this.#name}, ${this.#place(path)}`);
    this.#lengths.push(length);
    if (this.#axes === 2 && length !== expected) this.#uneven ??= { where: `${this.#name}, ${this.#place(path)}`, found: length, expected };
  }

  #padded(lengths: readonly number[], longest: number, features: number): Float64Array {
    const data = new Float64Array(lengths.length * longest * features);
    let from = 0;
    lengths.forEach((length, row) => {
      const count = length * features;
      for (let k = 0; k < count; k++) data[row * longest * features + k] = this.#numbers[from + k];
      from += count;
    });
    return data;
  }

  #place(path: readonly number[]): string {
    const axes = this.#axes === 3 ? AXES : AXES.slice(1);
    return path.map((index, axis) => `${axes[axis]} ${index + 1}`).join(', ');
  }

  #refuseRow(path: readonly number[], found: number, expected: number): never {
    return refuse(ReadError, 'seq-columns', path.length === 0 ? this.#name : `${this.#name}, ${this.#place(path)}`, { found, expected });
  }
}

function readNumber(value: unknown, name: string, place: string): number {
  const number = typeof value === 'string' ? parseNumber(value) : null;
  const found = typeof value === 'string' ? value : describeJson(value);
  return number ?? refuse(ReadError, 'seq-value', `${name}, ${place}`, { found: quoteForMessage(found, 40) });
}
