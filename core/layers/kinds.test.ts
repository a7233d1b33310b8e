import { expect, test } from 'vitest';
import kinds from '../../fixtures/kinds/kinds.json' with { type: 'json' };
import { normalisedEntry } from '../model/config/normalise.ts';
import { computable, settingsOf } from '../model/settings.ts';
import { KERAS_CLASSES, type LayerKind, layerKindOf, type Settings } from './index.ts';

interface Case {
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly (readonly (number | null)[])[];
  readonly weights: readonly (readonly [string, readonly number[]])[];
  readonly outputs: readonly (readonly (number | null)[])[];
}

/** A free axis is null in Python and −1 here. */
function free(shape: readonly (number | null)[]): readonly number[] {
  return shape.map((axis) => axis ?? -1);
}

function describe({ class: className, config, inputs }: Case): string {
  return `${className} ${JSON.stringify(config)} of ${JSON.stringify(inputs)}`;
}

for (const [version, cases] of Object.entries(kinds as unknown as Readonly<Record<string, readonly Case[]>>)) {
  const producer = { name: 'keras', version };
  test.each(cases.map((one) => [describe(one), one] as const))(`Keras ${version} makes the same arrays and shapes: %s`, (_, one) => {
    const kind = layerKindOf(one.class);
    if (kind === null) throw new Error(`${one.class} is not known`);
    const { config } = normalisedEntry(one.class, null, one.config);
    const settings = computable(
      kind,
      { name: 'layer', settings: settingsOf(kind, { name: 'layer', config }, producer, new Map()) },
      producer,
    );
    const inputs = one.inputs.map(free);
    expect(kind.weights(settings, inputs).map(({ name, shape }) => [name.split('/').at(-1), shape])).toEqual(one.weights);
    expect(kind.outputShapes(settings, inputs)).toEqual(one.outputs.map(free));
  });
}

/** A class with its settings resolved as the model room does it. */
function known(className: string, config: Readonly<Record<string, unknown>>): { readonly kind: LayerKind; readonly settings: Settings } {
  const kind = layerKindOf(className);
  if (kind === null) throw new Error(`${className} is not known`);
  const producer = { name: 'keras', version: '3.15.1' };
  return {
    kind,
    settings: computable(kind, { name: 'layer', settings: settingsOf(kind, { name: 'layer', config }, producer, new Map()) }, producer),
  };
}

const cell = (className: string, units: number): unknown => ({ class_name: className, config: { units } });
const STACKED = { cell: { class_name: 'StackedRNNCells', config: { cells: [cell('LSTMCell', 5), cell('GRUCell', 4)] } } };

test('arrays of wrapped layers bear the name of their part', () => {
  const names = (className: string, config: Readonly<Record<string, unknown>>): readonly string[] => {
    const { kind, settings } = known(className, config);
    return kind.weights(settings, [[-1, 3]]).map((weight) => weight.name);
  };
  const parts = (...prefixes: readonly string[]): readonly string[] =>
    prefixes.flatMap((prefix) => ['kernel', 'recurrent_kernel', 'bias'].map((name) => `${prefix}${name}`));
  expect(names('Bidirectional', { layer: cell('LSTM', 5) })).toEqual(parts('forward/', 'backward/'));
  expect(names('RNN', { cell: cell('LSTMCell', 5) })).toEqual(parts(''));
  expect(names('RNN', STACKED)).toEqual(parts('0/', '1/'));
  expect(names('TimeDistributed', { layer: cell('LSTM', 5) })).toEqual(parts(''));
});

test('a backward layer that the file does not hold has the arrays of the forward one', () => {
  const { kind, settings } = known('Bidirectional', { layer: cell('GRU', 5) });
  const shapes = kind.weights(settings, [[-1, 3]]).map((weight) => weight.shape);
  expect(shapes).toEqual([...Array<unknown>(2)].flatMap(() => [[3, 15], [5, 15], [2, 15]])); // prettier-ignore
  expect(kind.weights(settings, [[-1, 3]])[3]?.gates).toEqual(['z', 'r', 'g']);
});

test.each([
  ['GRU', { units: 5 }, ['z 0..1', 'r 0..1', 'g -1..1', 'h -1..1']],
  ['GRU', { units: 5, activation: 'relu' }, ['z 0..1', 'r 0..1', 'g open', 'h open']],
  ['GRU', { units: 5, recurrent_activation: 'linear' }, ['z open', 'r open', 'g -1..1', 'h open']],
  ['SimpleRNN', { units: 5, activation: 'relu6' }, ['h 0..6']],
  [
    'Bidirectional',
    { layer: cell('SimpleRNN', 5), backward_layer: cell('GRU', 5) },
    ['forward/h -1..1', 'backward/z 0..1', 'backward/r 0..1', 'backward/g -1..1', 'backward/h -1..1'],
  ],
  ['RNN', { cell: cell('SimpleRNNCell', 5) }, ['h -1..1']],
  [
    'RNN',
    STACKED,
    ['0/i 0..1', '0/f 0..1', '0/g -1..1', '0/o 0..1', '0/c open', '0/h -1..1', '1/z 0..1', '1/r 0..1', '1/g -1..1', '1/h -1..1'],
  ],
  ['Dense', { units: 5 }, []],
])('signals of %s %j with the range that its activations bound them to', (className, config, expected) => {
  const { kind, settings } = known(className, config);
  const signals = kind.signals(settings).map(({ name, range }) => `${name} ${range ? range.join('..') : 'open'}`);
  expect(signals).toEqual(expected);
});

test.each([
  ['Conv1D', { filters: 2, kernel_size: 'three' }, 'kernel_size'],
  ['Conv1D', { filters: 2, kernel_size: [2.5] }, 'kernel_size'],
  ['Conv1D', { filters: 2 }, 'kernel_size'],
  ['Conv1D', { filters: 2, kernel_size: 3, padding: 'full' }, 'padding'],
  ['Reshape', { target_shape: [1e9, 2] }, 'target_shape'],
  ['Reshape', { target_shape: [[2], 3] }, 'target_shape'],
  ['ReLU', { max_value: 'six' }, 'max_value'],
  ['Bidirectional', { layer: cell('LSTM', 2), merge_mode: 'stack' }, 'merge_mode'],
])('%s %j is refused at its setting', (className, config, setting) => {
  expect(() => known(className, config)).toThrow(expect.objectContaining({ code: 'config-value', where: `layer.${setting}` }));
});

test('a configuration may leave out what follows from the rest of it', () => {
  const shapes = (className: string, config: Readonly<Record<string, unknown>>, input: readonly number[]): unknown => {
    const { kind, settings } = known(className, config);
    return kind.outputShapes(settings, [input]);
  };
  // Windows lie side by side, padding and cropping are the same on both sides.
  expect(shapes('MaxPooling1D', { pool_size: 3 }, [11, 4])).toEqual([[3, 4]]);
  expect(shapes('AveragePooling1D', { pool_size: [3], strides: null }, [11, 4])).toEqual([[3, 4]]);
  expect(shapes('ZeroPadding1D', { padding: 2 }, [11, 4])).toEqual([[15, 4]]);
  expect(shapes('Cropping1D', { cropping: 2 }, [11, 4])).toEqual([[7, 4]]);
});

test('settings that may be null are', () => {
  expect(known('MaxPooling1D', { pool_size: 3, strides: null }).settings.strides).toBeNull();
  expect(known('ReLU', { max_value: null }).settings.max_value).toBeNull();
  expect(known('Bidirectional', { layer: cell('LSTM', 2), merge_mode: null }).settings.merge_mode).toBeNull();
});

/** One configuration per class under which its settings are accepted; all others need none. */
const SMALLEST: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  ...Object.fromEntries(['LSTM', 'GRU', 'SimpleRNN', 'LSTMCell', 'GRUCell', 'SimpleRNNCell', 'Dense'].map((name) => [name, { units: 2 }])),
  Bidirectional: { layer: cell('LSTM', 2) },
  TimeDistributed: { layer: cell('Dense', 2) },
  RNN: { cell: cell('LSTMCell', 2) },
  StackedRNNCells: { cells: [] },
  Embedding: { input_dim: 3, output_dim: 2 },
  Activation: { activation: 'relu' },
  Conv1D: { filters: 2, kernel_size: [0], strides: [0], dilation_rate: [] },
  Rescaling: { scale: 2 },
  Reshape: { target_shape: [0, -1] },
  Permute: { dims: [7, 0, -3] },
  RepeatVector: { n: 2 },
  Cropping1D: { cropping: [] },
  MaxPooling1D: { pool_size: 0 },
  Dot: { axes: [9, -9] },
  'ops.GetItem': { arguments: [{ name: '1', value: [null, { class_name: '__slice__' }, { class_name: '__ellipsis__' }, 'x', [[]]] }] },
  'ops.ExpandDims': { axis: -9 },
  'ops.Reshape': { newshape: [] },
  'ops.Swapaxes': { axis1: -9, axis2: 9 },
  'ops.Moveaxis': { source: [-9], destination: [9] },
};

test('no class stumbles over inputs that are missing or of another rank', () => {
  const shapes = [[], [[]], [[-1]], [[-1, -1]], [[0, 3]], [[5, 7, 3]], [[5, 7, 3], [2], []]];
  for (const className of KERAS_CLASSES) {
    const { kind, settings } = known(className, SMALLEST[className] ?? {});
    for (const inputs of shapes) {
      const made = [...kind.outputShapes(settings, inputs), ...kind.weights(settings, inputs).map((weight) => weight.shape)];
      expect([className, made.flat().every((length) => Number.isInteger(length) && length >= -1)]).toEqual([className, true]);
    }
  }
});
