import { describe, expect, test } from 'vitest';
import stored from '../../fixtures/kinds/activations.json' with { type: 'json' };
import { ACTIVATION_NAMES, activate, type Activation, activationOf } from './activation.ts';

/** Both sides compute in float64; what differs is the order of a few operations. */
const FLOAT64_TOLERANCE = 2e-15;
/** TensorFlow's gradients go through more operations than a slope does. */
const SLOPE_TOLERANCE = 1e-14;
/** TensorFlow's gelu and leaky_relu hold √2 and their slope in float32 whatever they are given. */
const FLOAT32_CONSTANT_TOLERANCE = 6e-8;
/** Printed vectors have six decimals. */
const PRINTED_TOLERANCE = 5e-7;

const KERAS_3 = { name: 'keras', version: '3.15.1' };

interface Measured {
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}
interface Recorded {
  readonly functions: Readonly<Record<string, Measured>>;
  readonly layers: readonly (Measured & { readonly config: unknown })[];
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

function expectClose(got: readonly number[], expected: readonly number[], at: readonly number[], tolerance: number): void {
  expect(got).toHaveLength(expected.length);
  const far = got.flatMap((value, index) => {
    const wanted = expected[index] ?? NaN;
    return Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted)) ? [] : [`at ${at[index]}: ${value}, Keras ${wanted}`];
  });
  expect(far).toEqual([]);
}

function valuesOf(activation: Activation, at: readonly number[]): readonly number[] {
  return at.map((z) => activation.at(z));
}

function expectCurve(activation: Activation, { values, slopes }: Measured, constants = 0): void {
  const got = valuesOf(activation, stored.at);
  expectClose(got, values, stored.at, Math.max(constants, FLOAT64_TOLERANCE));
  const gotSlopes = stored.slope_at.map((z) => activation.slope(z));
  expectClose(gotSlopes, slopes, stored.slope_at, Math.max(constants, SLOPE_TOLERANCE));
  const [low, high] = activation.range ?? [-Infinity, Infinity];
  expect(got.filter((value) => value < low || value > high)).toEqual([]);
}

describe.each([
  ['3.15.1', stored['3.15.1']],
  ['2.21.0', stored['2.21.0']],
] as readonly (readonly [string, Recorded])[])('as Keras %s computes it in float64', (version, recorded) => {
  const producer = { name: 'keras', version };

  test.each(Object.entries(recorded.functions))('%s: values and slopes', (name, measured) => {
    expectCurve(activationOf(name, producer, ''), measured, ['gelu', 'leaky_relu'].includes(name) ? FLOAT32_CONSTANT_TOLERANCE : 0);
  });

  test.each(recorded.layers.map((layer) => [JSON.stringify(layer.config), layer] as const))('the layer %s as an activation', (_, layer) => {
    const activation = activationOf(layer.config, producer, '');
    expectCurve(activation, layer, activation.name.startsWith('LeakyReLU') ? FLOAT32_CONSTANT_TOLERANCE : 0);
  });

  test.each(Object.entries(recorded.rows))('%s of a whole row, and of a part of it', (name, expected) => {
    const row = Float64Array.from([9, ...stored.row, 9]);
    activate(activationOf(name, producer, ''), row, 1, stored.row.length);
    expectClose([...row], [9, ...expected, 9], [NaN, ...stored.row, NaN], FLOAT64_TOLERANCE);
  });
});

test.each(Object.entries(stored.exact))('%s, exactly', (name, measured) => {
  expectCurve(activationOf(name, KERAS_3, ''), measured);
});

const PRINTED_AT = [-4, -3, -2.5, -1, -0.5, 0, 0.5, 1, 2.5, 3, 4];

/** Source: Keras 3.15.1, and 2.15 for the older hard_sigmoid, in float32. */
test.each([
  ['hard_sigmoid', '2.15.0', [0, 0, 0, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1, 1]],
  ['hard_sigmoid', '2.2.4', [0, 0, 0, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1, 1]],
  ['hard_sigmoid', '1.2.2', [0, 0, 0, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1, 1]],
  ['hard_sigmoid', 'tfjs-layers 4.22.0', [0, 0, 0, 0.3, 0.4, 0.5, 0.6, 0.7, 1, 1, 1]],
  ['hard_sigmoid', '3.15.1', [0, 0, 0.0833333, 0.333333, 0.416667, 0.5, 0.583333, 0.666667, 0.916667, 1, 1]],
  ['hard_sigmoid', null, [0, 0, 0.0833333, 0.333333, 0.416667, 0.5, 0.583333, 0.666667, 0.916667, 1, 1]],
  ['gelu', '3.15.1', [-0.000126719, -0.00404969, -0.0155242, -0.158655, -0.154269, 0, 0.345731, 0.841345, 2.48448, 2.99595, 3.99987]],
  ['gelu_new', '3.15.1', [-0.0000702143, -0.00363734, -0.0150842, -0.158808, -0.154286, 0, 0.345714, 0.841192, 2.48492, 2.99636, 3.99993]],
  ['silu', '3.15.1', [-0.0719448, -0.142278, -0.189645, -0.268941, -0.18877, 0, 0.31123, 0.731059, 2.31035, 2.85772, 3.92806]],
  ['selu', '3.15.1', [-1.7259, -1.67057, -1.61379, -1.11133, -0.691758, 0, 0.525351, 1.0507, 2.62675, 3.1521, 4.2028]],
  ['mish', '3.15.1', [-0.0725917, -0.145647, -0.196816, -0.303401, -0.220744, 0, 0.375245, 0.865098, 2.47139, 2.98654, 3.99741]],
  ['leaky_relu', '3.15.1', [-0.8, -0.6, -0.5, -0.2, -0.1, 0, 0.5, 1, 2.5, 3, 4]],
  ['LeakyReLU', '2.15.0', [-1.2, -0.9, -0.75, -0.3, -0.15, 0, 0.5, 1, 2.5, 3, 4]],
])('%s of Keras %s at eleven places', (name, version, expected) => {
  const activation = activationOf(name, { name: 'keras', version }, '');
  expectClose(valuesOf(activation, PRINTED_AT), expected, PRINTED_AT, 10 * PRINTED_TOLERANCE);
});

test.each([
  [null, 'linear'],
  [{ module: 'builtins', class_name: 'function', config: 'relu', registered_name: 'function' }, 'relu'],
  [{ class_name: 'function', config: 'swish' }, 'swish'],
  [{ class_name: 'Activation', config: { activation: 'hard_swish' } }, 'hard_swish'],
  [{ class_name: 'LeakyReLU', config: { alpha: { type: 'ndarray', value: 0.25 } } }, 'LeakyReLU(0.25)'],
  [{ class_name: 'ReLU', config: { max_value: 6 } }, 'ReLU(6, 0, 0)'],
  [{ class_name: 'Softmax', config: { axis: -1 } }, 'softmax'],
])('%j is %s', (value, name) => {
  expect(activationOf(value, KERAS_3, '').name).toBe(name);
});

test.each([
  ['my_activation'],
  ['__proto__'],
  ['constructor'],
  ['glu'],
  [7],
  [{}],
  [{ class_name: '__lambda__', config: { code: '4wEAAA' } }],
  [{ class_name: 'function', config: 'my_own' }],
  [{ class_name: 'function', config: { class_name: 'function', config: 'relu' } }],
  [{ class_name: 'PReLU', config: {} }],
  [{ class_name: 'constructor', config: {} }],
  [{ class_name: 'Softmax', config: { axis: 1 } }],
  [{ class_name: 'Activation', config: { activation: { class_name: 'Activation' } } }],
])('%j is refused with the names that are known', (value) => {
  expect(() => activationOf(value, KERAS_3, 'lstm.activation')).toThrow(
    expect.objectContaining({ code: 'activation-unknown', where: 'lstm.activation' }),
  );
});

test('NaN stays NaN through every activation', () => {
  for (const name of ACTIVATION_NAMES) {
    expect([name, activationOf(name, KERAS_3, '').at(NaN)]).toEqual([name, NaN]);
    const row = Float64Array.from([NaN]);
    activate(activationOf(name, KERAS_3, ''), row, 0, 1);
    expect([name, row[0]]).toEqual([name, NaN]);
  }
});

test('curves keep their limits far out', () => {
  const at = (name: string): number[] => [...valuesOf(activationOf(name, KERAS_3, ''), [-1e4, 1e4])];
  expect(at('sigmoid')).toEqual([0, 1]);
  expect(at('tanh')).toEqual([-1, 1]);
  expect(at('softplus')).toEqual([0, 1e4]);
  expect(at('mish').map(Math.abs)).toEqual([0, 1e4]);
  expect(at('gelu').map(Math.abs)).toEqual([0, 1e4]);
  expect(at('selu')[0]).toBeCloseTo(-1.7580993408473766, 14);
});

test('softmax of a float32 row is rounded at every step and sums to 1', () => {
  const row = Float32Array.from([1000, 1001, 999]);
  activate(activationOf('softmax', KERAS_3, ''), row, 0, 3);
  expectClose([...row], [0.2447285, 0.6652409, 0.0900306], [1000, 1001, 999], PRINTED_TOLERANCE);
});
