import { expect, test } from 'vitest';
import { caseFile, fixtureCase } from '../../test/golden/golden-case.ts';
import { buildModel } from '../model/index.ts';
import { bufferSource, readSequenceText } from '../read/index.ts';
import { inputsFromSequence } from './inputs.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

const TOKENS = ['model.keras', 'input.npz'].map((file) => bufferSource(file, caseFile(fixtureCase('layers-embedding'), file)));

test('token ids are told as samples and timesteps, and shown one by one', () => {
  const { sequence } = new Lab().open(TOKENS);
  expect(sequence).toMatchObject({ shape: [2, 7], axes: ['samples', 'timesteps'], names: [] });
  expect(sequence?.preview).toEqual([[0], [0], [3], [1], [1], [4], [1]]); // the first sample of its array `ids`
});

test('a typed column of ids is one sample, rows of several are a sample each', () => {
  const lab = new Lab();
  lab.open(TOKENS.slice(0, 1));
  const shapeOf = (text: string): readonly number[] | undefined => lab.setSequenceText(text).sequence?.shape;
  expect(['id\n5\n3\n2', '5\t3\t2\n1\t0\t0', '[[5, 3], [1, 0], [2, 2]]'].map(shapeOf)).toEqual([
    [1, 3],
    [2, 3],
    [3, 2],
  ]);
});

test('rows for a model without a time axis are its samples', () => {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'weather', batch_shape: [null, 2] } },
    { class_name: 'RepeatVector', config: { name: 'again', n: 4 } },
  ];
  const model = buildModel({
    format: 'keras-legacy',
    producer: { name: 'keras', version: '3.15.1' },
    config: { class_name: 'Sequential', config: { name: 'made', layers } },
    groups: [],
    pairs: [],
    savedAt: null,
    leftovers: [],
    warnings: [],
  });
  const { card } = inputsFromSequence(model, readSequenceText('wind\train\n1\t2\n3\t4\n5\t6', 'typed'), 'typed');
  expect(card).toMatchObject({ shape: [3, 2], axes: ['samples', 'features'], names: ['wind', 'rain'] });
  expect(card.preview.flat()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a state typed for a model of token ids starts every sample', () => {
  const lab = new Lab();
  lab.open(TOKENS);
  lab.setState({ layer: 'words_lstm', states: { c: [0.5, -0.25, 1] } });
  runToEnd(lab, 'f32');
  expect(lab.trace?.initialState('words_lstm')?.[1]).toMatchObject({ shape: [2, 3], data: Float32Array.of(0.5, -0.25, 1, 0.5, -0.25, 1) });
});
