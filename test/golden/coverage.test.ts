import { expect, test } from 'vitest';
import { VERSION_TABLE, versionDefault, type VersionRow, type VersionRule } from '../../core/layers/defaults.ts';
import { coverage, type Need, needs } from './coverage.ts';

/** Where a class or a setting exists, where it is not in both: `before` Keras 3, or in Keras `3` alone. */
const ONLY: Readonly<Record<string, 'before' | '3'>> = {
  'LSTM.time_major': 'before',
  'GRU.time_major': 'before',
  'SimpleRNN.time_major': 'before',
  'RNN.time_major': 'before',
  'StackedRNNCells.reverse_state_order': 'before',
  ThresholdedReLU: 'before',
  'ThresholdedReLU.theta': 'before',
  'BatchNormalization.mode': 'before',
  'Attention.causal': 'before',
  'AdditiveAttention.causal': 'before',
  'BatchNormalization.renorm': '3',
  'LayerNormalization.rms_scaling': '3',
  'ZeroPadding1D.data_format': '3',
};

/** What no fixture can hold, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'BatchNormalization.mode 2': 'it normalises with the samples that are predicted together, and is refused by name',
  'ops.OneHot.axis': 'only the last axis runs; any other is refused by name',
  'ops.ConvertToTensor.dtype': 'a change of type is refused by name; Cast runs',
  'ops.CountNonzero.keepdims': 'Keras has no such argument; it is there for all reductions',
  'ops.Average.keepdims': 'Keras has no such argument; it is there for all reductions',
};

/** Rules of releases whose other value no fixture shows, and what shows it. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'rnn_passes_mask false': 'Keras 3.16 is not released: vectors of its development branch, test/vectors/mask-propagation.test.ts',
  'batch_normalization_epsilon 0.000001': 'Keras 1.0 wrote its epsilon: core/layers/defaults.test.ts',
  'batch_normalization_epsilon 0.00001': 'Keras 1.1 wrote its epsilon: core/layers/defaults.test.ts',
};

/** A class that has to be in a fixture for a rule to show. */
const CLASS_OF: Readonly<Record<VersionRule, string>> = {
  recurrent_activation: 'LSTM',
  reset_after: 'GRU',
  batch_normalization_epsilon: 'BatchNormalization',
  hard_sigmoid_steepness: 'LSTM',
  rnn_passes_mask: 'LSTM',
  bidirectional_zeroes_masked: 'Bidirectional',
  time_distributed_mask: 'TimeDistributed',
  time_distributed_states: 'TimeDistributed',
  reverse_state_order: 'StackedRNNCells',
  states_hide_mask: 'GRU',
  stateful_keeps_states: 'GRU',
  masked_output: 'SimpleRNN',
  merged_mask: 'Add',
  normalize_floor: 'Dot',
  softmax_hides: 'Softmax',
  preprocessing_passes_mask: 'Rescaling',
};

const held = coverage();
const all = needs();
const name = ({ className, setting }: Need): string => (setting === '' ? className : `${className}.${setting}`);

/** `keras 3` and `before keras 3`, as far as both have it; an operation of either will do, as they are one table here. */
function writersOf(need: Need): readonly string[] {
  if (need.className.startsWith('ops.')) return ['any'];
  const only = ONLY[name(need)] ?? ONLY[need.className];
  return only === undefined ? ['3', 'before'] : [only];
}

function folders(need: Need, writer: string): readonly string[] {
  const found = [...held.folders(need.className, need.setting, need.passes)];
  return found.filter((folder) => writer === 'any' || (held.versions.get(folder)?.startsWith('3') ? '3' : 'before') === writer);
}

test('every layer class, and every setting at another value than its default, is in a fixture of Keras 3 and in one of Keras 2', () => {
  const missing = all.flatMap((need) => {
    const open = writersOf(need).filter((writer) => folders(need, writer).length === 0);
    const isKnown = name(need) in WITHOUT || `${name(need)} ${need.wanted}` in WITHOUT;
    return isKnown ? [] : open.map((writer) => `${name(need)}: ${need.wanted}, by Keras ${writer}`);
  });
  expect(missing).toEqual([]);
});

test('what is said to be missing is missing, and what is said to exist on one side alone is not on the other', () => {
  const excused = all.filter((need) => name(need) in WITHOUT || `${name(need)} ${need.wanted}` in WITHOUT);
  expect(excused.flatMap((need) => folders(need, 'any').map((folder) => `${name(need)}: ${folder}`))).toEqual([]);
  expect(excused.length).toBe(Object.keys(WITHOUT).length);
  const both = all.filter((need) => {
    const only = ONLY[name(need)] ?? ONLY[need.className];
    return only !== undefined && folders(need, only === '3' ? 'before' : '3').length > 0;
  });
  expect(both.map(name)).toEqual([]);
});

test('what every group of releases computes differently is in a fixture of such a release', () => {
  const missing: string[] = [];
  for (const rule of Object.keys(VERSION_TABLE) as VersionRule[]) {
    const row: VersionRow = VERSION_TABLE[rule];
    for (const { value } of [{ value: row.now }, ...row.others]) {
      const shown = [...held.folders(CLASS_OF[rule])].filter(
        (folder) => versionDefault(rule, { name: 'keras', version: held.versions.get(folder) ?? null }) === value,
      );
      const words = `${rule} ${typeof value === 'number' ? value.toFixed(6).replace(/0+$/, '') : String(value)}`;
      if (shown.length === 0 && !(words in ELSEWHERE)) missing.push(words);
    }
  }
  expect(missing).toEqual([]);
});
