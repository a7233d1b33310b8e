import { type Phrase, phrase } from '../../errors/index.ts';
/** What an entry of a configuration says in today's words. */
interface Entry {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inferred?: ReadonlyMap<string, Phrase>;
}

const RECURRENT = /^(?:LSTM|GRU|SimpleRNN|CuDNNLSTM|CuDNNGRU|UnifiedLSTM|UnifiedGRU)(?:V\d)?$/;

/** Names of arguments that Keras 1 used and Keras 2 renamed. Source: Keras 2.3.1 keras/legacy/interfaces.py. */
const RENAMED: Readonly<Record<string, string>> = {
  inner_activation: 'recurrent_activation',
  consume_less: 'implementation',
  dropout_W: 'dropout',
  dropout_U: 'recurrent_dropout',
  init: 'kernel_initializer',
  inner_init: 'recurrent_initializer',
  bias: 'use_bias',
  p: 'rate',
  nb_filter: 'filters',
  filter_length: 'kernel_size',
  subsample_length: 'strides',
  stride: 'strides',
  atrous_rate: 'dilation_rate',
  border_mode: 'padding',
  pool_length: 'pool_size',
};

/** Classes that Keras 1 or an early tf.keras called otherwise; `TimeDistributedDense` computes what Dense does on a sequence. */
const CLASSES: Readonly<Record<string, string>> = {
  Convolution1D: 'Conv1D',
  AtrousConvolution1D: 'Conv1D',
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  TimeDistributedDense: 'Dense',
  UnifiedLSTM: 'LSTM',
  UnifiedGRU: 'GRU',
  LSTMV1: 'LSTM',
  LSTMV2: 'LSTM',
  GRUV1: 'GRU',
  GRUV2: 'GRU',
};

/** What a CuDNN layer computes with, whatever its configuration; it has no arguments for these. Source: Keras 2.3.1 keras/layers/cudnn_recurrent.py. */
const CUDNN: Readonly<Record<string, { readonly className: string; readonly settings: Readonly<Record<string, unknown>> }>> = {
  CuDNNLSTM: { className: 'LSTM', settings: { activation: 'tanh', recurrent_activation: 'sigmoid', use_bias: true } },
  CuDNNGRU: { className: 'GRU', settings: { activation: 'tanh', recurrent_activation: 'sigmoid', use_bias: true, reset_after: true } },
};

/** Class and settings in today's words. Entries of Keras 3 that are operations, not layers, get the class `ops.NAME`. */
export function normalisedEntry(stored: string, module: unknown, config: Readonly<Record<string, unknown>>): Entry {
  if (typeof module === 'string' && /^keras(?:\.src)?\.ops\b/.test(module)) return { className: `ops.${stored}`, config };
  if (stored === 'Merge') return ofMerge(config);
  const cudnn = Object.hasOwn(CUDNN, stored) ? CUDNN[stored] : undefined;
  const className = cudnn?.className ?? (Object.hasOwn(CLASSES, stored) ? (CLASSES[stored] ?? stored) : stored);
  const settings = renamed(stored, config);
  if (cudnn === undefined) return { className, config: settings };
  return {
    className,
    config: { ...settings, ...cudnn.settings },
    inferred: new Map(Object.keys(cudnn.settings).map((name) => [name, phrase('note-class', { class: stored })])),
  };
}

/** What `Merge` of Keras 1 does in each of its modes; a function and `cos` have no layer of today. Source: Keras 1.2.2 keras/engine/topology.py */
const MERGE_MODES: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
  dot: 'Dot',
};

function ofMerge(config: Readonly<Record<string, unknown>>): Entry {
  const { mode, concat_axis: axis = -1, dot_axes: axes = -1, arguments: _own, ...rest } = config;
  const className = typeof mode === 'string' && Object.hasOwn(MERGE_MODES, mode) ? MERGE_MODES[mode] : null;
  if (className === null || (config.mode_type ?? 'raw') !== 'raw' || Array.isArray(config.layers)) return { className: 'Merge', config };
  return { className, config: { ...rest, ...(className === 'Concatenate' && { axis }), ...(className === 'Dot' && { axes }) } };
}

function renamed(stored: string, config: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(config)) {
    const name = nameOf(stored, key);
    // A file that has both words keeps what it says under today's.
    if (name !== key && Object.hasOwn(config, name)) continue;
    result[name] = plain(value);
  }
  if (stored === 'LeakyReLU' && 'alpha' in result && !('negative_slope' in result)) result.negative_slope = result.alpha;
  return result;
}

function nameOf(stored: string, key: string): string {
  if (key === 'output_dim') return RECURRENT.test(stored) || /^(?:TimeDistributed)?Dense$/.test(stored) ? 'units' : key;
  if (key === 'length') return stored === 'UpSampling1D' ? 'size' : key;
  return Object.hasOwn(RENAMED, key) ? (RENAMED[key] ?? key) : key;
}

/** Values that some versions wrap: NumPy numbers of Keras 2.0, tuples of Keras 3. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if ('type' in value && value.type === 'ndarray' && 'value' in value) return value.value;
  if ('class_name' in value && value.class_name === '__tuple__' && 'items' in value) return value.items;
  return value;
}
