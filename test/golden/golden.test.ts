import { afterAll, expect, test } from 'vitest';
import type { Precision } from '../../core/layers/index.ts';
import { runFiles } from '../../core/session/run-files.ts';
import type { Tensor } from '../../core/tensor/index.ts';
import { type Comparison, compare, describe, limitsOf } from './compare.ts';
import { fixtureCases, type GoldenCase, inputSources, modelSources, references } from './golden-case.ts';

/**
 * Of a float64 run against expected64.npz, relative to max(1, |x|). NumPy alone computes the same from the model file
 * (test/keras/numpy64.test.ts). All follow the same formulas, so only the order of the sums and the last bit of exp and tanh differ: some
 * 1e-15 a step.
 */
const FLOAT64_TOLERANCE = 1e-12;

const table: string[] = [];
afterAll(() => {
  console.log(['case | precision | worst |Δ| | of its limit', '--- | --- | --- | ---', ...table].join('\n'));
});

for (const golden of fixtureCases()) {
  test(`${golden.name}: every gate and state is what Keras ${golden.facts.keras_version} computes`, () => {
    expectFloat32(golden);
  });
  test(`${golden.name}: in float64 every gate and state is what NumPy computes in float64`, () => {
    const { arrays } = runFiles({ model: modelSources(golden), inputs: inputSources(golden), precision: 'f64' });
    const result = compare(
      arrays,
      references(golden, 'expected64.npz'),
      (_, expected) => FLOAT64_TOLERANCE * Math.max(1, Math.abs(expected)),
    );
    table.push(row(golden, 'f64', result));
    expect(result.isWithin, `${golden.name} (f64)\n${describe(result)}`).toBe(true);
  });
}

function expectFloat32(golden: GoldenCase): void {
  const { arrays } = runFiles({ model: modelSources(golden), inputs: inputSources(golden), precision: 'f32' });
  const result = compare(arrays, references(golden, 'expected.npz'), limitsOf(golden.facts.tolerance));
  table.push(row(golden, 'f32', result));
  expect(result.isWithin, `${golden.name}\n${describe(result)}`).toBe(true);
  expect(defined(arrays, golden), 'a gate is not defined at a masked step, and at no other').toEqual([]);
  const leftOut = [...(golden.facts.unsupported ?? []), ...(golden.facts.behind ?? [])];
  const recorded = [...arrays.keys()].filter((array) => leftOut.includes(array.split('/')[0]));
  expect(recorded, 'a layer that cannot run, or lies behind one, has no arrays').toEqual([]);
}

/** Arrays that are NaN somewhere where the reference is not, or the other way round; `compare` takes any value where the reference is NaN. */
function defined(arrays: ReadonlyMap<string, Tensor>, golden: GoldenCase): readonly string[] {
  return [...references(golden, 'expected.npz')].flatMap(([name, { data }]) =>
    data.every((value, index) => Number.isNaN(value) === Number.isNaN(arrays.get(name)?.data[index])) ? [] : [name],
  );
}

function row({ name }: GoldenCase, precision: Precision, { worst }: Comparison): string {
  if (worst === null) return `${name} | ${precision} | nothing compared |`;
  const used = worst.abs === 0 ? '0' : (worst.abs / worst.limit).toPrecision(2);
  return `${name} | ${precision} | ${worst.abs.toExponential(1)} | ${used}`;
}
