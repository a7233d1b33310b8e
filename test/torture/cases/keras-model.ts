import { text, zip } from '../../../fixtures/read/zip-maker.ts';
import { type Shape, storedTensor } from '../../../core/tensor/index.ts';
import { type H5GroupSpec, writeHdf5 } from '../../../core/write/hdf5/write-hdf5.ts';

/** An entry of a configuration, sound or not. */
export interface Entry {
  readonly class_name: unknown;
  readonly config: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

export const UNITS = 3;
export const FEATURES = 2;
export const INPUT: Entry = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, FEATURES] } };

/** An LSTM of 3 units with these settings. */
export const lstm = (config: Readonly<Record<string, unknown>> = {}): Entry => ({
  class_name: 'LSTM',
  config: { name: 'lstm', units: UNITS, return_sequences: true, ...config },
});

/** A model of these layers. */
export const sequential = (...layers: readonly unknown[]) => ({ class_name: 'Sequential', config: { name: 'm', layers } });

/** Arrays of the given shapes, all numbers different. */
export function group(path: string, ...shapes: readonly Shape[]): H5GroupSpec {
  const arrays = shapes.map((shape, index) => {
    const data = Float32Array.from(
      { length: shape.reduce((size, axis) => size * axis, 1) },
      (_, at) => ((at * 7 + index) % 11) / 20 - 0.25,
    );
    return [String(index), storedTensor('made', 'made', { shape, data })] as const;
  });
  return { path: [...path.split('/'), 'vars'], attributes: {}, arrays };
}

export const LSTM_ARRAYS = group('layers/lstm/cell', [FEATURES, 4 * UNITS], [UNITS, 4 * UNITS], [4 * UNITS]);

/** A `.keras` of a configuration, which may be a text that is no JSON, and arrays. */
export function kerasZip(config: unknown, groups: readonly H5GroupSpec[] = [LSTM_ARRAYS]): Uint8Array {
  return zip([
    {
      name: 'config.json',
      content: config instanceof Uint8Array ? config : text(typeof config === 'string' ? config : JSON.stringify(config)),
    },
    { name: 'model.weights.h5', content: writeHdf5(groups) },
  ]);
}

const tensor = (layer: string) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 3], dtype: 'float32', keras_history: [layer, 0, 0] },
});

/** A Dense of 3 units in a graph, fed by the layers named. */
export const dense = (name: string, ...from: readonly string[]): Entry => ({
  class_name: 'Dense',
  name,
  config: { name, units: 3 },
  inbound_nodes: [{ args: [from.length === 1 ? tensor(from[0] ?? '') : from.map((each) => tensor(each))], kwargs: {} }],
});

/** A graph from the input `x` to a layer. */
export const functional = (layers: readonly unknown[], output: string): Entry => ({
  class_name: 'Functional',
  config: {
    name: 'm',
    layers: [{ ...INPUT, name: 'x', inbound_nodes: [] }, ...layers],
    input_layers: [['x', 0, 0]],
    output_layers: [[output, 0, 0]],
  },
});

/** Arrays for up to four such layers. */
export const DENSE_ARRAYS = ['dense', 'dense_1', 'dense_2', 'dense_3'].map((name, index) =>
  group(`layers/${name}`, [index === 0 ? FEATURES : 3, 3], [3]),
);
