import { expect, test } from 'vitest';
import type { LabError } from '../errors/index.ts';
import { bufferSource } from '../read/index.ts';
import { caseFile, fixtureCase } from '../../test/golden/golden-case.ts';
import { writeNpz } from '../write/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

/** Three samples of two features: 4, 1 and 3 timesteps, all numbers different. */
const SAMPLES = [3, 0, 2].map((last, sample) =>
  Array.from({ length: last + 1 }, (_, step) => [Math.sin(7 * sample + 3 * step), Math.cos(5 * sample - step)]),
);

function labWith(text: string, settings: Record<string, unknown> = { units: 3, return_sequences: true }): Lab {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings, features: 2, seed: 5 });
  lab.setSequenceText(text);
  return lab;
}

test('samples of unequal length run to their own length, as if each were alone', () => {
  const lab = labWith(JSON.stringify(SAMPLES));
  expect(lab.card.sequence?.shape).toEqual([3, 4, 2]);
  expect(runToEnd(lab, 'f32')).toMatchObject({ samples: 3, timesteps: 4, firstNonFinite: null });
  const { trace } = lab;
  expect(trace?.arrays.get('lstm/f')).toEqual([3, 4, 3]);
  SAMPLES.forEach((rows, sample) => {
    const alone = labWith(JSON.stringify([rows]));
    runToEnd(alone, 'f32');
    for (const signal of ['f', 'c', 'h', 'output'])
      for (const unit of [0, 2]) {
        const window = { layer: 'lstm', signal, units: [unit], from: 0 };
        const own = alone.trace?.window({ ...window, sample: 0, to: rows.length }) ?? [];
        const together = trace?.window({ ...window, sample, to: 4 }) ?? [];
        expect([...together]).toEqual([...own, ...Array<number>(4 - rows.length).fill(NaN)]);
      }
    expect([...(trace?.mask({ layer: 'lstm', signal: 'f', sample, from: 0, to: 4 }) ?? [])]).toEqual(
      [0, 1, 2, 3].map((step) => (step < rows.length ? 1 : 0)),
    );
  });
});

test('whole arrays hold every sample at its place and NaN behind its end', () => {
  const lab = labWith(JSON.stringify(SAMPLES));
  runToEnd(lab, 'f64');
  const whole = lab.trace?.whole('lstm/h') ?? new Float64Array();
  expect(whole.length).toBe(3 * 4 * 3);
  for (const [sample, { length }] of SAMPLES.entries())
    for (let step = 0; step < 4; step++) {
      const row = [...whole.slice((sample * 4 + step) * 3, (sample * 4 + step + 1) * 3)];
      expect(row.every(Number.isFinite)).toBe(step < length);
    }
  const input = lab.trace?.whole('input') ?? new Float64Array();
  expect([...input.slice(8, 16)].map(Number.isNaN)).toEqual([false, false, true, true, true, true, true, true]);
});

test('the last output of each sample is that of its own last timestep', () => {
  const lab = new Lab();
  lab.open([bufferSource('model.keras', caseFile(fixtureCase('last-step'), 'model.keras'))]);
  lab.setSequenceText('[[[1, 2, 3, 4]], [[-1, 0.5, 2, -3], [0.25, 1, 0, 2], [3, -2, 1, 0.5]]]');
  const run = runToEnd(lab, 'f32');
  expect(run.warnings.map(({ code, values }) => [code, values])).toEqual([['timesteps-differ', { found: 3, expected: 11 }]]);
  expect(lab.trace?.arrays.get('output')).toEqual([2, 3]);
  const last = [1, 3].flatMap((length, sample) => [
    ...(lab.trace?.window({ layer: 'lstm', signal: 'h', sample, units: 'all', from: length - 1, to: length }) ?? []),
  ]);
  expect([...(lab.trace?.whole('output') ?? [])]).toEqual(last);
  expect(last.every(Number.isFinite)).toBe(true);
});

test('initial states go with their samples', () => {
  const lab = labWith(JSON.stringify(SAMPLES));
  const h = [0.25, -0.5, 0.75];
  lab.setState({ layer: 'lstm', states: { h } });
  runToEnd(lab, 'f32');
  const alone = labWith(JSON.stringify([SAMPLES[2]]));
  alone.setState({ layer: 'lstm', states: { h } });
  runToEnd(alone, 'f32');
  const first = { layer: 'lstm', signal: 'h', units: 'all' as const, from: 0, to: 1 };
  expect(lab.trace?.window({ ...first, sample: 2 })).toEqual(alone.trace?.window({ ...first, sample: 0 }));
  expect([...(lab.trace?.initialState('lstm')?.[0]?.data ?? [])]).toEqual([...h, ...h, ...h]);
});

test('rows of unequal length in one sample of several features are refused at the row', () => {
  const lab = labWith('[[[1, 2]]]');
  expect(() => lab.setSequenceText('[[1, 2], [3]]')).toThrow(
    expect.objectContaining({ code: 'seq-columns', where: 'typed, timestep 2' }) as LabError,
  );
});

test('rows of unequal length are samples where the model takes one feature', () => {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 2, return_sequences: true }, features: 1, seed: 5 });
  lab.setSequenceText('[[1, 2, 3], [4, 5]]');
  runToEnd(lab, 'f32');
  expect(lab.trace?.arrays.get('input')).toEqual([2, 3, 1]);
  expect([...(lab.trace?.whole('input') ?? [])]).toEqual([1, 2, 3, 4, 5, NaN]);
});

test('columns of a table are chosen by name, in the order asked', () => {
  const lab = labWith('[[[1, 2]]]');
  const table = 'date,site,rain,note,temp\n2024-05-01,A,1,dry,10\n2024-05-02,B,2,wet,20\n';
  lab.setSequenceText(table, ['temp', 'rain']);
  expect(lab.card.sequence).toMatchObject({ shape: [1, 2, 2], names: ['temp', 'rain'], preview: [[10, 1], [20, 2]] }); // prettier-ignore
  expect(() => lab.setSequenceText(table)).toThrow(expect.objectContaining({ code: 'seq-value' }) as LabError);
  expect(() => lab.setSequenceText(table, ['temp', 'snow'])).toThrow(
    expect.objectContaining({ code: 'seq-column-unknown', where: 'typed' }) as LabError,
  );
  expect(() => lab.setSequenceText('[[1, 2]]', ['temp'])).toThrow(expect.objectContaining({ code: 'seq-column-unknown' }) as LabError);
});

/** Masking before an LSTM of three units over two features. */
function maskedLab(maskValue: number): Lab {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'x', batch_shape: [16, null, 2] } },
    { class_name: 'Masking', config: { name: 'masking', mask_value: maskValue } },
    { class_name: 'LSTM', config: { name: 'lstm', units: 3, return_sequences: true } },
  ];
  const config = { class_name: 'Sequential', config: { name: 'm', layers }, keras_version: '3.15.1' };
  const array = (shape: readonly number[], seed: number) => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, (_, k) => Math.sin(seed + 3 * k)),
  });
  const weights = writeNpz([
    ['arr_0', array([2, 12], 1)],
    ['arr_1', array([3, 12], 2)],
    ['arr_2', array([12], 3)],
  ]);
  const lab = new Lab();
  lab.open([bufferSource('model.json', new TextEncoder().encode(JSON.stringify(config))), bufferSource('w.npz', weights)]);
  return lab;
}

test('where the model masks padding, samples of unequal length run as one padded batch', () => {
  const lab = maskedLab(-9);
  expect(lab.card.model.warnings.map(({ code, where }) => [code, where])).toContainEqual(['batch-size-ignored', 'x']);
  lab.setSequenceText(JSON.stringify(SAMPLES));
  runToEnd(lab, 'f32');
  const byHand = maskedLab(-9);
  byHand.setSequenceText(JSON.stringify(SAMPLES.map((rows) => [...rows, ...Array<number[]>(4 - rows.length).fill([-9, -9])])));
  runToEnd(byHand, 'f32');
  expect([...(lab.trace?.arrays.keys() ?? [])]).toEqual([...(byHand.trace?.arrays.keys() ?? [])]);
  for (const name of ['input', 'lstm/f', 'lstm/h', 'lstm/mask', 'output'])
    expect(lab.trace?.whole(name)).toEqual(byHand.trace?.whole(name));
  expect([...(lab.trace?.whole('lstm/mask') ?? [])]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0]);
  // The state of a short sample is kept, and it is the state of the sample alone.
  const alone = maskedLab(-9);
  alone.setSequenceText(JSON.stringify([SAMPLES[1]]));
  runToEnd(alone, 'f32');
  const h = { layer: 'lstm', signal: 'h', units: 'all' as const };
  expect(lab.trace?.window({ ...h, sample: 1, from: 3, to: 4 })).toEqual(alone.trace?.window({ ...h, sample: 0, from: 0, to: 1 }));
});
