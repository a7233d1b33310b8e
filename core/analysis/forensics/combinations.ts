import type { Change, Factor, Hypothesis, Suspect } from './factor.ts';

/** Every hypothesis that changes exactly `count` settings of one suspect, each to any of its other values. */
export function* changesOf({ factors }: Suspect, count: number, from = 0): Generator<Hypothesis, void, void> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let index = from; index < factors.length; index++) {
    for (const rest of changesOf({ factors, layers: [] }, count - 1, index + 1)) {
      for (const change of changesIn(factors[index])) yield [change, ...rest];
    }
  }
}

/** Every hypothesis that changes `count` settings of two suspects together, at least one of each. */
export function* changesOfPair(one: Suspect, other: Suspect, count: number): Generator<Hypothesis, void, void> {
  for (let ofOne = 1; ofOne < count; ofOne++) {
    for (const first of changesOf(one, ofOne)) {
      for (const second of changesOf(other, count - ofOne)) yield [...first, ...second];
    }
  }
}

/** How many `changesOf` gives. */
export function countOf({ factors }: Suspect, count: number): number {
  return choicesByCount(factors)[count] ?? 0;
}

/** How many `changesOfPair` gives. */
export function countOfPair(one: Suspect, other: Suspect, count: number): number {
  let sum = 0;
  for (let ofOne = 1; ofOne < count; ofOne++) sum += countOf(one, ofOne) * countOf(other, count - ofOne);
  return sum;
}

/** The same for two hypotheses that change the same settings to the same values, alike in several layers or halves, or in each. */
export function keyOf(hypothesis: Hypothesis): string {
  return hypothesis
    .flatMap(({ factor, choice }) => factor.cells.map((cell) => `${cell}.${factor.setting}=${choice.value}`))
    .sort()
    .join();
}

export function changesIn(factor: Factor): readonly Change[] {
  return factor.others.map((choice) => ({ factor, choice }));
}

/** Number of hypotheses that change 0, 1, 2, … factors: the coefficients of Π (1 + choices · x). */
function choicesByCount(factors: readonly Factor[]): readonly number[] {
  return factors.reduce(
    (counts, { others }) => [...counts, 0].map((ways, index) => ways + (index > 0 ? (counts[index - 1] ?? 0) * others.length : 0)),
    [1],
  );
}
