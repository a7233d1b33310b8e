import type { Producer } from '../read/index.ts';

/**
 * Releases that share their defaults. `keras 2.0` ends with 2.2.2, `keras 2.2.3` with 2.2.4, `keras 2.2.5` is that alone; `tensorflow 1` is the
 * tf.keras of 1.13 to 2.1, `tensorflow 1.12` that of all before, `tensorflow 2` also tf-keras; `keras 3.0` ends with 3.3, `keras 3` with 3.15.
 */
type Era =
  | 'keras 1.0'
  | 'keras 1.1'
  | 'keras 1.2'
  | 'keras 2.0'
  | 'keras 2.2.3'
  | 'keras 2.2.5'
  | 'keras 2.3'
  | 'tensorflow 1.12'
  | 'tensorflow 1'
  | 'tensorflow 2'
  | 'keras 3.0'
  | 'keras 3'
  | 'keras 3.16'
  | 'tfjs';

export interface VersionRow {
  /** What Keras 3 and every release not named in `others` does. */
  readonly now: unknown;
  readonly others: readonly { readonly value: unknown; readonly eras: readonly Era[] }[];
  readonly source: string;
}

const KERAS_1 = ['keras 1.0', 'keras 1.1', 'keras 1.2'] as const;
const KERAS_2_2 = ['keras 2.0', 'keras 2.2.3', 'keras 2.2.5'] as const;
const TENSORFLOW_1 = ['tensorflow 1.12', 'tensorflow 1'] as const;
const BEFORE_KERAS_3 = [...KERAS_1, ...KERAS_2_2, 'keras 2.3', ...TENSORFLOW_1, 'tensorflow 2', 'tfjs'] as const;

/** All that differs between releases, each with where it is written. What never changed stands with its layer. */
export const VERSION_TABLE = {
  /** LSTM, GRU and their cells. */
  recurrent_activation: {
    now: 'sigmoid',
    others: [{ value: 'hard_sigmoid', eras: [...KERAS_1, ...KERAS_2_2, ...TENSORFLOW_1, 'tfjs'] }],
    source: 'Keras 2.3.0 release notes; Keras 2.2.4 keras/layers/recurrent.py; Keras 3.15 keras/src/layers/rnn/lstm.py',
  },
  /** GRU and its cell: whether the reset gate acts behind the recurrent product. */
  reset_after: {
    now: true,
    others: [{ value: false, eras: [...KERAS_1, ...KERAS_2_2, 'keras 2.3', ...TENSORFLOW_1, 'tfjs'] }],
    source: 'Keras 2.3.1 keras/layers/recurrent.py; tf-keras 2.21 layers/rnn/gru.py; Keras 3.15 keras/src/layers/rnn/gru.py',
  },
  batch_normalization_epsilon: {
    now: 1e-3,
    others: [
      { value: 1e-6, eras: ['keras 1.0'] },
      { value: 1e-5, eras: ['keras 1.1'] },
    ],
    source: 'Keras 1.0.0, 1.1.0 and 1.2.0 keras/layers/normalization.py; Keras 3.15 keras/src/layers/normalization/batch_normalization.py',
  },
  /** Slope of hard_sigmoid through 0.5: clip(slope · z + 0.5, 0, 1). No default but a definition that changed. */
  hard_sigmoid_steepness: {
    now: 1 / 6,
    others: [{ value: 0.2, eras: [...BEFORE_KERAS_3] }],
    source: 'tf-keras 2.21 backend.py `hard_sigmoid`; Keras 3.15 keras/src/activations/activations.py',
  },
  /** LSTM, GRU, SimpleRNN, RNN, Bidirectional and TimeDistributed: whether the mask goes on to the next layer. */
  rnn_passes_mask: {
    now: true,
    others: [{ value: false, eras: ['keras 3.16'] }],
    source: 'Keras 3.15 keras/src/layers/rnn/rnn.py `compute_mask`; keras-team/keras pull request 23235, commit a8b52ca11a',
  },
  /** Bidirectional that returns sequences: whether masked steps are 0 rather than a repetition. */
  bidirectional_zeroes_masked: {
    now: true,
    others: [{ value: false, eras: [...KERAS_1, ...KERAS_2_2, 'keras 2.3', 'tfjs'] }],
    source:
      'Keras 2.3.1 keras/layers/wrappers.py; tf-keras 2.21 layers/rnn/bidirectional.py; Keras 3.15 keras/src/layers/rnn/bidirectional.py',
  },
  /** TimeDistributed: whether the mask that came goes on, or the one that the inner layer makes of it. */
  time_distributed_mask: {
    now: 'given',
    others: [{ value: 'inner', eras: [...KERAS_2_2, 'keras 2.3', ...TENSORFLOW_1, 'tensorflow 2'] }],
    source:
      'Keras 2.3.1 keras/layers/wrappers.py; tf-keras 2.21 layers/rnn/time_distributed.py; Keras 3.15 keras/src/layers/rnn/time_distributed.py',
  },
  /**
   * TimeDistributed around a stateful layer: each timestep goes on from the states of the one before; tf-keras runs the first one twice. In
   * older releases the states are updates of a graph inside a loop, of which no living Keras tells what they do.
   */
  time_distributed_states: {
    now: 'carried',
    others: [
      { value: 'first step twice', eras: ['tensorflow 2'] },
      { value: 'unknown', eras: [...KERAS_1, ...KERAS_2_2, 'keras 2.3', ...TENSORFLOW_1, 'tfjs'] },
    ],
    source: 'tf-keras 2.21 layers/rnn/time_distributed.py, backend.py `rnn`; Keras 3.15 keras/src/layers/rnn/time_distributed.py',
  },
  /** StackedRNNCells: whether the states of the last cell come first. */
  reverse_state_order: {
    now: false,
    others: [{ value: true, eras: ['keras 2.0', 'tfjs'] }],
    source:
      'Keras 2.2.2 and 2.2.3 keras/layers/recurrent.py; tfjs-layers 4.22 src/layers/recurrent.ts; tf-keras 2.21 layers/rnn/stacked_rnn_cells.py',
  },
  /**
   * A recurrent layer whose states are tensors of the graph: whether it then does not see the mask of its sequence. Keras 3 looks for a mask
   * by itself only where a layer takes one tensor.
   */
  states_hide_mask: {
    now: true,
    others: [{ value: false, eras: [...BEFORE_KERAS_3] }],
    source:
      'Keras 2.3.1 keras/layers/recurrent.py; tf-keras 2.21 layers/rnn/base_rnn.py; Keras 3.15 keras/src/layers/layer.py `__call__`, step 6',
  },
  /** A stateful layer that is used again and is given states: whether those that its last use left count instead, unless all are 0. */
  stateful_keeps_states: {
    now: false,
    others: [{ value: true, eras: ['tensorflow 2'] }],
    source:
      'Keras 2.3.1 keras/layers/recurrent.py; tf-keras 2.21 layers/rnn/base_rnn.py `_process_inputs`; Keras 3.15 keras/src/layers/rnn/rnn.py',
  },
  /** What a recurrent layer returns at a masked step: its last output, zeros before the first, or the first of its states, but for Theano and where it is unrolled. */
  masked_output: {
    now: 'output',
    others: [{ value: 'state', eras: [...KERAS_1, 'keras 2.0', 'keras 2.2.3', 'tensorflow 1.12', 'tfjs'] }],
    source:
      'Keras 2.2.4 and 2.2.5 keras/backend/tensorflow_backend.py `rnn`, that of TensorFlow 1.12 and 1.13; tfjs-layers 4.22 recurrent.ts; Keras 3.15 keras/src/backend/tensorflow/rnn.py',
  },
  /** Merging layers: whether a timestep counts where one of the inputs does (and masked entries are left out), or where all do. */
  merged_mask: {
    now: 'either',
    others: [{ value: 'both', eras: [...BEFORE_KERAS_3, 'keras 3.0'] }],
    source:
      'Keras 3.3 and 3.4 keras/src/layers/merging/base_merge.py, multiply.py, concatenate.py; tf-keras 2.21 layers/merging/base_merge.py',
  },
  /** Length that a vector has at least when it is divided by it: Dot with `normalize`. */
  normalize_floor: {
    now: 1e-7,
    others: [{ value: 1e-6, eras: [...BEFORE_KERAS_3] }],
    source: 'Keras 3.15 keras/src/ops/nn.py `_normalize`; tf-keras 2.21 layers/merging/dot.py, tf.linalg.l2_normalize',
  },
  /** Softmax with a mask: hidden numbers become −1e9 and 0 afterwards, or −1e9 is added, so that those of a row all hidden share it. */
  softmax_hides: {
    now: 'replaced',
    others: [{ value: 'added', eras: [...BEFORE_KERAS_3] }],
    source: 'tf-keras 2.21 layers/activation/softmax.py; Keras 3.15 keras/src/layers/activations/softmax.py',
  },
  /** Normalization and Rescaling: whether a mask goes on. */
  preprocessing_passes_mask: {
    now: true,
    others: [{ value: false, eras: [...TENSORFLOW_1, 'tensorflow 2', 'tfjs'] }],
    source: 'tf-keras 2.21 layers/preprocessing/normalization.py; Keras 3.15 keras/src/layers/preprocessing/normalization.py',
  },
} as const satisfies Record<string, VersionRow>;

/** Something that differs between releases. */
export type VersionRule = keyof typeof VERSION_TABLE;

/** What the release that wrote a file does where the file is silent. */
export function versionDefault(name: VersionRule, producer: Producer): unknown {
  const row: VersionRow = VERSION_TABLE[name];
  const era = eraOf(producer);
  return row.others.find((entry) => entry.eras.includes(era))?.value ?? row.now;
}

/** Where that is written. */
export function versionSource(name: VersionRule): string {
  return VERSION_TABLE[name].source;
}

/**
 * `2.1.6-tf` was written by TensorFlow 1.10 to 1.12, `2.2.4-tf` by 1.13 to 2.1 alike; `2.3.0-tf` is TensorFlow 2.2; a plain 2.4 or later is the
 * tf.keras of that TensorFlow; a file that names no version counts as Keras 3.15.
 */
function eraOf({ name, version }: Producer): Era {
  if (/tfjs|tensorflow\.?js/i.test(`${name} ${version ?? ''}`)) return 'tfjs';
  if (version === null) return 'keras 3';
  const [major = 3, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major < 2) return major === 1 && minor >= 1 ? (minor === 1 ? 'keras 1.1' : 'keras 1.2') : 'keras 1.0';
  if (major === 3 && minor >= 16) return 'keras 3.16';
  if (major === 3 && minor < 4) return 'keras 3.0';
  if (major > 2 || Number.isNaN(major)) return 'keras 3';
  if (version.endsWith('-tf')) return minor >= 3 ? 'tensorflow 2' : minor === 2 ? 'tensorflow 1' : 'tensorflow 1.12';
  if (minor >= 3) return minor === 3 ? 'keras 2.3' : 'tensorflow 2';
  if (minor < 2 || patch < 3) return 'keras 2.0';
  return patch < 5 ? 'keras 2.2.3' : 'keras 2.2.5';
}
