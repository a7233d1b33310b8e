import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.ts';
import { activationOf } from './activation.ts';
import { newLstmWeights } from './initialise.ts';
import type { LayerResult } from './layer-kind.ts';
import { LSTM } from './lstm.ts';

/** Printed vectors have eight decimals; Keras computed them in float32. */
const PRINTED_TOLERANCE = 3e-8;

const KERAS_3 = { name: 'keras', version: '3.15.1' };
const KERAS_2 = { name: 'keras', version: '2.15.0' };

/** Row-major index k → ((7 k + s) mod 13 − 6) / 10: distinct weights, made without a random generator. */
function pattern(shape: readonly number[], s: number): Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float64Array.from({ length: size }, (_, k) => (((7 * k + s) % 13) - 6) / 10) };
}

const X: Tensor = { shape: [1, 4, 3], data: Float64Array.from({ length: 12 }, (_, k) => (((5 * k + 4) % 11) - 5) / 5) };

interface Variant {
  readonly activation?: string;
  readonly recurrent?: string;
  readonly producer?: typeof KERAS_3;
  readonly backwards?: boolean;
  readonly bias?: boolean;
  readonly initialState?: readonly Tensor[];
  readonly weights?: ReadonlyMap<string, Tensor>;
}

function evaluate({
  activation = 'tanh',
  recurrent = 'sigmoid',
  producer = KERAS_3,
  backwards = false,
  bias = true,
  initialState,
  weights,
}: Variant): {
  result: LayerResult;
  signals: Map<string, number[]>;
} {
  const signals = new Map<string, number[]>();
  const arrays = new Map([
    ['kernel', pattern([3, 8], 1)],
    ['recurrent_kernel', pattern([2, 8], 2)],
    ...(bias ? [['bias', pattern([8], 3)] as const] : []),
  ]);
  if (LSTM.evaluate === null) throw new Error('an LSTM runs');
  const run = LSTM.evaluate({
    name: 'lstm',
    settings: {
      units: 2,
      activation: activationOf(activation, producer, ''),
      recurrent_activation: activationOf(recurrent, producer, ''),
      use_bias: bias,
      return_sequences: true,
      go_backwards: backwards,
    },
    weights: weights ?? arrays,
    inputs: [X],
    masks: [null],
    producer,
    initialState: initialState ?? null,
    precision: 'f64',
    recorder: {
      chunk: (_, signal, from, to, plane, stride) => {
        const all = signals.get(signal) ?? [];
        for (let step = from; step < to; step++)
          for (let unit = 0; unit < 2; unit++) all[step * 2 + unit] = plane[(step - from) * stride + unit] ?? NaN;
        signals.set(signal, all);
      },
    },
  });
  for (;;) {
    const step = run.next();
    if (step.done) return { result: step.value, signals };
  }
}

function worst(got: ArrayLike<number>, expected: readonly number[]): number {
  expect(got.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs((got[index] ?? NaN) - value)));
}

// h of every step, then the final c, as real Keras 3.15.1 gives them.
const VECTORS: readonly [string, Variant, readonly number[], readonly number[]][] = [
  [
    'tanh and sigmoid',
    {},
    [-0.03115513, 0.03027184, -0.03933144, 0.2133182, -0.06662044, 0.08496054, -0.05143813, 0.05392722],
    [-0.09772914, 0.21362481],
  ],
  [
    'hard_sigmoid of Keras 2',
    { recurrent: 'hard_sigmoid', producer: KERAS_2 },
    [-0.0327347, 0.03236636, -0.04143582, 0.21200362, -0.0715438, 0.0921221, -0.05354787, 0.05743381],
    [-0.10275428, 0.20366667],
  ],
  [
    'hard_sigmoid of Keras 3',
    { recurrent: 'hard_sigmoid' },
    [-0.03386219, 0.03442792, -0.04291339, 0.21027102, -0.07510027, 0.10276163, -0.05478997, 0.06153986],
    [-0.10581464, 0.19431026],
  ],
  ['relu', { activation: 'relu' }, [0, 0.03066353, 0, 0.30557765, 0, 0.10488836, 0, 0.06997328], [0, 0.26626068]],
  [
    'go_backwards, in processing order',
    { backwards: true },
    [-0.0200461, 0.02379208, -0.063867, 0.05366684, -0.05857251, 0.2336401, -0.04692142, 0.06774167],
    [-0.0924485, 0.28383405],
  ],
  [
    'an initial state',
    {
      initialState: [
        { shape: [1, 2], data: Float64Array.of(0.5, -0.5) },
        { shape: [1, 2], data: Float64Array.of(1, -1) },
      ],
    },
    [0.11193308, -0.06529275, 0.020826, 0.14873224, -0.04777813, 0.07594698, -0.04218145, 0.05042929],
    [-0.08023299, 0.19726751],
  ],
  [
    'no bias',
    { bias: false },
    [-0.01394515, -0.10204236, -0.02006871, 0.02752833, -0.05532134, -0.06133701, -0.03462473, -0.13654096],
    [-0.06710189, -0.35779636],
  ],
];

test.each(VECTORS)('follows Keras 3.15.1 with %s', (_, variant, hidden, cell) => {
  const { result } = evaluate(variant);
  expect(worst(result.outputs[0]?.data ?? [], hidden)).toBeLessThan(PRINTED_TOLERANCE);
  expect(worst(result.state[1]?.data ?? [], cell)).toBeLessThan(PRINTED_TOLERANCE);
});

test('records a signal under the input timestep also when it goes backwards', () => {
  const { result, signals } = evaluate({ backwards: true });
  const output = [...(result.outputs[0]?.data ?? [])];
  const reversed = [3, 2, 1, 0].flatMap((step) => output.slice(step * 2, step * 2 + 2));
  expect(signals.get('h')).toEqual(reversed);
});

test('any exchange of two gate blocks or two kernel rows is noticed', () => {
  const expected = VECTORS[0]?.[2] ?? [];
  const swapColumns = (tensor: Tensor, a: number, b: number): Tensor => {
    const width = tensor.shape.at(-1) ?? 1;
    const block = (column: number): number => Math.floor(column / 2);
    const other = (column: number): number =>
      block(column) === a ? column + (b - a) * 2 : block(column) === b ? column + (a - b) * 2 : column;
    return {
      shape: tensor.shape,
      data: Float64Array.from(tensor.data, (_, k) => tensor.data[Math.floor(k / width) * width + other(k % width)] ?? 0),
    };
  };
  const arrays = [pattern([3, 8], 1), pattern([2, 8], 2), pattern([8], 3)];
  for (let a = 0; a < 4; a++) {
    for (let b = a + 1; b < 4; b++) {
      const [kernel, recurrent, bias] = arrays.map((tensor) => swapColumns(tensor, a, b)) as [Tensor, Tensor, Tensor];
      const weights = new Map([
        ['kernel', kernel],
        ['recurrent_kernel', recurrent],
        ['bias', bias],
      ] as const);
      expect(worst(evaluate({ weights }).result.outputs[0]?.data ?? [], expected), `blocks ${a} and ${b}`).toBeGreaterThan(1e-3);
    }
  }
});

test('a fresh layer has Keras’ distributions', () => {
  const [kernel, recurrent, bias] = newLstmWeights({ units: 5, features: 3, useBias: true, unitForgetBias: true, seed: 7 });
  const limit = Math.sqrt(6 / (3 + 20));
  expect(Math.max(...(kernel?.data ?? []))).toBeLessThanOrEqual(limit);
  expect(Math.min(...(kernel?.data ?? []))).toBeLessThan(-0.5 * limit);
  const row = (index: number): number[] => [...(recurrent?.data.slice(index * 20, index * 20 + 20) ?? [])];
  for (let a = 0; a < 5; a++) {
    for (let b = 0; b < 5; b++) {
      const product = row(a).reduce((sum, value, k) => sum + value * (row(b)[k] ?? 0), 0);
      expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
    }
  }
  expect([...(bias?.data ?? [])]).toEqual([...Array<number>(5).fill(0), ...Array<number>(5).fill(1), ...Array<number>(10).fill(0)]);
});
