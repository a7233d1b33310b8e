import { type Phrase, phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import type { JsonObject } from '../config/graph-spec.ts';

/** A layer of RTNeural as a Keras class with its settings; `inferred` says of which settings the file says nothing, and why they hold. */
interface RtneuralLayer {
  readonly className: string;
  readonly settings: JsonObject;
  readonly inferred: ReadonlyMap<string, Phrase>;
}

const RUNTIME = phrase('note-rtneural');
const ARRAYS = phrase('note-arrays-shapes');

/**
 * The Keras class and settings of one entry of `layers`. Sizes come from the arrays, not from `shape`, which may disagree.
 * A type that is not known keeps its name as class. Source: RTNeural/model_loader.h `parseJson`, python/model_utils.py `save_layer`.
 */
export function rtneuralLayer(entry: JsonObject, tensors: readonly StoredTensor[]): RtneuralLayer {
  const type = String(entry.type);
  switch (type) {
    case 'lstm':
    case 'gru':
      return recurrentLayer(type, entry, tensors);
    case 'dense':
      return denseLayer(entry, tensors);
    case 'time-distributed-dense': {
      const { settings } = denseLayer(entry, tensors);
      return plain('TimeDistributed', { layer: { class_name: 'Dense', config: { name: 'dense', ...settings } } });
    }
    case 'conv1d':
      return convolution(entry, tensors);
    case 'activation':
      return plain('Activation', { activation: activationOf(entry) });
    case 'prelu':
      // One slope per feature, the same at every timestep: a leading axis of 1.
      return {
        className: 'PReLU',
        settings: { shared_axes: tensors[0]?.shape.length === 2 ? [1] : null },
        inferred: why(ARRAYS, 'shared_axes'),
      };
    case 'batchnorm':
    case 'batchnorm2d':
      return normalisation(entry, tensors);
    default:
      return plain(type === 'conv2d' ? 'Conv2D' : type, { activation: activationOf(entry) });
  }
}

/**
 * The exporter writes the layer's own activation, tanh as a rule, and an empty text for one that RTNeural does not have; the runtime uses
 * tanh and sigmoid whatever it says. Two axes in `shape` mean that only the last step is given on.
 */
function recurrentLayer(type: 'lstm' | 'gru', entry: JsonObject, tensors: readonly StoredTensor[]): RtneuralLayer {
  const [, recurrent, bias] = tensors;
  const stated = activationOf(entry);
  const shape = Array.isArray(entry.shape) ? entry.shape.length : 3;
  const settings = {
    units: recurrent?.shape[0],
    activation: stated === 'linear' ? 'tanh' : stated,
    recurrent_activation: 'sigmoid',
    use_bias: bias !== undefined,
    return_sequences: shape !== 2,
  };
  const inferred = new Map([
    ...why(ARRAYS, 'units', 'use_bias'),
    ...why(RUNTIME, 'recurrent_activation', ...(stated === 'linear' ? ['activation'] : [])),
    ...why(phrase('note-rtneural-shape', { count: shape }), 'return_sequences'),
  ]);
  if (type === 'lstm') return { className: 'LSTM', settings, inferred };
  const resetAfter = bias === undefined || bias.shape.length === 2;
  const reason = bias === undefined ? RUNTIME : phrase('note-rtneural-bias', { count: bias.shape.length });
  return {
    className: 'GRU',
    settings: { ...settings, reset_after: resetAfter },
    inferred: new Map([...inferred, ['reset_after', reason]]),
  };
}

function denseLayer(entry: JsonObject, [kernel, bias]: readonly StoredTensor[]): RtneuralLayer {
  return {
    className: 'Dense',
    settings: { units: kernel?.shape[1], activation: activationOf(entry), use_bias: bias !== undefined },
    inferred: why(ARRAYS, 'units', 'use_bias'),
  };
}

/** Kernel (kernel size, inputs / groups, filters); the runtime keeps the past samples, so nothing of the future is seen. */
function convolution(entry: JsonObject, [kernel, bias]: readonly StoredTensor[]): RtneuralLayer {
  const settings = {
    filters: kernel?.shape[2],
    kernel_size: [kernel?.shape[0]],
    strides: [1],
    padding: 'causal',
    dilation_rate: [lastOf(entry.dilation, 1)],
    groups: lastOf(entry.groups, 1),
    activation: activationOf(entry),
    use_bias: bias !== undefined,
  };
  return {
    className: 'Conv1D',
    settings,
    inferred: new Map([...why(ARRAYS, 'filters', 'kernel_size', 'use_bias'), ...why(RUNTIME, 'padding', 'strides')]),
  };
}

/** Four arrays (gamma, beta, mean, variance), or two without gamma and beta. */
function normalisation(entry: JsonObject, tensors: readonly StoredTensor[]): RtneuralLayer {
  const isAffine = tensors.length > 2;
  return {
    className: 'BatchNormalization',
    settings: { axis: -1, center: isAffine, scale: isAffine, ...(entry.epsilon === undefined ? {} : { epsilon: entry.epsilon }) },
    inferred: new Map([...why(ARRAYS, 'center', 'scale'), ...why(RUNTIME, 'axis')]),
  };
}

function plain(className: string, settings: JsonObject): RtneuralLayer {
  return { className, settings, inferred: new Map() };
}

/** The exporter writes an empty text for linear and for every activation that RTNeural does not have. */
function activationOf(entry: JsonObject): unknown {
  return entry.activation === undefined || entry.activation === '' ? 'linear' : entry.activation;
}

function lastOf(value: unknown, otherwise: number): unknown {
  return Array.isArray(value) ? (value as unknown[]).at(-1) : (value ?? otherwise);
}

function why(reason: Phrase, ...settings: readonly string[]): ReadonlyMap<string, Phrase> {
  return new Map(settings.map((setting) => [setting, reason]));
}
