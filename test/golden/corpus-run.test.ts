import { existsSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Lab } from '../../core/session/lab.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { compare, describe as words, limitsOf } from './compare.ts';
import { corpusCase, CORPUS, type GoldenCase, inputSources, modelSources, references } from './golden-case.ts';
import type { ReferenceArray } from './npz.ts';

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
    const lab = new Lab();
    lab.open(modelSources(golden));
    for (const answer of golden.facts.set ?? []) {
      const [id = '', value = ''] = answer.split('=');
      lab.answer(id, value);
    }
    expect(lab.card.model.layers.filter((layer) => !layer.runs).map((layer) => `${layer.name} ${layer.class}`)).toEqual([]);
    lab.setSequenceFiles(inputSources(golden));
    runToEnd(lab, 'f32');
    const ours = arraysOf(lab);
    const result = compare(ours, expectedOf(golden, ours), limitsOf(golden.facts.tolerance));
    table.push(`${golden.name} | ${result.worst?.abs.toExponential(1) ?? ''} | ${words(result).split(': got')[0]}`);
    expect(result.isWithin, `${golden.name}\n${words(result)}`).toBe(true);
  });
  test(`corpus: all ${CASES} golden cases ran`, () => {
    expect(table).toHaveLength(CASES);
  });
}

/** The reference arrays under the names that the file gives its layers. */
function expectedOf(golden: GoldenCase, ours: ReadonlyMap<string, Tensor>): ReadonlyMap<string, ReferenceArray> {
  const names = new Map(Object.entries(golden.facts.aliases ?? {}));
  const renamed = [...references(golden, 'expected.npz')].map(([array, reference]): [string, ReferenceArray] => {
    const [layer = '', ...signal] = array.split('/');
    const found = [layer, ...(names.get(layer) ?? [])].map((name) => [name, ...signal].join('/')).find((name) => ours.has(name));
    return [found ?? array, reference];
  });
  expect(renamed.length).toBeGreaterThan(2);
  return new Map(renamed);
}
