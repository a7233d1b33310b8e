import type { StoredTensor } from '../../tensor/index.ts';
import type { Candidate } from './bag.ts';
import { snakeCase } from '../adopt/store-name.ts';

/** Classes whose arrays the readings know; older names for the same arrays stand beside. */
const ALIASES: Readonly<Record<string, string>> = {
  CuDNNLSTM: 'LSTM',
  CuDNNGRU: 'GRU',
  UnifiedLSTM: 'LSTM',
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
};

/** Keras layer classes that own arrays, by which automatic names begin. */
const WEIGHTED = [
  ...['LSTM', 'GRU', 'SimpleRNN', 'Bidirectional', 'TimeDistributed', 'Dense', 'Embedding', 'Conv1D', 'Conv2D', 'Conv3D'],
  ...['ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D', 'BatchNormalization', 'LayerNormalization', 'Normalization', 'PReLU'],
  ...['Attention', 'AdditiveAttention', 'MultiHeadAttention', 'GroupNormalization', 'UnitNormalization', 'EinsumDense'],
  ...['SeparableConv1D', 'SeparableConv2D', 'DepthwiseConv1D', 'DepthwiseConv2D', 'Conv1DTranspose', 'Conv2DTranspose'],
  ...['LocallyConnected1D', 'Highway', 'MaxoutDense', 'TimeDistributedDense', ...Object.keys(ALIASES)],
];

/** Keras layer classes without arrays: in files that list them they stand between the others. */
const BARE = [
  ...['InputLayer', 'Input', 'Dropout', 'SpatialDropout1D', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout', 'ActivityRegularization'],
  ...['Activation', 'Flatten', 'RepeatVector', 'Masking', 'GlobalMaxPooling1D', 'GlobalAveragePooling1D', 'MaxPooling1D'],
  ...['LeakyReLU', 'ReLU', 'ELU', 'Softmax', 'ThresholdedReLU'],
];

const BY_WORD: ReadonlyMap<string, string> = new Map([...WEIGHTED, ...BARE].map((className) => [className.toLowerCase(), className]));

/** What a name tells of a class. `isCustom`: built as Keras builds names, but from a class that is not Keras' own. */
export interface ClassHint {
  readonly className: string | null;
  readonly isCustom: boolean;
}

/**
 * The Keras class whose automatic name this is: `lstm_3`, `time_distributed`, `maxpooling1d_1` of Keras 1, `gru2`.
 * `instant_layer_normalization_1` is one of a class of somebody's own.
 */
export function classHint(name: string): ClassHint {
  const words = [name, name.replace(/_\d+$/, ''), name.replace(/_?\d+$/, '')];
  for (const word of words) {
    const className = BY_WORD.get(word.replaceAll('_', '').toLowerCase());
    if (className !== undefined) return { className: ALIASES[className] ?? className, isCustom: false };
  }
  const base = words[1] ?? name;
  const isCustom = WEIGHTED.some((className) => className.length > 4 && base.includes('_') && base.endsWith(`_${snakeCase(className)}`));
  return { className: isCustom ? camelCase(base) : null, isCustom };
}

/** The class that a candidate states, by its name of today. */
export function statedClass(candidate: Candidate): string | null {
  const { className } = candidate;
  return className === null ? null : (ALIASES[className] ?? className);
}

/** Keras' own names of arrays, each the mark of some classes. Source: `add_weight` calls of Keras 1.2 and 3.15. */
const MARKS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^recurrent_kernel$|_U(_[a-z])?$/, ['LSTM', 'GRU', 'SimpleRNN', 'Bidirectional', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D']],
  [/^embeddings$/, ['Embedding']],
  [/^moving_(mean|variance)$|_running_(mean|std)$/, ['BatchNormalization']],
  [/^(gamma|beta)$|_gamma$|_beta$/, ['BatchNormalization', 'LayerNormalization']],
  [/^alpha$/, ['PReLU']],
];

/** Classes that the names of the arrays allow; null when they tell nothing. */
export function markedClasses(tensors: readonly StoredTensor[]): readonly string[] | null {
  const leaves = tensors.map((tensor) => (tensor.path.split('/').at(-1) ?? '').replace(/:\d+$/, '').replace(/_\d+$/, ''));
  const found = MARKS.find(([mark]) => leaves.some((leaf) => mark.test(leaf)));
  return found ? found[1] : null;
}

/** `instant_layer_normalization` → `InstantLayerNormalization` */
function camelCase(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
