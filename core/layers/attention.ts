import { sameShape, type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import { ROWS } from './activations/rows.ts';
import { dotScores, type Scores, tanhScores } from './attention-scores.ts';
import { batchMatmul } from './batch-matmul.ts';
import { shapesApart } from './broadcasting.ts';
import { argument, argumentEntries, ARGUMENTS } from './call-arguments.ts';
import { requireInputs } from './given-inputs.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Mask, Settings } from './layer-kind.ts';
import { inPrecision, type Numbers } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { choice, flag, numeric } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/attention/attention.py';
const ADDITIVE_SOURCE = 'Keras 3.15 keras/src/layers/attention/additive_attention.py';
/** tf.keras 2.4 to 2.10 keep it in the configuration; later it is the argument `use_causal_mask`. */
const CAUSAL = flag(false, 'tf.keras 2.4 keras/layers/dense_attention.py');

/** Luong's attention over [query, value, key]: softmax(query · keyᵀ) · value. Weights are single numbers. */
export const ATTENTION: LayerKind = {
  ...SAME_SHAPE,
  className: 'Attention',
  reach: 'whole',
  settings: {
    use_scale: flag(false, SOURCE),
    score_mode: choice(['dot', 'concat'], SOURCE),
    dropout: numeric(0, SOURCE),
    causal: CAUSAL,
    arguments: ARGUMENTS,
  },
  weights: (settings) => [
    ...(settings.use_scale ? [{ name: 'scale', shape: [], gates: null }] : []),
    ...(settings.score_mode === 'concat' ? [{ name: 'concat_score_weight', shape: [], gates: null }] : []),
  ],
  outputShapes: attentionShapes,
  obstacle: attentionObstacle,
  evaluate: (call) =>
    evaluateAttention(call, (query, key) => {
      const scale = numberOf(call, 'scale');
      return call.settings.score_mode === 'concat'
        ? tanhScores(query, key, { inner: scale, outer: null, whole: numberOf(call, 'concat_score_weight') }, call.precision)
        : dotScores(query, key, scale, call.precision);
    }),
};

/** Bahdanau's attention over [query, value, key]: softmax(Σ scale · tanh(query + key)) · value; scale (features). */
export const ADDITIVE_ATTENTION: LayerKind = {
  ...SAME_SHAPE,
  className: 'AdditiveAttention',
  reach: 'whole',
  settings: { use_scale: flag(true, ADDITIVE_SOURCE), dropout: numeric(0, ADDITIVE_SOURCE), causal: CAUSAL, arguments: ARGUMENTS },
  weights: (settings, inputs) => (settings.use_scale ? [{ name: 'scale', shape: [inputs[0]?.at(-1) ?? -1], gates: null }] : []),
  outputShapes: attentionShapes,
  obstacle: attentionObstacle,
  evaluate: (call) =>
    evaluateAttention(call, (query, key) => {
      const scale = call.weights.get('scale');
      return tanhScores(query, key, { inner: null, outer: scale ? inPrecision(scale, call.precision) : null, whole: null }, call.precision);
    }),
};

/** (queries, features of value), then the scores (queries, keys) where the call asked for them. */
function attentionShapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[] {
  const [query = [], value = query] = inputs;
  const output = [...query.slice(0, -1), value.at(-1) ?? -1];
  if (argument(settings, 'return_attention_scores') !== true) return [output];
  return [output, [...query.slice(0, -1), value.at(-2) ?? -1]];
}

/** Dropout that is asked for when predicting is random; what other arguments mean is not known. */
function attentionObstacle(settings: Settings): string | null {
  if (argument(settings, 'training') === true && settings.dropout !== 0) return 'training=True';
  const unknown = argumentEntries(settings).find(({ name }) => !['training', 'return_attention_scores', 'use_causal_mask'].includes(name));
  return unknown === undefined ? null : `argument ${unknown.name}`;
}

/** A score so low that its weight is 0. Source: Keras 3.15 `Attention._apply_scores`. */
const PADDING = 1e9;

/** y = softmax(scores) · value; keys that do not count get no weight, queries that do not count the value 0. */
function* evaluateAttention(
  call: LayerCall,
  scoresOf: (query: Tensor, key: Tensor) => Scores,
): Generator<LayerProgress, LayerResult, void> {
  requireInputs(call, 2);
  const [query, value, key = value] = call.inputs;
  requireFit(call.name, query, value, key);
  const [queries, keys, features] = [query.shape.at(-2) ?? 1, key.shape.at(-2) ?? 1, value.shape.at(-1) ?? 1];
  const weights = yield* scoresOf(query, key);
  const [queryMask = null, valueMask = null] = call.masks;
  const isCausal = call.settings.causal === true || argument(call.settings, 'use_causal_mask') === true;
  hidePadding(weights, [queries, keys], fitting(call, valueMask, value), isCausal);
  for (let start = 0; start < weights.length; start += keys) ROWS.softmax.apply(weights, start, keys);
  const batch = sizeOf(query.shape.slice(0, -2));
  const sizes = { batch, rows: queries, inner: keys, columns: features };
  const output = yield* batchMatmul(weights, inPrecision(value, call.precision), sizes, call.precision);
  const counts = fitting(call, queryMask, query);
  counts?.data.forEach((flag, row) => flag === 0 && output.fill(0, row * features, (row + 1) * features));
  const outputs = [{ shape: [...query.shape.slice(0, -1), features], data: output }];
  if (argument(call.settings, 'return_attention_scores') === true)
    outputs.push({ shape: [...query.shape.slice(0, -1), keys], data: weights });
  return { outputs, masks: outputs.map((_, index) => (index === 0 ? queryMask : null)), state: [] };
}

/** Takes 1e9 off the scores of keys that do not count, and of those behind the query where attention is causal. Writes `scores`. */
function hidePadding(scores: Numbers, [queries, keys]: readonly [number, number], mask: Mask | null, isCausal: boolean): void {
  if (mask === null && !isCausal) return;
  for (let at = 0; at < scores.length; at++) {
    const key = at % keys;
    const row = Math.floor(at / keys);
    const counts = mask?.data[Math.floor(row / queries) * keys + key] !== 0 && !(isCausal && key > row % queries);
    if (!counts) scores[at] = scores[at] - PADDING;
  }
}

/** @throws `shapes-apart` */
function requireFit(layer: string, query: Tensor, value: Tensor, key: Tensor): void {
  const fits =
    query.shape.length > 2 &&
    sameShape([...query.shape.slice(0, -2), query.shape.at(-1) ?? 0], [...key.shape.slice(0, -2), key.shape.at(-1) ?? 0]) &&
    sameShape(key.shape.slice(0, -1), value.shape.slice(0, -1));
  if (!fits) shapesApart(layer, query.shape, sameShape(key.shape.slice(0, -1), value.shape.slice(0, -1)) ? key.shape : value.shape);
}

/** A mask of the timesteps of a tensor. @throws `shapes-apart` */
function fitting(call: LayerCall, mask: Mask | null, of: Tensor): Mask | null {
  return mask === null || sameShape(mask.shape, of.shape.slice(0, -1)) ? mask : shapesApart(call.name, of.shape, mask.shape);
}

/** A weight that is a single number, in the run's precision. */
function numberOf(call: LayerCall, name: string): number | null {
  const weight = call.weights.get(name);
  return weight ? inPrecision(weight, call.precision)[0] : null;
}
