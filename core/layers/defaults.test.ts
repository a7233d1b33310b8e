import { expect, test } from 'vitest';
import { VERSION_TABLE, versionDefault, versionSource } from './defaults.ts';
import { layerKindOf } from './index.ts';

const NAMES = ['recurrent_activation', 'reset_after', 'batch_normalization_epsilon', 'hard_sigmoid_steepness'] as const;

/** By version: recurrent activation, GRU reset_after, BatchNormalization epsilon, slope of hard_sigmoid. */
test.each([
  ['keras', '1.0.8', ['hard_sigmoid', false, 1e-6, 0.2]],
  ['keras', '1.1.0', ['hard_sigmoid', false, 1e-5, 0.2]],
  ['keras', '1.2.2', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.0.2', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.2.5', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.3.1', ['sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.1.6-tf', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.2.4-tf', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['keras', '2.3.0-tf', ['sigmoid', true, 1e-3, 0.2]],
  ['keras', '2.4.0', ['sigmoid', true, 1e-3, 0.2]],
  ['keras', '2.15.0', ['sigmoid', true, 1e-3, 0.2]],
  ['keras', '2.21.0', ['sigmoid', true, 1e-3, 0.2]],
  ['keras', '3.0.0', ['sigmoid', true, 1e-3, 1 / 6]],
  ['keras', '3.x', ['sigmoid', true, 1e-3, 1 / 6]],
  ['keras', null, ['sigmoid', true, 1e-3, 1 / 6]],
  ['keras', 'tfjs-layers 4.22.0', ['hard_sigmoid', false, 1e-3, 0.2]],
  ['tfjs', '4.22.0', ['hard_sigmoid', false, 1e-3, 0.2]],
])('what %s %s does where a file is silent', (name, version, expected) => {
  expect(NAMES.map((setting) => versionDefault(setting, { name, version }))).toEqual(expected);
});

/** By version: whether a mask goes on behind a recurrent layer, whether Bidirectional zeroes masked steps, what a masked step returns. */
test.each([
  ['keras', '2.2.4', [true, false, 'state']],
  ['keras', '2.2.5', [true, false, 'output']],
  ['keras', '2.3.1', [true, false, 'output']],
  ['keras', '2.1.6-tf', [true, true, 'state']],
  ['keras', '2.2.4-tf', [true, true, 'output']],
  ['keras', '2.15.0', [true, true, 'output']],
  ['keras', '3.0.0', [true, true, 'output']],
  ['keras', '3.15.1', [true, true, 'output']],
  ['keras', '3.16.0', [false, true, 'output']],
  ['keras', '3.16.0.dev2026082203', [false, true, 'output']],
  ['keras', null, [true, true, 'output']],
  ['keras', 'tfjs-layers 4.22.0', [true, false, 'state']],
] as const)('what %s %s does with masks', (name, version, expected) => {
  const masks = ['rnn_passes_mask', 'bidirectional_zeroes_masked', 'masked_output'] as const;
  expect(masks.map((row) => versionDefault(row, { name, version }))).toEqual(expected);
});

test('every default says where it is written', () => {
  for (const name of NAMES) expect(versionSource(name)).toMatch(/[Kk]eras \d/);
  const silent = ['LSTM', 'GRU', 'Bidirectional', 'Conv1D', 'ops.Mean', 'PReLU', 'Dropout'].flatMap((className) =>
    Object.entries(layerKindOf(className)?.settings ?? {}).filter(([, setting]) => !/[Kk]eras \d/.test(setting.source)),
  );
  expect(silent).toEqual([]);
});

/** By version: what a masked timestep of one input is to a merging layer, the least length that Dot divides by. */
test.each([
  ['2.2.4', ['both', 1e-6]],
  ['2.15.0', ['both', 1e-6]],
  ['2.21.0', ['both', 1e-6]],
  ['3.3.3', ['both', 1e-7]],
  ['3.4.1', ['either', 1e-7]],
  ['3.15.1', ['either', 1e-7]],
  ['3.16.0', ['either', 1e-7]],
])('what Keras %s does where layers merge', (version, expected) => {
  expect((['merged_mask', 'normalize_floor'] as const).map((name) => versionDefault(name, { name: 'keras', version }))).toEqual(expected);
});

const REST = [
  'time_distributed_mask',
  'reverse_state_order',
  'states_hide_mask',
  'stateful_keeps_states',
  'softmax_hides',
  'preprocessing_passes_mask',
  'time_distributed_states',
] as const;

test.each([
  ['keras', '1.2.2', ['given', false, false, false, 'added', true, 'unknown']],
  ['keras', '2.1.6', ['inner', true, false, false, 'added', true, 'unknown']],
  ['keras', '2.2.2', ['inner', true, false, false, 'added', true, 'unknown']],
  ['keras', '2.2.3', ['inner', false, false, false, 'added', true, 'unknown']],
  ['keras', '2.2.4', ['inner', false, false, false, 'added', true, 'unknown']],
  ['keras', '2.3.1', ['inner', false, false, false, 'added', true, 'unknown']],
  ['keras', '2.2.4-tf', ['inner', false, false, false, 'added', false, 'unknown']],
  ['keras', '2.15.0', ['inner', false, false, true, 'added', false, 'first step twice']],
  ['keras', '2.21.0', ['inner', false, false, true, 'added', false, 'first step twice']],
  ['keras', '3.0.0', ['given', false, true, false, 'replaced', true, 'carried']],
  ['keras', '3.15.1', ['given', false, true, false, 'replaced', true, 'carried']],
  ['keras', '3.16.0', ['given', false, true, false, 'replaced', true, 'carried']],
  ['tfjs', '4.22.0', ['given', true, false, false, 'added', false, 'unknown']],
] as const)('what %s %s does with states and with masks beside recurrent layers', (name, version, expected) => {
  expect(REST.map((rule) => versionDefault(rule, { name, version }))).toEqual(expected);
});

test('every rule of the table has a test of what each release does', () => {
  const tested = [...NAMES, 'rnn_passes_mask', 'bidirectional_zeroes_masked', 'masked_output', 'merged_mask', 'normalize_floor', ...REST];
  expect([...tested].sort()).toEqual(Object.keys(VERSION_TABLE).sort());
});
