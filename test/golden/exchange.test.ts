import { unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { bufferSource } from '../../core/read/index.ts';
import { runFiles } from '../../core/session/run-files.ts';
import { type Comparison, compare, describe, limitsOf } from './compare.ts';
import { type GoldenCase, caseFile, fixtureCase, inputSources, references } from './golden-case.ts';
import type { ReferenceArray } from './npz.ts';

// The fixtures are only worth something if a wrong order of gates, rows or units cannot pass. So wrong orders are made, in a copy of the
// model file, and each has to fail by far.

/** How far beyond the tolerance of its case an exchange has to lie. */
const BY_FAR = 100;

const GATES = ['input', 'forget', 'candidate', 'output'];
const WEIGHTS = ['lstm/kernel', 'lstm/recurrent_kernel', 'lstm/bias'];

for (const name of ['lstm-5u-3f-7t', 'batch', 'keras3-h5', 'tf-keras-h5']) {
  const golden = fixtureCase(name);
  const weights = references(golden, 'weights.npz');

  test(`${name}: the copied file passes as long as nothing is exchanged`, () => {
    const result = runChanged(golden, (file) => writeArray(file, array(weights, 'lstm/kernel'), array(weights, 'lstm/kernel')));
    expect(result.isWithin, describe(result)).toBe(true);
  });

  test(`${name}: exchanging any two gate blocks changes the run, in one array and in all of them`, () => {
    for (const [a, b] of pairs(GATES.length)) {
      for (const exchanged of [...WEIGHTS.map((weight) => [weight]), WEIGHTS]) {
        expectFarOff(
          golden,
          weights,
          exchanged,
          (found) => exchangeGates(found, a, b),
          `${GATES[a]} and ${GATES[b]} of ${exchanged.join(', ')}`,
        );
      }
    }
  });

  test(`${name}: exchanging any two rows of a kernel changes the run`, () => {
    for (const weight of ['lstm/kernel', 'lstm/recurrent_kernel']) {
      for (const [a, b] of pairs(array(weights, weight).shape[0])) {
        expectFarOff(golden, weights, [weight], (found) => exchangeRows(found, a, b), `rows ${a} and ${b} of ${weight}`);
      }
    }
  });

  test(`${name}: exchanging two units within one gate changes the run`, () => {
    for (const weight of WEIGHTS) {
      for (let gate = 0; gate < GATES.length; gate++) {
        const first = (gate * columnsOf(array(weights, weight))) / GATES.length;
        expectFarOff(
          golden,
          weights,
          [weight],
          (found) => exchangeColumns(found, first, first + 1),
          `units 0 and 1 of ${GATES[gate]}, ${weight}`,
        );
      }
    }
  });
}

test('hard-sigmoid-old: the definition of Keras 3 changes the run', () => {
  const golden = fixtureCase('hard-sigmoid-old');
  const result = runChanged(golden, (file) => replaceText(file, '2.21.0', '3.15.1'));
  expect(excess(result), describe(result)).toBeGreaterThan(BY_FAR);
});

test('hard-sigmoid-new: the definition of Keras 2 changes the run', () => {
  const golden = fixtureCase('hard-sigmoid-new');
  const parts = unzipSync(caseFile(golden, 'model.keras'));
  replaceText(parts['metadata.json'], '3.15.1', '2.15.0');
  const result = runFile(golden, zipSync(parts, { level: 0 }));
  expect(excess(result), describe(result)).toBeGreaterThan(BY_FAR);
});

type Change = (array: ReferenceArray) => ReferenceArray;

function expectFarOff(
  golden: GoldenCase,
  weights: ReadonlyMap<string, ReferenceArray>,
  names: readonly string[],
  change: Change,
  what: string,
): void {
  const result = runChanged(golden, (file) => {
    for (const name of names) writeArray(file, array(weights, name), change(array(weights, name)));
  });
  expect(excess(result), `exchanged ${what}; ${describe(result)}`).toBeGreaterThan(BY_FAR);
}

/** Runs a copy of the case whose HDF5 file was changed, and compares it with the case's own reference. */
function runChanged(golden: GoldenCase, change: (hdf5: Uint8Array) => void): Comparison {
  const model = caseFile(golden, golden.facts.files[0]);
  if (!golden.facts.files[0].endsWith('.keras')) {
    change(model);
    return runFile(golden, model);
  }
  const parts = unzipSync(model);
  change(parts['model.weights.h5']);
  return runFile(golden, zipSync(parts, { level: 0 }));
}

function runFile(golden: GoldenCase, model: Uint8Array): Comparison {
  const { arrays } = runFiles({ model: [bufferSource(golden.facts.files[0], model)], inputs: inputSources(golden), precision: 'f32' });
  return compare(arrays, references(golden, 'expected.npz'), limitsOf(golden.facts.tolerance));
}

/** How many times its limit the worst difference is; every array has to be there, or the comparison says nothing about numbers. */
function excess({ missing, worst }: Comparison): number {
  expect(missing).toEqual([]);
  return worst === null ? 0 : worst.abs / worst.limit;
}

/** Writes `after` where `before` stands. Keras stores arrays in one piece and the fixtures' numbers all differ, so there is one such place. */
function writeArray(file: Uint8Array, before: ReferenceArray, after: ReferenceArray): void {
  const places = findAll(file, float32Bytes(before));
  expect(places, 'places in the file that hold the array').toHaveLength(1);
  file.set(float32Bytes(after), places[0]);
}

function replaceText(file: Uint8Array, before: string, after: string): void {
  const encoder = new TextEncoder();
  const places = findAll(file, encoder.encode(before));
  expect(places.length, `places that say ${before}`).toBeGreaterThan(0);
  for (const place of places) file.set(encoder.encode(after), place);
}

function findAll(file: Uint8Array, wanted: Uint8Array): number[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const places: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

const float32Bytes = ({ data }: ReferenceArray): Uint8Array => new Uint8Array(Float32Array.from(data).buffer);

function exchangeGates(found: ReferenceArray, a: number, b: number): ReferenceArray {
  const units = columnsOf(found) / GATES.length;
  let changed = found;
  for (let unit = 0; unit < units; unit++) changed = exchangeColumns(changed, a * units + unit, b * units + unit);
  return changed;
}

function exchangeColumns(found: ReferenceArray, a: number, b: number): ReferenceArray {
  const columns = columnsOf(found);
  const source = (column: number): number => (column === a ? b : column === b ? a : column);
  return { shape: found.shape, data: found.data.map((_, at) => found.data[at - (at % columns) + source(at % columns)]) };
}

function exchangeRows(found: ReferenceArray, a: number, b: number): ReferenceArray {
  const columns = columnsOf(found);
  const source = (row: number): number => (row === a ? b : row === b ? a : row);
  return { shape: found.shape, data: found.data.map((_, at) => found.data[source(Math.floor(at / columns)) * columns + (at % columns)]) };
}

const columnsOf = ({ shape }: ReferenceArray): number => shape[shape.length - 1];

function array(weights: ReadonlyMap<string, ReferenceArray>, name: string): ReferenceArray {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`weights.npz has no ${name}`);
  return found;
}

function pairs(count: number): [number, number][] {
  const found: [number, number][] = [];
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) found.push([a, b]);
  return found;
}
