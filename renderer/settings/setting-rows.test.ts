import { expect, test } from 'vitest';
import type { LayerCard, ModelCard, Question, Setting } from '../../core/session/index.ts';
import { settingGroups } from './setting-rows.ts';

const setting = (value: unknown, from: Setting['from'] = 'inferred'): Setting => ({ value, from, note: null });

function layer(name: string, className: string, settings: Record<string, Setting>, choices: LayerCard['choices'] = {}): LayerCard {
  const shapes = { inputShape: null, outputShape: null, parameters: 0, units: 0 };
  const states = { supported: true, known: true, runs: true, isBrought: false, awaits: null, stateful: false };
  return { name, class: className, ...shapes, ...states, settings, choices, leftToVersion: {}, readsFrom: [], weights: [], parts: [] };
}

const WORDS = { code: 'note-shapes', values: {}, text: 'from the shapes' } as const;

function question(id: string, choices: readonly unknown[], answered = false): Question {
  return { id, choices, likely: choices[0], why: WORDS, effect: WORDS, answered };
}

function model(layers: readonly LayerCard[], questions: readonly Question[]): ModelCard {
  const about = { title: 'm', example: null, files: [], edited: false, pairs: null, savedAt: null, leftovers: [], warnings: [] };
  return { ...about, format: 'npz', producer: { name: 'keras', version: null }, layers, inputs: [], outputs: [], questions };
}

test('what is settled comes first, then the questions, then the defaults apart; an answer moves nothing', () => {
  const lstm = layer('lstm', 'LSTM', { activation: setting('tanh', 'default'), units: setting(8), dropout: setting(0, 'default') });
  const order = (answered: boolean): unknown =>
    settingGroups(model([lstm], [question('lstm.activation', ['tanh', 'relu'], answered)])).map(({ rows, defaults }) => [
      rows.map(({ name }) => name),
      defaults.map(({ name }) => name),
    ]);
  expect(order(false)).toEqual([[['units', 'activation'], ['dropout']]]);
  expect(order(true)).toEqual(order(false));
});

test('questions about the class and the version have rows of their own', () => {
  const groups = settingGroups(
    model(
      [layer('lstm', 'LSTM', { units: setting(8) })],
      [question('keras', ['3.15.1', '2.2.4']), question('lstm.class', ['LSTM', 'GRU'])],
    ),
  );
  expect(groups.map(({ rows }) => rows.map(({ id, value, choices }) => [id, value, choices]))).toEqual([
    [['keras', '3.15.1', ['3.15.1', '2.2.4']]],
    [
      ['lstm.units', 8, null],
      ['lstm.class', 'LSTM', ['LSTM', 'GRU']],
    ],
  ]);
});

test('settings of wrapped layers are asked for by the names of their parts', () => {
  const inner = (name: string) => setting({ class: 'LSTM', name, settings: { activation: setting('tanh', 'file') } }, 'file');
  const choices = { 'bi/forward.activation': ['tanh', 'relu'], 'bi/backward.activation': ['tanh', 'relu'] };
  const wrapper = layer(
    'bi',
    'Bidirectional',
    { layer: inner('a'), backward_layer: inner('b'), merge_mode: setting('concat', 'file') },
    choices,
  );
  const rows = settingGroups(model([wrapper], [question('bi/backward.activation', ['relu'])]))[0]?.rows ?? [];
  expect(rows.map(({ id, name, choices: offered }) => [id, name, offered])).toEqual([
    ['bi/forward.activation', 'forward.activation', ['tanh', 'relu']],
    ['bi.merge_mode', 'merge_mode', null],
    ['bi/backward.activation', 'backward.activation', ['relu', 'tanh']],
  ]);
});
