import { expect, test } from 'vitest';
import type { Setting } from './model.ts';
import { leftToVersion } from './left-to-version.ts';

const from = (value: unknown, source: Setting['from']): Setting => ({ value, from: source, note: null });
const lstm = (name: string, recurrent: Setting) => ({
  class: 'LSTM',
  name,
  settings: { units: from(3, 'file'), activation: from('tanh', 'default'), recurrent_activation: recurrent },
});
const KERAS_2_2 = { name: 'keras', version: '2.2.4' };

test('a default that changed since is left to the version; one that never changed is not', () => {
  expect(leftToVersion(lstm('lstm', from('hard_sigmoid', 'default')), KERAS_2_2)).toEqual({ 'lstm.recurrent_activation': 'sigmoid' });
  expect(leftToVersion(lstm('lstm', from('sigmoid', 'default')), { name: 'keras', version: '2.3.1' })).toEqual({});
  expect(leftToVersion(lstm('lstm', from('sigmoid', 'default')), { name: 'keras', version: null })).toEqual({});
});

test('hard_sigmoid of an older release is left to the version, also where the file names it; an answer is not', () => {
  const definition = { 'lstm.recurrent_activation': 'clip(z / 6 + 0.5, 0, 1)' };
  expect(leftToVersion(lstm('lstm', from('hard_sigmoid', 'file')), { name: 'keras', version: '2.15.0' })).toEqual(definition);
  expect(leftToVersion(lstm('lstm', from('hard_sigmoid', 'file')), { name: 'keras', version: '3.15.1' })).toEqual({});
  expect(leftToVersion(lstm('lstm', from('sigmoid', 'user')), KERAS_2_2)).toEqual({});
});

test('settings of wrapped layers bear the names of their parts', () => {
  const wrapper = { class: 'Bidirectional', name: 'bi', settings: { layer: from(lstm('inner', from('hard_sigmoid', 'default')), 'file') } };
  expect(leftToVersion(wrapper, KERAS_2_2)).toEqual({ 'bi/forward.recurrent_activation': 'sigmoid' });
});
