import { isObject, type JsonObject } from '../config/graph-spec.ts';

/** Sizes of the axes of an array; null for the one that only the number of its elements tells. */
export type Axes = readonly (number | null)[];

/** One array of a layer: its key in the file, its axes as stored, and the order in which Keras has these axes, null for the same. */
interface FdeepArray {
  readonly key: string;
  readonly axes: Axes;
  readonly order: readonly number[] | null;
}

const GATES: Readonly<Record<string, number>> = { LSTM: 4, CuDNNLSTM: 4, GRU: 3, CuDNNGRU: 3, SimpleRNN: 1 };
const CELLS: Readonly<Record<string, string>> = { LSTMCell: 'LSTM', GRUCell: 'GRU', SimpleRNNCell: 'SimpleRNN' };
/** A model can be nested in wrappers, but wrappers do not wrap wrappers for long. */
const MAX_WRAPPERS = 4;

/**
 * The arrays that frugally-deep writes for a layer class, in Keras' order; null for a class it writes in a way not known here, and where
 * the configuration does not say the sizes. Source: frugally-deep keras_export/convert_model.py, `show_…_layer`.
 */
export function fdeepArrays(className: string, config: JsonObject, prefix = '', depth = 0): readonly FdeepArray[] | null {
  const array = (key: string, axes: Axes, order: readonly number[] | null = null): FdeepArray => ({ key: `${prefix}${key}`, axes, order });
  const size = (key: string): number | null => sizeAt(config, key);
  if (Object.hasOwn(GATES, className)) return recurrentArrays(className, config, array);
  switch (className) {
    case 'Bidirectional':
      return bothDirections(config, depth);
    case 'TimeDistributed':
      return wrapped(config.layer, prefix, depth);
    case 'RNN':
      return cellArrays(config.cell, depth);
    case 'Dense': {
      const units = size('units');
      return units === null ? null : [array('weights', [null, units]), array('bias', [units])];
    }
    case 'Embedding': {
      const outputs = size('output_dim');
      return outputs === null ? null : [array('weights', [null, outputs])];
    }
    case 'Conv1D': {
      const filters = size('filters');
      const kernel: unknown = Array.isArray(config.kernel_size) ? config.kernel_size[0] : config.kernel_size;
      if (filters === null || !isSize(kernel)) return null;
      // Stored as (filters, kernel size, inputs).
      return [array('weights', [filters, kernel, null], [1, 2, 0]), array('bias', [filters])];
    }
    case 'BatchNormalization':
    case 'LayerNormalization':
      return ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((key) => array(key, [null]));
    case 'PReLU':
      return Array.isArray(config.shared_axes) && config.shared_axes.length === 1 ? [array('alpha', [1, null])] : null;
    default:
      return null;
  }
}

function recurrentArrays(
  className: string,
  config: JsonObject,
  array: (key: string, axes: Axes) => FdeepArray,
): readonly FdeepArray[] | null {
  const units = sizeAt(config, 'units');
  if (units === null) return null;
  const width = (GATES[className] ?? 1) * units;
  // A GRU with reset_after has two rows of bias; a configuration without the key is older than the setting.
  const hasTwoRows = className === 'CuDNNGRU' || (className === 'GRU' && config.reset_after === true);
  return [array('weights', [null, width]), array('recurrent_weights', [units, width]), array('bias', hasTwoRows ? [2, width] : [width])];
}

function bothDirections(config: JsonObject, depth: number): readonly FdeepArray[] | null {
  const forward = wrapped(config.layer, 'forward_', depth);
  const backward = wrapped(config.backward_layer ?? config.layer, 'backward_', depth);
  return forward === null || backward === null ? null : [...forward, ...backward];
}

/** One cell, or several in a stack: `cell0_weights`. */
function cellArrays(cell: unknown, depth: number): readonly FdeepArray[] | null {
  if (!isObject(cell) || !isObject(cell.config)) return null;
  if (cell.class_name !== 'StackedRNNCells') return cellOf(cell, '', depth);
  const cells = Array.isArray(cell.config.cells) ? (cell.config.cells as unknown[]) : [];
  const arrays = cells.map((part, index) => cellOf(part, `cell${index}_`, depth));
  return arrays.every((part) => part !== null) ? arrays.flat() : null;
}

function cellOf(cell: unknown, prefix: string, depth: number): readonly FdeepArray[] | null {
  const name = isObject(cell) && typeof cell.class_name === 'string' ? cell.class_name : '';
  return Object.hasOwn(CELLS, name) && isObject(cell) ? wrapped({ ...cell, class_name: CELLS[name] }, prefix, depth) : null;
}

function wrapped(layer: unknown, prefix: string, depth: number): readonly FdeepArray[] | null {
  if (!isObject(layer) || typeof layer.class_name !== 'string' || !isObject(layer.config) || depth >= MAX_WRAPPERS) return null;
  return fdeepArrays(layer.class_name, layer.config, prefix, depth + 1);
}

function sizeAt(config: JsonObject, key: string): number | null {
  const value = config[key];
  return isSize(value) ? value : null;
}

function isSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000_000;
}
