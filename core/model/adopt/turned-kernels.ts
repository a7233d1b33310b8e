import { labErrorData } from '../../errors/index.ts';
import { sizeOf, type StoredTensor } from '../../tensor/index.ts';
import type { LayerSpec } from '../config/graph-spec.ts';
import type { Adopted } from './adopted.ts';
import { convertedTensor, emptyLike } from './converted.ts';
import { wrappedLayer } from './todays-arrays.ts';

/** Classes with kernels that Theano turns, and how many of their first arrays those are. Source: Keras 2.3.1 keras/engine/saving.py, `conv_layers`. */
const CONVOLUTIONS: Readonly<Record<string, number>> = { Conv1D: 1, Conv2D: 1, Conv3D: 1, Conv2DTranspose: 1, ConvLSTM2D: 2 };

/**
 * Layers of a file by Keras on Theano with the kernels that Keras on TensorFlow has. Theano convolves, TensorFlow correlates: a kernel
 * (width, …, channels, filters) is reversed along all axes but the last two, as Keras itself does. Source: Keras 2.3.1
 * keras/utils/conv_utils.py, `convert_kernel`.
 */
export function withKernelsTurned(adopted: Adopted): Adopted {
  const arrays = new Map(adopted.arrays);
  const names: string[] = [];
  for (const layer of adopted.graph.layers) {
    const own = arrays.get(layer.name) ?? [];
    const kernels = kernelCount(layer);
    // A kernel that is one step wide has nothing to turn.
    if (!own.slice(0, kernels).some(({ shape }) => shape.slice(0, -2).some((width) => width > 1))) continue;
    arrays.set(
      layer.name,
      own.map((tensor, index) => (index < kernels ? turned(tensor) : tensor)),
    );
    names.push(`"${layer.name}"`);
  }
  if (names.length === 0) return adopted;
  return { ...adopted, arrays, warnings: [...adopted.warnings, labErrorData('kernels-turned', null, { layers: names.join(', ') })] };
}

function kernelCount(layer: Pick<LayerSpec, 'className' | 'config'>): number {
  if (layer.className === 'TimeDistributed') {
    const wrapped = wrappedLayer(layer.config);
    return wrapped === null ? 0 : kernelCount(wrapped);
  }
  return Object.hasOwn(CONVOLUTIONS, layer.className) ? (CONVOLUTIONS[layer.className] ?? 0) : 0;
}

/** Reversing all axes in front of the last two is reversing the order of the matrices (channels, filters). */
function turned(kernel: StoredTensor): StoredTensor {
  const matrix = sizeOf(kernel.shape.slice(-2));
  return convertedTensor(kernel.shape, [kernel], ([values]) => {
    const result = emptyLike([values], values.length);
    for (let from = 0; from < values.length; from += matrix)
      result.set(values.subarray(from, from + matrix), values.length - matrix - from);
    return result;
  });
}
