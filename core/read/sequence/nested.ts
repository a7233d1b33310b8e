import { ReadError, refuse } from '../../errors/index.ts';
import { describeJson } from '../json/index.ts';
import { quoteForMessage } from '../text.ts';
import type { Sequence } from '../weight-file.ts';
import { featureNames } from './feature-names.ts';
import { parseNumber } from './number-text.ts';

const AXES = ['sample', 'timestep', 'feature'];

/**
 * A sequence from nested lists of numbers, rank 1 to 3: `[t]`, `[t][feature]`, `[sample][t][feature]`, float64. `"NaN"` and `"Infinity"`
 * in quotation marks are numbers, as JSON has no other way to write them.
 * @throws `seq-empty`, `seq-columns`, `seq-value`, `seq-rank`
 */
export function readNested(value: unknown, name: string): Sequence {
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = (level as unknown[])[0]) shape.push(level.length);
  if (shape.includes(0)) refuse(ReadError, 'seq-empty', name);
  if (shape.length < 1 || shape.length > 3) refuse(ReadError, 'seq-rank', name, { shape: `(${shape.join(', ')})` });
  // Grown as numbers come: the first entries alone may promise far more than there is.
  const numbers: number[] = [];
  const read = (level: unknown, path: readonly number[]): void => {
    const expected = shape[path.length];
    if (expected === undefined) {
      numbers.push(readNumber(level, name, place(path)));
      return;
    }
    if (!Array.isArray(level)) return refuseRagged(path, 1, expected);
    if (level.length !== expected) refuseRagged(path, level.length, expected);
    // Most entries are numbers of the innermost lists: for them no path is made.
    const isInnermost = path.length + 1 === shape.length;
    level.forEach((inner: unknown, index) => {
      if (isInnermost && typeof inner === 'number') numbers.push(inner);
      else read(inner, [...path, index]);
    });
  };
  const place = (path: readonly number[]): string => {
    const axes = shape.length === 3 ? AXES : AXES.slice(1);
    return path.map((index, axis) => `${axes[axis]} ${index + 1}`).join(', ');
  };
  const refuseRagged = (path: readonly number[], found: number, expected: number): never =>
    refuse(ReadError, 'seq-columns', path.length === 0 ? name : `${name}, ${place(path)}`, { found, expected });
  read(value, []);
  const full = shape.length === 3 ? shape : shape.length === 2 ? [1, ...shape] : [1, ...shape, 1];
  return {
    tensor: { shape: full, data: Float64Array.from(numbers) },
    lengths: null,
    timeLabels: null,
    names: featureNames([], full[2]),
    text: { encoding: null, delimiter: null },
  };
}

function readNumber(value: unknown, name: string, place: string): number {
  const number = typeof value === 'string' ? parseNumber(value) : null;
  const found = typeof value === 'string' ? value : describeJson(value);
  return number ?? refuse(ReadError, 'seq-value', `${name}, ${place}`, { found: quoteForMessage(found, 40) });
}
