import { expect, test } from 'vitest';
import { caseFile, fixtureCase, inputSources, modelSources } from '../../test/golden/golden-case.ts';
import { readNpz } from '../../test/golden/npz.ts';
import type { Tensor } from '../tensor/index.ts';
import { samplesFirst, selectArrays } from '../write/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

/** Its input is (7 timesteps, 2 samples, 3 features). */
const CASE = fixtureCase('time-major');
const KERAS = readNpz(caseFile(CASE, 'expected64.npz'));

/** One row of an array that Keras lays (timesteps, samples, units). */
function timeFirst(name: string, step: number, sample: number): number[] {
  const { shape = [], data = [] } = KERAS.get(name) ?? {};
  const [, samples = 0, units = 0] = shape;
  return Array.from({ length: units }, (_, unit) => data[(step * samples + sample) * units + unit] ?? NaN);
}

function labWith(feed: (lab: Lab) => unknown): Lab {
  const lab = new Lab();
  lab.open(modelSources(CASE));
  feed(lab);
  return lab;
}

test('a run of a time_major model counts its samples and timesteps as they are', () => {
  const lab = labWith((opened) => opened.setSequenceFiles(inputSources(CASE)));
  expect(runToEnd(lab, 'f64')).toMatchObject({ samples: 2, timesteps: 7, timeMajor: true, warnings: [] });
  expect(lab.card.sequence).toMatchObject({ shape: [7, 2, 3], axes: ['timesteps', 'samples', 'features'] });
  const preview = lab.card.sequence?.preview ?? [];
  expect(preview.length).toBe(7);
  expect([...preview[4]].map(Math.fround)).toEqual(timeFirst('input', 4, 0).map(Math.fround));
});

test('a window of its inputs and outputs is one sample over time, as that of its signals is', () => {
  const lab = labWith((opened) => opened.setSequenceFiles(inputSources(CASE)));
  runToEnd(lab, 'f64');
  const row = (layer: string, signal: string, sample: number, step: number): number[] => [
    ...lab.values({ layer, signal, sample, units: 'all', from: step, to: step + 1 }),
  ];
  expect(row('', 'input', 1, 5)).toEqual(timeFirst('input', 5, 1));
  timeFirst('output/gru', 5, 1).forEach((value, unit) => {
    expect(row('', 'output/gru', 1, 5)[unit]).toBeCloseTo(value, 12);
    expect(row('gru', 'output', 1, 5)[unit]).toBeCloseTo(value, 12);
  });
  const window = { sample: 1, units: [0], from: 0, to: 7 };
  const { mask } = lab.series({ layer: 'gru', signal: 'h', ...window }, 7);
  expect(mask).toContain(0);
  expect(lab.series({ layer: '', signal: 'input', ...window }, 7).mask).toEqual(mask);
  expect(lab.series({ layer: '', signal: 'output/gru', ...window }, 7).mask).toEqual(mask);
});

test('rows of a table are the timesteps of one sample, also where time comes first', () => {
  const rows = Array.from({ length: 7 }, (_, step) => timeFirst('input', step, 1));
  const texts = [rows.map((row) => row.join('\t')).join('\n'), JSON.stringify(rows), JSON.stringify(rows.map((row) => [row]))];
  for (const text of texts) {
    const lab = labWith((opened) => opened.setSequenceText(text));
    expect(runToEnd(lab, 'f64')).toMatchObject({ samples: 1, timesteps: 7 });
    const last = lab.values({ layer: 'lstm', signal: 'h', sample: 0, units: 'all', from: 6, to: 7 });
    const { shape = [], data = [] } = KERAS.get('lstm/h') ?? {}; // signals are (samples, timesteps, units)
    const units = shape[2] ?? 0;
    last.forEach((value, unit) => expect(value).toBeCloseTo(data[(7 + 6) * units + unit] ?? NaN, 12));
    expect(last.length).toBe(5);
  }
});

test('a selection of samples and timesteps is cut along the axes that count them', () => {
  const lab = labWith((opened) => opened.setSequenceFiles(inputSources(CASE)));
  runToEnd(lab, 'f64');
  if (lab.trace === null) throw new Error('there is a trace after a run');
  const arrays = selectArrays(lab.trace, { signals: ['input', 'lstm/h', 'lstm/output'], sample: 1, from: 2, to: 5 });
  expect(arrays.map(({ name, shape }) => [name, shape])).toEqual([
    ['input', [3, 1, 3]],
    ['lstm/h', [1, 3, 5]],
    ['lstm/output', [3, 1, 5]],
  ]);
  const input = arrays[0]?.load().data;
  expect([...(input ?? [])]).toEqual([2, 3, 4].flatMap((step) => timeFirst('input', step, 1)));
  // Rows of a table: samples first, as the signals are.
  const [, h, output] = arrays.map(samplesFirst);
  expect(output?.shape).toEqual([1, 3, 5]);
  expect([...(h?.data ?? [])]).toEqual([...(output?.data ?? [])]);
});

test('a check names the sample and the timestep where they stand, and takes one sample out of a reference of all', () => {
  const lab = labWith((opened) => opened.setSequenceFiles(inputSources(CASE)));
  runToEnd(lab, 'f64');
  const { shape = [], data = [] } = KERAS.get('output/gru') ?? {};
  const wrong = Float64Array.from(data);
  wrong[(5 * 2 + 1) * 4 + 3] = 9; // timestep 5, sample 1, unit 3
  const reference = new Map<string, Tensor>([['output/gru', { shape, data: wrong }]]);
  const tolerance = { absolute: 1e-9, relative: 0 };
  for (const sample of [null, 1])
    expect(lab.check(reference, tolerance, sample)).toMatchObject({
      pass: false,
      worst: { sample: 1, timestep: 5, unit: 3, expected: 9, beside: { axis: 'timestep', from: 0 } },
    });
  expect(lab.check(reference, tolerance, 0).pass).toBe(true);
  expect(lab.check(reference, tolerance, 1).worst?.beside.expected[4]).toBe(data[(4 * 2 + 1) * 4 + 3]);
});
