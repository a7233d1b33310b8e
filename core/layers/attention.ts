import type { Shape } from '../tensor/index.ts';
import { argument, ARGUMENTS } from './call-arguments.ts';
import type { LayerKind, Settings } from './layer-kind.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { choice, flag, numeric } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/attention/attention.py';
const ADDITIVE_SOURCE = 'Keras 3.15 keras/src/layers/attention/additive_attention.py';

/** Luong's attention over [query, value, key]: softmax(query · keyᵀ) · value. Weights are single numbers. */
export const ATTENTION: LayerKind = {
  ...SAME_SHAPE,
  className: 'Attention',
  reach: 'whole',
  settings: {
    use_scale: flag(false, SOURCE),
    score_mode: choice(['dot', 'concat'], SOURCE),
    dropout: numeric(0, SOURCE),
    arguments: ARGUMENTS,
  },
  weights: (settings) => [
    ...(settings.use_scale ? [{ name: 'scale', shape: [], gates: null }] : []),
    ...(settings.score_mode === 'concat' ? [{ name: 'concat_score_weight', shape: [], gates: null }] : []),
  ],
  outputShapes: attentionShapes,
  evaluate: null,
};

/** Bahdanau's attention over [query, value, key]: softmax(Σ scale · tanh(query + key)) · value; scale (features). */
export const ADDITIVE_ATTENTION: LayerKind = {
  ...SAME_SHAPE,
  className: 'AdditiveAttention',
  reach: 'whole',
  settings: { use_scale: flag(true, ADDITIVE_SOURCE), dropout: numeric(0, ADDITIVE_SOURCE), arguments: ARGUMENTS },
  weights: (settings, inputs) => (settings.use_scale ? [{ name: 'scale', shape: [inputs[0]?.at(-1) ?? -1], gates: null }] : []),
  outputShapes: attentionShapes,
  evaluate: null,
};

/** (queries, features of value), then the scores (queries, keys) where the call asked for them. */
function attentionShapes(settings: Settings, inputs: readonly Shape[]): readonly Shape[] {
  const [query = [], value = query] = inputs;
  const output = [...query.slice(0, -1), value.at(-1) ?? -1];
  if (argument(settings, 'return_attention_scores') !== true) return [output];
  return [output, [...query.slice(0, -1), value.at(-2) ?? -1]];
}
