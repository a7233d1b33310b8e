import { expect, test } from 'vitest';
import type { Precision } from '../layers/index.ts';
import type { AnswerInput } from '../model/index.ts';
import { Lab } from './lab.ts';
import { finish } from './progress.ts';
import { runToEnd } from './run-files.ts';

const wave = (steps: number, phase: number): number[][] =>
  Array.from({ length: steps }, (_, step) => [Math.sin(phase + step / 3), 2 * Math.cos(phase - step / 5)]);

function ran(sequence: unknown, precision: Precision): Lab {
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 11 });
  lab.setSequenceText(JSON.stringify(sequence));
  runToEnd(lab, precision);
  return lab;
}

/** max |Δ| of the output of two whole runs. */
function gap(sequence: unknown, precision: Precision, id: string, value: AnswerInput): number {
  const [as, otherwise] = [ran(sequence, precision), ran(sequence, precision)];
  otherwise.answer(id, value);
  runToEnd(otherwise, precision);
  const expected = otherwise.trace?.whole('output') ?? [];
  return Math.max(...Array.from(as.trace?.whole('output') ?? [], (number, at) => Math.abs(number - (expected[at] ?? NaN))));
}

test.each(['f32', 'f64'] as const)('%s: another answer moves the output as far as a run with it does, and nothing else', (precision) => {
  const sequence = [wave(40, 0), wave(40, 2)];
  const lab = ran(sequence, precision);
  const [before, card] = [lab.trace, JSON.stringify(lab.card)];
  const tried = finish(lab.tryAnswers('lstm.recurrent_activation', ['hard_sigmoid', 'relu', 'sigmoid']));
  expect(tried.map(({ maxAbs }) => maxAbs)).toEqual([
    gap(sequence, precision, 'lstm.recurrent_activation', 'hard_sigmoid'),
    gap(sequence, precision, 'lstm.recurrent_activation', 'relu'),
    0,
  ]);
  expect(tried[0]?.maxAbs).toBeGreaterThan(0.001);
  expect(lab.trace).toBe(before);
  expect(JSON.stringify(lab.card)).toBe(card);
});

test('samples of unequal length are compared each over its own', () => {
  const sequence = [wave(6, 0), wave(2, 1), wave(4, 2)];
  const [tried] = finish(ran(sequence, 'f32').tryAnswers('lstm.go_backwards', [true]));
  const each = sequence.map((rows) => gap([rows], 'f32', 'lstm.go_backwards', true));
  expect(tried?.maxAbs).toBe(Math.max(...each));
});

test('an answer that gives another shape, or that the setting does not take, has no difference', () => {
  const lab = ran([wave(5, 0)], 'f32');
  expect(finish(lab.tryAnswers('lstm.return_sequences', [false, true]))).toEqual([
    { value: false, maxAbs: null },
    { value: true, maxAbs: 0 },
  ]);
  expect(finish(lab.tryAnswers('lstm.activation', ['no such function']))[0]?.maxAbs).toBeNull();
});

test('trying is given up between the chunks of a run, and needs a run', () => {
  const work = ran([wave(20_000, 0)], 'f32').tryAnswers('lstm.activation', ['relu', 'linear']);
  expect(work.next('go').value).toEqual({ done: 0, of: 2 });
  expect(() => work.next('stop')).toThrow(expect.objectContaining({ code: 'cancelled' }));
  const lab = new Lab();
  lab.newLayer({ className: 'LSTM', settings: { units: 3 }, features: 2, seed: 11 });
  expect(() => lab.tryAnswers('lstm.activation', ['relu'])).toThrow(expect.objectContaining({ code: 'not-run' }));
});
