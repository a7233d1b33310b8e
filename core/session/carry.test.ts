import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixtureCase, inputSources, modelSources } from '../../test/golden/golden-case.ts';
import { readNpz } from '../../test/golden/npz.ts';
import { bufferSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`../../fixtures/screen/stateful.${name}`, import.meta.url)));
const source = (name: string) => bufferSource(name, file(name));
/** What Keras returned for the whole sequence, and for its halves in two calls. */
const KERAS = readNpz(file('expected.npz'));
const TOLERANCE = 2e-6;

const open = (): Lab => {
  const lab = new Lab();
  lab.open([source('keras')]);
  return lab;
};

/** Runs a part of the sequence; gives the states and the outputs that the trace holds afterwards. */
function run(lab: Lab, part: 'whole' | 'first' | 'second'): (name: string) => Float32Array {
  lab.setSequenceFiles([source(`${part}.npy`)]);
  runToEnd(lab, 'f32');
  return (name) => lab.trace?.whole(name) as Float32Array; // as: of a float32 run
}

function carry(lab: Lab): (name: string) => Float32Array {
  lab.setSequenceFiles([source('second.npy')]);
  lab.carryOn();
  runToEnd(lab, 'f32');
  return (name) => lab.trace?.whole(name) as Float32Array; // as: of a float32 run
}

const worst = (got: ArrayLike<number>, name: string): number => {
  const expected = KERAS.get(name)?.data ?? [];
  expect(got.length).toBe(expected.length);
  return Math.max(...Array.from(got, (value, k) => Math.abs(value - (expected[k] ?? NaN))));
};

test('the second half carries on from the first as a second call does in Keras', () => {
  const lab = open();
  const first = run(lab, 'first');
  expect([worst(first('output/head'), 'first/head'), worst(first('output/both'), 'first/both')].every((d) => d < TOLERANCE)).toBe(true);
  const second = carry(lab);
  expect(worst(second('output/head'), 'second/head')).toBeLessThan(TOLERANCE);
  expect(worst(second('output/both'), 'second/both')).toBeLessThan(TOLERANCE);
});

test('two halves are the whole run bit for bit, every gate and state of it', () => {
  const whole = run(open(), 'whole');
  const lab = open();
  run(lab, 'first');
  const second = carry(lab);
  for (const [signal, units] of [
    ['lstm/f', 4],
    ['lstm/c', 4],
    ['gru/z', 5],
    ['gru/h', 5],
    ['output/head', 2],
  ] as const)
    for (const sample of [0, 1])
      expect([...second(signal).subarray(sample * 3 * units, (sample + 1) * 3 * units)]).toEqual([
        ...whole(signal).subarray((sample * 8 + 5) * units, (sample + 1) * 8 * units),
      ]);
});

test('a run again starts where it started, another sequence from zeros unless it carries on', () => {
  const lab = open();
  run(lab, 'first');
  const carried = carry(lab)('output/head').slice();
  const shapes = lab.card.carried.map(({ layer, states }) => [layer, states.map(({ shape }) => shape.join(' × '))] as const);
  expect(Object.fromEntries(shapes)).toEqual({ lstm: ['2 × 4', '2 × 4'], gru: ['2 × 5'], both: ['2 × 2', '2 × 2'] });
  runToEnd(lab, 'f32');
  expect(lab.trace?.whole('output/head')).toEqual(carried);
  const anew = run(lab, 'second')('output/head').slice();
  expect(lab.card.carried).toEqual([]);
  expect(worst(anew, 'second/head')).toBeGreaterThan(0.01);
  lab.carry([]);
  runToEnd(lab, 'f32');
  expect(lab.trace?.whole('output/head')).toEqual(anew);
});

test('states set by their numbers start a fresh core where another one was', () => {
  const lab = open();
  run(lab, 'first');
  const expected = carry(lab)('output/head').slice();
  const fresh = open();
  fresh.setSequenceFiles([source('second.npy')]);
  fresh.carry(structuredClone(lab.card.carried));
  runToEnd(fresh, 'f32');
  expect(fresh.trace?.whole('output/head')).toEqual(expected);
  expect(() => fresh.carry([{ layer: 'ghost', states: [] }])).toThrow(expect.objectContaining({ code: 'layer-unknown' }));
});

test('a sequence of other samples has no states to carry on from', () => {
  const lab = open();
  run(lab, 'first');
  lab.setSequenceText('[[[1, 2, 3]]]');
  lab.carryOn();
  expect(() => runToEnd(lab, 'f32')).toThrow(expect.objectContaining({ code: 'carried-samples', values: { found: 2, expected: 1 } }));
});

/** The states that a GRU of the graph is given, by what its numbers are. */
const startOf = (lab: Lab, layer: string): readonly Tensor[] | null | undefined => lab.trace?.initialState(layer);

test.each([
  ['stateful-given', 'those that the graph gives'],
  ['stateful-given-tf', 'those that it kept'],
])('%s: a layer that is given states in the graph starts a second run from %s', (name) => {
  const golden = fixtureCase(name);
  const lab = new Lab();
  lab.open(modelSources(golden));
  lab.setSequenceFiles(inputSources(golden));
  runToEnd(lab, 'f64');
  const [given, left] = [startOf(lab, 'gru'), lab.trace?.lastStates.get('gru')];
  lab.setSequenceFiles(inputSources(golden));
  lab.carryOn();
  runToEnd(lab, 'f64');
  expect(left).toBeDefined();
  expect(startOf(lab, 'gru')).toEqual(name.endsWith('-tf') ? left : given);
  expect(given).not.toEqual(left);
});
