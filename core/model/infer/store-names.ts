import type { Candidate } from './bag.ts';

const COUNTED = /^(.*?)(?:_(\d+))?$/;

/**
 * tf.keras 2.12 and 2.13 counted every layer twice in their stores, so the second LSTM is `lstm_2`: where all counters of a class are even
 * and begin with none, the names are those that Keras gave, `lstm`, `lstm_1`. Source: FORMATS §3c.
 */
export function storeNames(candidates: readonly Candidate[]): readonly Candidate[] {
  const counters = new Map<string, Set<number>>();
  for (const { name } of candidates) {
    const [, base = '', number = '0'] = COUNTED.exec(name ?? '') ?? [];
    counters.set(base, (counters.get(base) ?? new Set<number>()).add(Number(number)));
  }
  return candidates.map((candidate) => {
    const [, base = '', number = '0'] = COUNTED.exec(candidate.name ?? '') ?? [];
    const own = counters.get(base) ?? new Set<number>();
    const isDoubled = own.size > 1 && [...own].every((count) => count % 2 === 0 && count / 2 < own.size);
    return candidate.name === null || !isDoubled || number === '0' ? candidate : { ...candidate, name: `${base}_${Number(number) / 2}` };
  });
}
