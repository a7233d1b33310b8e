import { phrase } from '../../errors/index.ts';
import type { StoredTensor } from '../../tensor/index.ts';
import { type GraphSpec, isObject, type JsonObject, layerEntry, type LayerSpec } from '../config/graph-spec.ts';
import { reshaped, transposed } from './converted.ts';
import { convertCudnn, cudnnUnits } from './cudnn.ts';
import { fuseKeras1, isKeras1 } from './keras-1.ts';

/**
 * Arrays that older Keras kept in other forms, in today's: CuDNN layers, Keras 1's array per gate, its four axes of a Conv1D kernel. What
 * only the arrays tell goes into the configuration: `reset_after` of a GRU by its bias.
 */
export function inTodaysForm(
  graph: GraphSpec,
  arrays: ReadonlyMap<string, readonly StoredTensor[]>,
): { readonly graph: GraphSpec; readonly arrays: ReadonlyMap<string, readonly StoredTensor[]> } {
  const today = new Map(arrays);
  const layers = graph.layers.map((layer): LayerSpec => {
    const own = convertedArrays(layer, arrays.get(layer.name) ?? []);
    if (own.length > 0) today.set(layer.name, own);
    return withResetAfter(layer, own);
  });
  return { graph: { ...graph, layers }, arrays: today };
}

/** Class and configuration of a layer, in today's words. */
type Described = Pick<LayerSpec, 'className' | 'config'>;

/** What a wrapper holds; null where its configuration holds no layer. */
export function wrappedLayer(config: JsonObject): Described | null {
  return isObject(config.layer) && typeof config.layer.class_name === 'string' ? layerEntry(config.layer, 0) : null;
}

function convertedArrays({ className, config }: Described, tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  switch (className) {
    case 'LSTM':
    case 'GRU':
      return oneDirection(tensors);
    case 'Bidirectional': {
      const wrapped = wrappedLayer(config);
      const half = tensors.length / 2;
      if (wrapped === null || !Number.isInteger(half)) return tensors;
      return [...convertedArrays(wrapped, tensors.slice(0, half)), ...convertedArrays(wrapped, tensors.slice(half))];
    }
    case 'TimeDistributed': {
      const wrapped = wrappedLayer(config);
      return wrapped === null ? tensors : convertedArrays(wrapped, tensors);
    }
    case 'Conv1D':
      return convolution(config, tensors);
    default:
      return tensors;
  }
}

function oneDirection(tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  if (isKeras1(tensors)) return fuseKeras1(tensors);
  return cudnnUnits(tensors) === null ? tensors : convertCudnn(tensors);
}

/**
 * Keras 1 convolved a picture of one column: (width, 1, channels, filters), until 1.1 (filters, channels, width, 1).
 * Source: Keras 1.2.2 keras/layers/convolutional.py, `Convolution1D.build`; tf-keras 2.21 hdf5_format.py `preprocess_weights_for_loading`.
 */
function convolution({ filters, kernel_size: width }: JsonObject, tensors: readonly StoredTensor[]): readonly StoredTensor[] {
  const [kernel, ...rest] = tensors;
  if (kernel?.shape.length !== 4) return tensors;
  const [first, second, third, last] = kernel.shape;
  if (second === 1 && first === [width].flat()[0] && last === filters) return [reshaped(kernel, [first, third, last]), ...rest];
  return last === 1 ? [reshaped(transposed(kernel, [2, 3, 1, 0]), [third, second, first]), ...rest] : tensors;
}

/** A GRU's bias tells whether it resets after the product: (2, 3 · units) or (3 · units). Never decided by a default. */
function withResetAfter(layer: LayerSpec, tensors: readonly StoredTensor[]): LayerSpec {
  if (layer.className === 'GRU') return told(layer, layer.config, tensors) ?? layer;
  if (layer.className !== 'Bidirectional' || !isObject(layer.config.layer) || layer.config.layer.class_name !== 'GRU') return layer;
  const inner = layer.config.layer;
  const config = isObject(inner.config) ? inner.config : {};
  const decided = told({ ...layer, config }, config, tensors.slice(0, tensors.length / 2));
  return decided === null ? layer : { ...layer, config: { ...layer.config, layer: { ...inner, config: decided.config } } };
}

function told(layer: LayerSpec, config: JsonObject, tensors: readonly StoredTensor[]): LayerSpec | null {
  const bias = tensors[2]?.shape;
  if (config.reset_after !== undefined || bias === undefined) return null;
  const inferred = new Map(layer.inferred).set('reset_after', phrase(bias.length === 2 ? 'note-bias-rows' : 'note-bias-row'));
  return { ...layer, config: { ...config, reset_after: bias.length === 2 }, inferred };
}
