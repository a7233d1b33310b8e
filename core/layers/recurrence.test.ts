import { expect, test } from 'vitest';
import { runLayer } from '../../test/run-layer.ts';
import type { Tensor } from '../tensor/index.ts';
import { activationOf, layerKindOf } from './index.ts';

const [TIMESTEPS, FEATURES, UNITS] = [5, 3, 2];
/** So many samples that two timesteps fill a chunk: a run takes three. */
const MANY = 2000;

/** Row-major index k → ((7 k + s) mod 13 − 6) / 10: distinct weights, made without a random generator. */
function pattern(shape: readonly number[], s: number): Tensor {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return { shape, data: Float64Array.from({ length: size }, (_, k) => (((7 * k + s) % 13) - 6) / 10) };
}

const WEIGHTS = {
  kernel: pattern([FEATURES, 4 * UNITS], 1),
  recurrent_kernel: pattern([UNITS, 4 * UNITS], 5),
  bias: pattern([4 * UNITS], 9),
};
const MASKS = [
  [1, 1, 1, 1, 1],
  [0, 1, 1, 0, 0],
  [1, 0, 0, 1, 1],
];
/** Of three samples, over and over. */
const X = pattern([MASKS.length, TIMESTEPS, FEATURES], 4);

interface Recorded {
  readonly output: readonly number[];
  /** By signal, (samples, timesteps, units) of the first samples. */
  readonly signals: Readonly<Record<string, readonly number[]>>;
  /** First timestep of each chunk. */
  readonly starts: readonly number[];
}

/** What the first three samples give among `samples`, each a repetition of one of the three. */
function run(config: Readonly<Record<string, unknown>>, samples: number): Recorded {
  const repeated = (row: (sample: number) => ArrayLike<number>): number[] =>
    Array.from({ length: samples }, (_, sample) => Array.from(row(sample % MASKS.length))).flat();
  const signals: Record<string, number[]> = {};
  const starts: number[] = [];
  const { outputs } = runLayer({
    className: 'LSTM',
    config: { units: UNITS, return_sequences: true, ...config },
    weights: WEIGHTS,
    inputs: [
      {
        shape: [samples, TIMESTEPS, FEATURES],
        data: Float64Array.from(repeated((k) => X.data.subarray(k * TIMESTEPS * FEATURES, (k + 1) * TIMESTEPS * FEATURES))),
      },
    ],
    masks: [{ shape: [samples, TIMESTEPS], data: Uint8Array.from(repeated((k) => MASKS[k])) }],
    recorder: {
      chunk(_, signal, from, to, plane, stride) {
        if (signal === 'i') starts.push(from);
        const whole = (signals[signal] ??= new Array<number>(MASKS.length * TIMESTEPS * UNITS).fill(-99));
        for (let timestep = from; timestep < to; timestep++)
          for (let sample = 0; sample < MASKS.length; sample++)
            for (let unit = 0; unit < UNITS; unit++)
              whole[(sample * TIMESTEPS + timestep) * UNITS + unit] = plane[((timestep - from) * samples + sample) * stride + unit];
      },
    },
  });
  return { output: Array.from(outputs[0].data.subarray(0, MASKS.length * TIMESTEPS * UNITS)), signals, starts };
}

test.each([
  [{}, [0, 2, 4]],
  [{ go_backwards: true }, [3, 1, 0]],
  [{ zero_output_for_mask: true, unroll: true }, [0, 2, 4]],
  [{ zero_output_for_mask: true, unroll: true, go_backwards: true }, [3, 1, 0]],
])('a run in several chunks gives what a run in one does: %j', (config, starts) => {
  const whole = run(config, MASKS.length);
  const cut = run(config, MANY);
  expect(whole.starts).toEqual([0]);
  expect(cut.starts).toEqual(starts);
  expect(cut.signals).toEqual(whole.signals);
  expect(cut.output).toEqual(whole.output);
});

test('a gate is not defined at a masked step, a state keeps its value', () => {
  const { signals } = run({}, MANY);
  const isMasked = MASKS.flat().flatMap((counts) => new Array<boolean>(UNITS).fill(counts === 0));
  for (const gate of ['i', 'f', 'g', 'o']) expect(signals[gate].map(Number.isNaN)).toEqual(isMasked);
  for (const state of ['c', 'h']) expect(signals[state].some(Number.isNaN)).toBe(false);
});

test.each(['LSTM', 'GRU', 'SimpleRNN'])('the signals of %s know in which direction they were computed', (className) => {
  const activation = activationOf('tanh', { name: 'keras', version: '3.15.1' }, 'layer');
  const settings = { units: 2, activation, recurrent_activation: activation };
  const cell = { kind: layerKindOf(`${className}Cell`), settings };
  for (const backwards of [true, false]) {
    const own = layerKindOf(className)?.signals({ ...settings, go_backwards: backwards }) ?? [];
    const wrapped = layerKindOf('RNN')?.signals({ cell, go_backwards: backwards }) ?? [];
    expect([...new Set([...own, ...wrapped].map((signal) => signal.backwards))]).toEqual([backwards]);
  }
});
