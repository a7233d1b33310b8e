import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Lab } from '../../core/session/lab.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { compare, describe as words } from './compare.ts';
import { caseFile, corpusCase, CORPUS, goldenNames, openGolden } from './golden-case.ts';
import { readNpz, type ReferenceArray } from './npz.ts';
import { openWild, wildCases, wildFile, wildNames } from './wild-case.ts';

/**
 * Every case of the shared corpus, run in float64, against what NumPy alone computes in float64 from the same file
 * (`fixtures/make/corpus64.py`), relative to max(1, |x|).
 */
const TOLERANCE = 1e-12;
const CASES = 70;

/** fixtures/corpus64/corpus64.json: what each reference was made from. */
interface Made {
  readonly set: 'golden' | 'wild';
  /** Every so many timesteps of a long run are kept. */
  readonly every: number;
  readonly sha256: Readonly<Record<string, string>>;
}

const FOLDER = fileURLToPath(new URL('../../fixtures/corpus64/', import.meta.url));
const made = JSON.parse(readFileSync(`${FOLDER}corpus64.json`, 'utf8')) as Record<string, Made>; // as: corpus64.py writes it

const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['corpus case in float64 | arrays | worst |Δ| | where', '--- | --- | --- | ---', ...table].join('\n'));
});

if (!existsSync(CORPUS)) {
  console.log('skipped: the shared corpus in float64 (corpus not found)');
  test.skip('the shared corpus in float64: skipped, corpus not found');
} else {
  const wild = new Map(wildCases().map((found) => [found.name, found]));
  test.each(Object.entries(made))('%s: in float64 every array is what NumPy computes in float64', (name, facts) => {
    const golden = facts.set === 'golden' ? corpusCase(name) : null;
    const real = wild.get(name);
    const file = (of: string): Uint8Array => (golden ? caseFile(golden, of) : wildFile(real ?? fail(name), of));
    const found = Object.keys(facts.sha256).map((of) => [of, createHash('sha256').update(file(of)).digest('hex')]);
    expect(Object.fromEntries(found), 'the reference was made from these files').toEqual(facts.sha256);

    const lab: Lab = golden ? openGolden(golden) : openWild(real ?? fail(name));
    runToEnd(lab, 'f64');
    const ours = thinned(arraysOf(lab), facts.every);
    const references = readNpz(new Uint8Array(readFileSync(`${FOLDER}${name}.npz`)));
    const expected = golden ? goldenNames(golden, ours, references) : wildNames(real ?? fail(name), lab, references);
    const result = compare(ours, expected, (_, wanted) => TOLERANCE * Math.max(1, Math.abs(wanted)));
    table.push(
      `${name} | ${expected.size} | ${result.worst?.abs.toExponential(1) ?? 'none is a number'} | ${words(result).split(': got')[0]}`,
    );
    expect(expected.size).toBe(references.size);
    expect(result.missing).toEqual([]);
    expect(result.worst === null || result.isWithin, `${name}\n${words(result)}`).toBe(true);
    for (const [array, reference] of expected) {
      expect([array, areNumbers(ours.get(array)?.data)]).toEqual([array, areNumbers(reference.data)]);
    }
  });
  test(`corpus in float64: all ${CASES} cases ran`, () => {
    expect(table).toHaveLength(CASES);
  });
}

/** Every `every`-th timestep of the sequences. */
function thinned(arrays: ReadonlyMap<string, Tensor>, every: number): ReadonlyMap<string, Tensor> {
  if (every === 1) return arrays;
  return new Map(
    [...arrays].map(([name, tensor]) => {
      if (tensor.shape.length !== 3) return [name, tensor];
      const [samples = 0, steps = 0, width = 0] = tensor.shape;
      const kept = Math.ceil(steps / every);
      const data = Float64Array.from({ length: samples * kept * width }, (_, at) => {
        const [row, column] = [Math.floor(at / width), at % width];
        return tensor.data[(Math.floor(row / kept) * steps + (row % kept) * every) * width + column];
      });
      return [name, { ...tensor, shape: [samples, kept, width], data }];
    }),
  );
}

/** How many entries are numbers: a gate of a masked step is none on either side, nor is what weights without numbers give. */
const areNumbers = (data: ReferenceArray['data'] | Tensor['data'] | undefined): number => data?.filter(Number.isFinite).length ?? -1;

function fail(name: string): never {
  throw new Error(`${name} is not in the corpus`);
}
