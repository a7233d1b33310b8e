import type { LayerKind } from './layer-kind.ts';
import { flag, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/core/embedding.py';

/** Token ids are int32. */
const MOST_ROWS = 2 ** 31 - 1;

/** Looks up one row of `embeddings` (input_dim, output_dim) per token id; with `mask_zero` the id 0 is padding. */
export const EMBEDDING: LayerKind = {
  className: 'Embedding',
  aliases: [],
  isRecurrent: false,
  reach: 'step',
  settings: {
    input_dim: { ...required('integer', SOURCE), limit: MOST_ROWS },
    output_dim: required('integer', SOURCE),
    mask_zero: flag(false, SOURCE),
  },
  // as: validated by the model room
  weights: (settings) => [{ name: 'embeddings', shape: [settings.input_dim as number, settings.output_dim as number], gates: null }],
  outputShapes: (settings, inputs) => [[...(inputs[0] ?? [-1]), settings.output_dim as number]],
  signals: () => [],
  evaluate: null,
};
