import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { compare, describe as words } from './compare.ts';
import { readNpz, type ReferenceArray } from './npz.ts';
import { openWild, WILD, wildCases, wildFile, wildNames } from './wild-case.ts';

/** Every model of the shared corpus from a public repository gives what Keras gives, within the tolerance of its `case.json`. */
const CASES = 42;

const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['wild case | worst |Δ| | where', '--- | --- | ---', ...table].join('\n'));
});

if (!existsSync(WILD)) {
  console.log('skipped: models from public repositories (corpus not found)');
  test.skip('models from public repositories: skipped, corpus not found');
} else {
  test.each(wildCases().map((wild) => [wild.name, wild] as const))('wild %s: what counts is what Keras computes', (_, wild) => {
    const lab = openWild(wild);
    runToEnd(lab, 'f32');
    const ours = arraysOf(lab);
    const expected = wildNames(wild, lab, readNpz(wildFile(wild, 'expected.npz')));
    expect(expected.size).toBeGreaterThan(1);
    const { abs, rel } = wild.tolerance;
    const result = compare(ours, expected, (_, wanted) => abs + rel * Math.abs(wanted));
    table.push(
      `${wild.name} | ${result.worst?.abs.toExponential(1) ?? 'none is a number, as in Keras'} | ${words(result).split(': got')[0]}`,
    );
    expect(result.missing).toEqual([]);
    expect(result.worst === null || result.isWithin, `${wild.name}\n${words(result)}`).toBe(true);
    for (const [array, reference] of expected) expect([array, notNumbers(ours.get(array))]).toEqual([array, notNumbers(reference)]);
  });
  test(`wild: all ${CASES} models ran`, () => {
    expect(table).toHaveLength(CASES);
  });
}

/** Where an array holds no number: a real file may hold weights that are none. */
function notNumbers(array: Pick<Tensor, 'data'> | ReferenceArray | undefined): readonly number[] {
  const found: number[] = [];
  array?.data.forEach((value, index) => {
    if (!Number.isFinite(value)) found.push(index);
  });
  return found;
}
