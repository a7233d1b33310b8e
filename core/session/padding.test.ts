import { expect, test } from 'vitest';
import { caseFile, fixtureCase } from '../../test/golden/golden-case.ts';
import { readNpz } from '../../test/golden/npz.ts';
import { bufferSource } from '../read/index.ts';
import { Lab } from './lab.ts';
import { runToEnd } from './run-files.ts';

const EMBEDDING = fixtureCase('layers-embedding');
const INPUTS = readNpz(caseFile(EMBEDDING, 'input.npz'));

function ran(): Lab {
  const lab = new Lab();
  lab.open(['model.keras', 'input.npz'].map((file) => bufferSource(file, caseFile(EMBEDDING, file))));
  runToEnd(lab, 'f32');
  return lab;
}

/** What a screen gets of an array of the model for both samples: 1 where a timestep counts, null where nothing tells padding apart. */
const counts = (lab: Lab, layer: string, signal: string, steps = 7): (number[] | null)[] =>
  [0, 1].map((sample) => {
    const { mask } = lab.series({ layer, signal, sample, units: [0], from: 0, to: steps }, steps);
    return mask && [...mask];
  });

/** The same from the input itself: a timestep counts where any of its numbers is not the padding. */
function countsOf(input: string, padding: number): number[][] {
  const { shape, data } = INPUTS.get(input) ?? { shape: [], data: [] };
  const [, timesteps = 0, features = 1] = shape;
  return [0, 1].map((sample) =>
    Array.from({ length: timesteps }, (_, step) =>
      Array.from({ length: features }, (__, k) => data[(sample * timesteps + step) * features + k]).some((value) => value !== padding)
        ? 1
        : 0,
    ),
  );
}

test('an input that an Embedding or a Masking reads is padding where that says so', () => {
  const lab = ran();
  expect(countsOf('ids', 0)).toEqual([
    [0, 0, 1, 1, 1, 1, 1],
    [1, 1, 1, 0, 1, 0, 0],
  ]);
  expect(counts(lab, '', 'input/ids')).toEqual(countsOf('ids', 0));
  expect(counts(lab, '', 'input/zeros')).toEqual(countsOf('zeros', 0));
  expect(counts(lab, '', 'input/others')).toEqual(countsOf('others', -1.5));
});

test('an output is padding where the mask goes on with it, not behind a layer that ends it', () => {
  const lab = ran();
  expect(counts(lab, '', 'output/words')).toEqual(countsOf('ids', 0));
  expect(counts(lab, 'words', 'output')).toEqual(countsOf('ids', 0));
  expect(counts(lab, '', 'output/zeros_lstm')).toEqual(countsOf('zeros', 0));
  expect(counts(lab, '', 'output/plain')).toEqual([null, null]);
  expect(counts(lab, '', 'output/words_mean', 1)).toEqual([null, null]);
  expect(counts(lab, 'words_lstm', 'output', 1)).toEqual([null, null]);
});

test('ids with an axis of their own have no padding of whole timesteps', () => {
  expect(counts(ran(), '', 'input/pairs', 5)).toEqual([null, null]);
});

test('what lies behind the end of a shorter sample is padding of the input and of the output', () => {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3, return_sequences: true }, features: 1, seed: 5 });
  lab.setSequenceText('[[[1], [2], [3], [4]], [[5], [6]]]');
  runToEnd(lab, 'f32');
  for (const signal of ['input', 'output'])
    expect(counts(lab, '', signal, 4)).toEqual([
      [1, 1, 1, 1],
      [1, 1, 0, 0],
    ]);
});
