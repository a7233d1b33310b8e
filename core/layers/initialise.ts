import type { Tensor } from '../tensor/index.ts';
import { gateColumn } from './gate-order.ts';

export interface NewLstm {
  readonly units: number;
  readonly features: number;
  readonly useBias: boolean;
  readonly unitForgetBias: boolean;
  readonly seed: number;
}

/**
 * Arrays of a fresh LSTM in the distributions that Keras draws from: kernel (features, 4 units) glorot uniform over the whole matrix,
 * recurrent kernel (units, 4 units) with orthonormal rows, bias (4 units) zeros with ones for the forget gate. Same distributions, not
 * the same draws. Source: Keras 3.15 keras/src/initializers/random_initializers.py, keras/src/layers/rnn/lstm.py `build`.
 */
export function newLstmWeights({ units, features, useBias, unitForgetBias, seed }: NewLstm): readonly Tensor[] {
  const random = randomFrom(seed);
  const columns = 4 * units;
  const limit = Math.sqrt(6 / (features + columns));
  const kernel = Float32Array.from({ length: features * columns }, () => (2 * random() - 1) * limit);
  const tensors: Tensor[] = [
    { shape: [features, columns], data: kernel },
    { shape: [units, columns], data: orthonormalRows(units, columns, random) },
  ];
  if (useBias) {
    const bias = new Float32Array(columns);
    const forget = gateColumn('f', units);
    if (unitForgetBias) bias.fill(1, forget, forget + units);
    tensors.push({ shape: [columns], data: bias });
  }
  return tensors;
}

/** Numbers in [0, 1) from a seed (mulberry32): the same seed gives the same layer on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Standard normal draws by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** `rows` orthonormal rows of `columns` ≥ rows numbers: normal draws, Gram–Schmidt twice, which keeps |⟨a, b⟩| near 1e-16. */
function orthonormalRows(rows: number, columns: number, random: () => number): Float32Array {
  const matrix = Float64Array.from({ length: rows * columns }, () => normal(random));
  for (let row = 0; row < rows; row++) {
    const current = matrix.subarray(row * columns, (row + 1) * columns);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < row; other++) {
        const earlier = matrix.subarray(other * columns, (other + 1) * columns);
        const overlap = dot(current, earlier);
        for (let k = 0; k < columns; k++) current[k] = current[k] - overlap * earlier[k];
      }
    }
    const length = Math.sqrt(dot(current, current));
    for (let k = 0; k < columns; k++) current[k] = current[k] / length;
  }
  return Float32Array.from(matrix);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}
