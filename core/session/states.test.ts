import { expect, test } from 'vitest';
import { caseFile, fixtureCase } from '../../test/golden/golden-case.ts';
import { readNpz } from '../../test/golden/npz.ts';
import { bufferSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { writeNpz } from '../write/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

/** A lab with a fixture and its input. */
function labOf(name: string, file: string): Lab {
  const lab = new Lab();
  lab.open([bufferSource(file, caseFile(fixtureCase(name), file))]);
  lab.setSequenceFiles([bufferSource('input.npy', caseFile(fixtureCase(name), 'input.npy'))]);
  return lab;
}

const stateFile = (arrays: readonly (readonly [string, Tensor])[]): ReturnType<typeof bufferSource> =>
  bufferSource('states.npz', writeNpz(arrays));

/** Timestep `step` of a signal of a fixture, (samples, units), as the layer left it. */
function after(name: string, signal: string, step: number): Tensor {
  const reference = readNpz(caseFile(fixtureCase(name), 'expected64.npz')).get(signal);
  const [samples = 0, timesteps = 0, units = 0] = reference?.shape ?? [];
  const data = Float64Array.from({ length: samples * units }, (_, k) => {
    const [sample, unit] = [Math.floor(k / units), k % units];
    return reference?.data[(sample * timesteps + step) * units + unit] ?? NaN;
  });
  return { shape: [samples, units], data };
}

test.each([
  ['bidirectional-tf', 'model.h5', 'concat', ['forward/h', 'forward/c', 'backward/h', 'backward/c']],
  ['cells-tf', 'model.h5', 'three', ['0/h', '0/c', '1/h', '2/h']],
  ['gru-tf', 'model.h5', 'after', ['h']],
])('%s: a file of states by their names in a trace starts each of them there', (name, file, layer, names) => {
  const lab = labOf(name, file);
  const given = names.map((state) => [`${layer}/${state}`, after(name, `${layer}/${state}`, 3)] as const);
  lab.setStateFile(stateFile(given));
  runToEnd(lab, 'f64');
  expect(lab.trace?.initialState(layer)).toEqual(given.map(([, tensor]) => tensor));
});

test('a run that starts from the states of timestep 2 goes on as the whole run does from timestep 3', () => {
  const lab = labOf('cells', 'model.keras');
  const input = readNpz(caseFile(fixtureCase('cells'), 'expected64.npz')).get('input');
  const [samples = 0, timesteps = 0, features = 0] = input?.shape ?? [];
  const rest = Array.from({ length: samples }, (_, sample) =>
    Array.from({ length: timesteps - 3 }, (__, step) =>
      Array.from({ length: features }, (___, feature) => input?.data[(sample * timesteps + step + 3) * features + feature] ?? NaN),
    ),
  );
  lab.setSequenceText(JSON.stringify(rest));
  lab.setStateFile(stateFile(['0/h', '0/c', '1/h', '2/h'].map((state) => [`three/${state}`, after('cells', `three/${state}`, 2)])));
  runToEnd(lab, 'f64');
  const last = lab.trace?.whole('three/output') ?? [];
  const expected = readNpz(caseFile(fixtureCase('cells'), 'expected64.npz')).get('three/output')?.data ?? [];
  expect(last.length).toBe(expected.length);
  expect(Math.max(...[...last].map((value, k) => Math.abs(value - (expected[k] ?? NaN))))).toBeLessThan(1e-14);
});

test('a state that is left out is zeros', () => {
  const lab = labOf('cells', 'model.keras');
  lab.setState({ layer: 'three', states: { '1/h': [0.5, -0.5, 0.25, 1] } });
  runToEnd(lab, 'f64');
  const [h0, c0, h1, h2] = lab.trace?.initialState('three') ?? [];
  expect([h0, c0, h2].map((state) => state?.data.every((value) => value === 0))).toEqual([true, true, true]);
  expect([...(h1?.data ?? [])]).toEqual([0.5, -0.5, 0.25, 1, 0.5, -0.5, 0.25, 1]);
  lab.setState({ layer: 'three', states: {} });
  runToEnd(lab, 'f64');
  expect(lab.trace?.initialState('three')).toBeNull();
});

test('a state that the layer does not have is refused with those that it has', () => {
  const lab = labOf('bidirectional', 'model.keras');
  expect(() => lab.setState({ layer: 'sum', states: { 'forward/c': [1] } })).toThrow(
    expect.objectContaining({ code: 'state-unknown', values: { layer: 'sum', state: 'forward/c', known: 'forward/h, backward/h' } }),
  );
  const zeros = { shape: [2, 4], data: new Float64Array(8) };
  expect(() => lab.setStateFile(stateFile([['concat/h', zeros]]))).toThrow(expect.objectContaining({ code: 'state-unknown' }));
  expect(() => lab.setStateFile(stateFile([['ghost/h', zeros]]))).toThrow(expect.objectContaining({ code: 'layer-unknown' }));
});
