import { existsSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import { compare, describe as words, limitsOf } from './compare.ts';
import { corpusCase, CORPUS, goldenNames, openGolden, references } from './golden-case.ts';

/** Every golden case of the shared corpus, with the answers that its `case.json` gives, is what Keras computes: every output, gate and state. */
const CASES = 28;

const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['golden case | worst |Δ| | where', '--- | --- | ---', ...table].join('\n'));
});

if (!existsSync(CORPUS)) {
  console.log('skipped: golden cases of the shared corpus (corpus not found)');
  test.skip('golden cases of the shared corpus: skipped, corpus not found');
} else {
  const cases = readdirSync(CORPUS).flatMap((name) => corpusCase(name) ?? []);
  test.each(cases)('corpus $name: every array is what Keras $facts.keras_version computes', (golden) => {
    const lab = openGolden(golden);
    expect(lab.card.model.layers.filter((layer) => !layer.runs).map((layer) => `${layer.name} ${layer.class}`)).toEqual([]);
    runToEnd(lab, 'f32');
    const ours = arraysOf(lab);
    const expected = goldenNames(golden, ours, references(golden, 'expected.npz'));
    expect(expected.size).toBeGreaterThan(2);
    const result = compare(ours, expected, limitsOf(golden.facts.tolerance));
    table.push(`${golden.name} | ${result.worst?.abs.toExponential(1) ?? ''} | ${words(result).split(': got')[0]}`);
    expect(result.isWithin, `${golden.name}\n${words(result)}`).toBe(true);
  });
  test(`corpus: all ${CASES} golden cases ran`, () => {
    expect(table).toHaveLength(CASES);
  });
}
