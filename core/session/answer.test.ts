import { expect, test } from 'vitest';
import { Lab } from './lab.ts';

const WINDOW = { layer: 'lstm', signal: 'h', sample: 0, units: 'all', from: 0, to: 1 } as const;

function byHand(): Lab {
  const lab = new Lab();
  lab.example('by-hand');
  return lab;
}

function run(lab: Lab): number[] {
  const steps = lab.run('f64');
  while (steps.next('go').done !== true);
  return [...lab.values(WINDOW)];
}

function refusal(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}

test('what the file does say can be answered otherwise, is shown as said by the user, and changes the next run', () => {
  const lab = byHand();
  expect(run(lab)).toEqual([0, 4, 0]);
  const card = lab.answer('lstm.activation', 'tanh');
  expect(card.model.layers.find((layer) => layer.name === 'lstm')?.settings['activation']).toEqual({
    value: 'tanh',
    from: 'user',
    note: null,
  });
  expect(lab.trace).toBeNull();
  expect(card.sequence).not.toBeNull();
  expect(run(lab)[1]).toBeCloseTo(Math.tanh(2 * Math.tanh(2)), 12);
});

test('typed weights are put back when an answer builds the model again', () => {
  const lab = byHand();
  lab.setWeights('lstm', 'bias', '[3 1 0 1 1 0 0 1 0 2 0 1]');
  const before = run(lab);
  const card = lab.answer('lstm.go_backwards', 'false');
  expect(card.model.edited).toBe(true);
  expect(run(lab)).toEqual(before);
});

test('text from a command line takes the type of its setting', () => {
  const lab = byHand();
  const value = (setting: string): unknown => lab.card.model.layers.find((layer) => layer.name === 'lstm')?.settings[setting]?.value;
  lab.answer('lstm.return_sequences', 'false');
  expect(value('return_sequences')).toBe(false);
  lab.answer('lstm.dropout', '0.5');
  expect(value('dropout')).toBe(0.5);
  lab.answer('lstm.activation', null);
  expect(value('activation')).toBe('linear');
});

test('the answer keras replaces the version that the file states', () => {
  const lab = byHand();
  expect(lab.answer('keras', '2.2.4').model.producer).toEqual({ name: 'keras', version: '2.2.4' });
});

test.each([
  ['lstm.colour', 'red', 'answer-unknown'],
  ['gru.activation', 'tanh', 'answer-unknown'],
  ['lstm.class', 'GRU', 'answer-value'],
  ['lstm.activation', 'swoosh', 'answer-value'],
  ['lstm.return_sequences', 'perhaps', 'answer-value'],
  ['lstm.units', 'many', 'answer-value'],
  ['keras', 'new', 'answer-value'],
  ['lstm.units', 4, 'shape-mismatch'],
] as const)('%s=%s is refused as %s and leaves the model as it was', (id, value, code) => {
  const lab = byHand();
  const before = lab.card;
  expect(refusal(() => lab.answer(id, value))).toMatchObject({ code });
  expect(lab.card).toEqual(before);
});

test('the class that a layer has is an answer too', () => {
  expect(byHand().answer('lstm.class', 'LSTM').model.layers.length).toBeGreaterThan(0);
});
