import { sizeOf, type Tensor } from '../tensor/index.ts';
import { batchMatmul } from './batch-matmul.ts';
import type { LayerProgress } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers, type Precision } from './numbers.ts';
import { Pace } from './pace.ts';
import { permuted, viewed, wholeView } from './views.ts';

/** Scores of every query with every key before the softmax, (…, queries, keys), as a computation that can be interrupted. */
export type Scores = Generator<LayerProgress, Numbers, void>;

/** query · keyᵀ · scale. Source: Keras 3.15 `Attention._calculate_scores`. */
export function* dotScores(query: Tensor, key: Tensor, scale: number | null, precision: Precision): Scores {
  const [queries, keys, features] = [query.shape.at(-2) ?? 1, key.shape.at(-2) ?? 1, query.shape.at(-1) ?? 1];
  const axes = [...key.shape.keys()];
  const turned = permuted(wholeView(key.shape), [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
  const sizes = { batch: sizeOf(query.shape.slice(0, -2)), rows: queries, inner: features, columns: keys };
  const scores = yield* batchMatmul(inPrecision(query, precision), viewed(inPrecision(key, precision), turned), sizes, precision);
  if (scale !== null) for (let k = 0; k < scores.length; k++) scores[k] = scores[k] * scale;
  return scores;
}

/** What stands around the tanh of an additive score; null is 1. `outer` has one number for each feature. */
export interface TanhScales {
  readonly inner: number | null;
  readonly outer: Numbers | null;
  readonly whole: number | null;
}

/** whole · Σ outer · tanh(inner · (query + key)). Source: Keras 3.15 `Attention._calculate_scores`, `AdditiveAttention._calculate_scores`. */
export function* tanhScores(query: Tensor, key: Tensor, { inner, outer, whole }: TanhScales, precision: Precision): Scores {
  const [queries, keys, features] = [query.shape.at(-2) ?? 1, key.shape.at(-2) ?? 1, query.shape.at(-1) ?? 1];
  const [q, k] = [inPrecision(query, precision), inPrecision(key, precision)];
  const scores = numbers(precision, sizeOf(query.shape.slice(0, -1)) * keys);
  const round = precision === 'f32' ? Math.fround : (value: number): number => value;
  const pace = new Pace();
  for (let at = 0; at < scores.length; at++) {
    const row = Math.floor(at / keys);
    const column = Math.floor(row / queries) * keys + (at % keys);
    let sum = 0;
    for (let feature = 0; feature < features; feature++) {
      const z = round(q[row * features + feature] + k[column * features + feature]);
      const bent = round(Math.tanh(inner === null ? z : round(inner * z)));
      sum = round(sum + (outer === null ? bent : round(outer[feature] * bent)));
    }
    scores[at] = whole === null ? sum : whole * sum;
    if (pace.isDue()) yield { done: at, of: scores.length };
  }
  return scores;
}
