import { afterAll, expect, test } from 'vitest';
import type { Trial } from '../../core/analysis/index.ts';
import { answered, type Planted, plantedCases, searchPlanted, TOLERANCE } from './planted.ts';

const table: string[] = [];
afterAll(() => {
  console.log(['case | rank | max |Δ| | next | combinations | ms', '--- | --- | --- | --- | --- | ---', ...table].join('\n'));
});

/** What a trial changes, as a case names what was planted. */
function changesOf({ hypothesis }: Trial): Readonly<Record<string, string>> {
  return Object.fromEntries(
    hypothesis.flatMap(({ factor, choice }) => factor.names.map((name) => [`${name}.${factor.setting}`, choice.value])),
  );
}

for (const planted of plantedCases()) {
  test(`${planted.name}: what Keras computed leads to ${Object.keys(planted.planted).join(' and ') || 'nothing wrong'}`, () => {
    expectFound(planted);
  });
}

function expectFound(planted: Planted): void {
  const startedAt = performance.now();
  const found = searchPlanted(planted);
  const explaining = found.best.filter(({ maxAbs }) => maxAbs <= TOLERANCE);
  const rank = explaining.findIndex((trial) => isEqual(changesOf(trial), planted.planted));
  const next = found.best[explaining.length]?.maxAbs ?? Infinity;
  const ms = Math.round(performance.now() - startedAt);
  table.push(
    `${planted.name} | ${rank + 1} of ${explaining.length} | ${explaining[rank]?.maxAbs.toExponential(1)} | ${next.toExponential(1)} | ${found.combinations} | ${ms}`,
  );
  expect(rank, JSON.stringify(explaining.map(changesOf))).toBeGreaterThanOrEqual(0);
  // Whatever else was tried is told apart by far more than rounding.
  expect(next).toBeGreaterThan(10 * TOLERANCE);
  if (planted.tied !== true) expect(rank).toBe(0);
  const kind = Object.keys(planted.planted).length === 0 ? 'right' : planted.tied === true ? 'tied' : 'explained';
  const undecided = planted.undecided ?? [];
  expect([...found.verdict.undecided].sort()).toEqual([...undecided].sort());
  expect(found.verdict).toMatchObject({ kind, tied: explaining.length });
  const { answers } = explaining[rank];
  const isSettable = planted.settable !== false && !Object.keys(planted.planted).some((id) => /\.(gate_order|forget_bias)$/.test(id));
  expect(answers !== null, 'answers apply every explanation in terms of settings').toBe(isSettable);
  if (answers !== null) expect(answered(planted, new Map(answers.map(({ id, value }) => [id, value])))).toBeLessThanOrEqual(TOLERANCE);
}

function isEqual(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
