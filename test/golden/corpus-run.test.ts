import { existsSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Lab } from '../../core/session/lab.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { compare, describe as words, limitsOf } from './compare.ts';
import { corpusCase, CORPUS, type GoldenCase, inputSources, modelSources, references } from './golden-case.ts';
import type { ReferenceArray } from './npz.ts';

/**
 * Every golden case of the shared corpus with the answers that its `case.json` gives: what runs is what Keras computes, and what cannot run
 * yet, or lies behind it, has no arrays.
 */
const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['case | runs | worst |Δ|', '--- | --- | ---', ...table].join('\n'));
});

if (!existsSync(CORPUS)) {
  console.log('skipped: golden cases of the shared corpus (corpus not found)');
  test.skip('golden cases of the shared corpus: skipped, corpus not found');
} else {
  for (const name of readdirSync(CORPUS)) {
    const golden = corpusCase(name);
    if (golden !== null) testCase(golden);
  }
}

function testCase(golden: GoldenCase): void {
  test(`corpus ${golden.name}: what runs is what Keras ${golden.facts.keras_version} computes`, () => {
    const lab = new Lab();
    lab.open(modelSources(golden));
    for (const answer of golden.facts.set ?? []) {
      const [id = '', value = ''] = answer.split('=');
      lab.answer(id, value);
    }
    const { layers } = lab.card.model;
    const isWhole = layers.every((layer) => layer.runs);
    if (!layers.some((layer) => layer.runs && layer.parts.length > 0)) {
      table.push(`${golden.name} | nothing yet: ${classesThatWait(lab)} |`);
      return;
    }
    lab.setSequenceFiles(inputSources(golden));
    runToEnd(lab, 'f32');
    const ours = new Map(
      [...(lab.trace?.arrays ?? [])].map(([array, shape]) => [array, { shape, data: lab.trace?.whole(array) ?? new Float32Array() }]),
    );
    const expected = expectedOf(golden, ours, isWhole);
    const result = compare(ours, expected, limitsOf(golden.facts.tolerance));
    table.push(`${golden.name} | ${isWhole ? 'all' : `up to ${classesThatWait(lab)}`} | ${result.worst?.abs.toExponential(1) ?? ''}`);
    expect(result.isWithin, `${golden.name}\n${words(result)}`).toBe(true);
    const waiting = layers.filter((layer) => !layer.runs).map((layer) => layer.name);
    expect([...ours.keys()].filter((array) => waiting.includes(array.split(/[/@]/)[0] ?? ''))).toEqual([]);
  });
}

/** The reference arrays under the names that the file gives its layers. Of a model that does not run as a whole, those that were recorded. */
function expectedOf(golden: GoldenCase, ours: ReadonlyMap<string, Tensor>, isWhole: boolean): ReadonlyMap<string, ReferenceArray> {
  const names = new Map(Object.entries(golden.facts.aliases ?? {}));
  const renamed = [...references(golden, 'expected.npz')].map(([array, reference]): [string, ReferenceArray] => {
    const [layer = '', ...signal] = array.split('/');
    const found = [layer, ...(names.get(layer) ?? [])].map((name) => [name, ...signal].join('/')).find((name) => ours.has(name));
    return [found ?? array, reference];
  });
  const expected = renamed.filter(([array]) => isWhole || ours.has(array));
  expect(expected.length).toBeGreaterThan(2);
  return new Map(expected);
}

function classesThatWait(lab: Lab): string {
  return [...new Set(lab.card.model.layers.filter((layer) => !layer.supported).map((layer) => layer.class))].join(', ');
}
