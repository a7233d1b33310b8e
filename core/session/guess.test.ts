import { expect, test } from 'vitest';
import { caseFile, fixtureCase, inputSources, modelSources } from '../../test/golden/golden-case.ts';
import { bufferSource } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { selectArrays, writeNpz } from '../write/index.ts';
import { expectedArrays } from './expected-files.ts';
import type { GuessResult } from './guess.ts';
import { Lab } from './lab.ts';
import { finish } from './progress.ts';
import { runToEnd } from './run-files.ts';

const TOLERANCE = 1e-5;

function opened(name: string): Lab {
  const lab = new Lab();
  lab.open(modelSources(fixtureCase(name)));
  lab.setSequenceFiles(inputSources(fixtureCase(name)));
  return lab;
}

/** What Keras computed, by names as in a trace. */
function known(name: string, only: RegExp): ReadonlyMap<string, Tensor> {
  const all = expectedArrays([bufferSource('expected.npz', caseFile(fixtureCase(name), 'expected.npz'))]);
  return new Map([...all].filter(([array]) => only.test(array)));
}

function guessed(lab: Lab, expected: ReadonlyMap<string, Tensor>, sample: number | null = null): GuessResult {
  return finish(lab.guess(expected, TOLERANCE, sample));
}

/** The arrays of a run as one would save and open them. */
function recorded(lab: Lab, ...names: string[]): ReadonlyMap<string, Tensor> {
  runToEnd(lab, 'f32');
  if (lab.trace === null) throw new Error('a run leaves a trace');
  const arrays = selectArrays(lab.trace).filter(({ name }) => names.includes(name));
  return expectedArrays([bufferSource('y.npz', writeNpz(arrays.map((array) => [array.name, array.load()] as const)))]);
}

test('answers that were wrong are named with those that put them right, and the model stays as it was', () => {
  const lab = opened('lstm-5u-3f-7t');
  lab.answer('lstm.go_backwards', true);
  lab.answer('lstm.recurrent_activation', 'hard_sigmoid');
  const before = JSON.stringify(lab.card);
  const result = guessed(lab, known('lstm-5u-3f-7t', /^output/));
  expect(result).toMatchObject({ kind: 'explained', tied: 1, undecided: [], why: null });
  expect(result.words).toBe(
    'Recurrent activation of lstm is sigmoid, not hard_sigmoid of Keras 3, and lstm reads the sequence from its start, not from its end.',
  );
  expect(result.guesses[0]?.set).toEqual([
    { id: 'lstm.recurrent_activation', value: 'sigmoid' },
    { id: 'lstm.go_backwards', value: false },
  ]);
  expect(JSON.stringify(lab.card)).toBe(before);
  for (const { id, value } of result.guesses[0]?.set ?? []) lab.answer(id, value);
  expect(guessed(lab, known('lstm-5u-3f-7t', /^output/)).kind).toBe('right');
});

test('any arrays of a trace are a known output: one gate tells its activation', () => {
  const lab = opened('lstm-5u-3f-7t');
  lab.answer('lstm.recurrent_activation', 'hard_sigmoid');
  expect(guessed(lab, known('lstm-5u-3f-7t', /^lstm\/o$/)).guesses[0]?.words).toBe(
    'recurrent activation of lstm is sigmoid, not hard_sigmoid of Keras 3',
  );
});

test('what the first sample leaves open, the others decide', () => {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 5 });
  // Zeros, and a bias of zeros but for the forget gate: h and c stay 0 whatever the activation.
  lab.setSequenceText(JSON.stringify([[0, 0, 0].map(() => [0, 0]), [1, 2, 3].map((step) => [Math.sin(step), step])]));
  lab.answer('lstm.activation', 'softsign');
  const expected = recorded(lab, 'output');
  lab.answer('lstm.activation', 'tanh');
  expect(guessed(lab, expected)).toMatchObject({ kind: 'explained', words: 'Activation of lstm is softsign, not tanh.', tied: 1 });
  const { kind, undecided } = guessed(lab, expected, 0);
  expect(kind).toBe('right');
  expect(undecided).toContain('lstm.activation');
  expect(guessed(lab, expected, 1).kind).toBe('explained');
});

test('initial states count', () => {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 6 });
  lab.setSequenceText('[[[1, -1]]]');
  lab.setState({ layer: 'lstm', states: { c: [0.5, -0.25, 1] } });
  const result = guessed(lab, recorded(lab, 'output'));
  expect(result).toMatchObject({ kind: 'right', undecided: ['lstm.go_backwards'] });
  expect(result.why).toBe('This pair cannot tell lstm.go_backwards: one timestep reads alike from both ends. Try a longer sequence.');
});

test('samples of unequal length are compared each over its own length', () => {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 7 });
  const rows = [4, 1, 3].map((length, sample) => Array.from({ length }, (_, step) => [Math.sin(7 * sample + 3 * step), step / 2]));
  lab.setSequenceText(JSON.stringify(rows));
  lab.answer('lstm.go_backwards', true);
  const expected = recorded(lab, 'output', 'input', 'lstm/mask');
  expect(guessed(lab, expected)).toMatchObject({ kind: 'right', undecided: [] });
  lab.answer('lstm.go_backwards', false);
  expect(guessed(lab, expected).guesses[0]?.set).toEqual([{ id: 'lstm.go_backwards', value: true }]);
  expect(guessed(lab, expected, 2).kind).toBe('explained');
  expect(guessed(lab, expected, 1)).toMatchObject({ kind: 'right' });
});

test('an output that no setting explains is said to be that, with the nearest', () => {
  const lab = opened('lstm-5u-3f-7t');
  const expected = new Map(
    [...known('lstm-5u-3f-7t', /^output/)].map(([name, { shape, data }]) => [name, { shape, data: data.map((y) => y + 3) }]),
  );
  const result = guessed(lab, expected);
  expect(result).toMatchObject({ kind: 'unexplained', tied: 0, combinations: 2160, depth: { layer: 5, pair: 0 } });
  expect(result.words).toMatch(/^No combination that was tried explains this output; the nearest is \d\.\de[+-]\d+ away: /);
  expect(result.guesses.every(({ explains, set }) => !explains && set === null)).toBe(true);
});

test('a reference that the run does not give, none at all, and a sample that is not there are refused', () => {
  const lab = opened('lstm-5u-3f-7t');
  const [output] = [...known('lstm-5u-3f-7t', /^output/).values()];
  const codeOf = (names: readonly string[], sample: number | null = null): unknown => {
    try {
      return guessed(lab, new Map(names.map((name) => [name, output ?? { shape: [0], data: new Float32Array() }])), sample).kind;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  };
  expect([codeOf(['gru/h']), codeOf([]), codeOf(['input']), codeOf(['output'], 99), codeOf([''])]).toEqual([
    'expected-unknown',
    'expected-none',
    'expected-none',
    'selection-outside',
    'right',
  ]);
});
