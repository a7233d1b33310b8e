import { refuse, RunError } from '../errors/index.ts';
import type { Tensor } from '../tensor/index.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Mask } from './layer-kind.ts';
import { inPrecision, numbers } from './numbers.ts';
import { Pace } from './pace.ts';
import { flag, required } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/core/embedding.py';

/** Token ids are int32. */
const MOST_ROWS = 2 ** 31 - 1;
/** Ids between two looks at the clock. */
const IDS_A_LOOK = 256;

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
  evaluate: evaluateEmbedding,
};

/**
 * y = embeddings[id], ids cut to whole numbers. The mask looks at them before they are cut, as Keras does. Of what goes in no mask comes out:
 * the layer makes its own or none. @throws `token-outside`, `token-negative`
 */
function* evaluateEmbedding(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const ids = call.inputs[0]; // as: one input, checked by the model room
  const table = call.weights.get('embeddings') as Tensor; // as: checked by the model room
  const [rows = 0, width = 0] = table.shape;
  const stored = inPrecision(table, call.precision);
  const count = ids.data.length;
  const output = numbers(call.precision, count * width);

  const pace = new Pace();
  for (let k = 0; k < count; k++) {
    const row = Math.trunc(ids.data[k]);
    if (!(row >= 0 && row < rows)) refuseToken(call, ids, k, rows);
    output.set(stored.subarray(row * width, (row + 1) * width), k * width);
    if (k % IDS_A_LOOK === 0 && pace.isDue()) yield { done: k, of: count };
  }
  const mask: Mask | null = call.settings.mask_zero
    ? { shape: ids.shape, data: Uint8Array.from(ids.data, (id) => (id === 0 ? 0 : 1)) }
    : null;
  return { outputs: [{ shape: [...ids.shape, width], data: output }], masks: [mask], state: [] };
}

/**
 * An id below 0 is refused too, though Keras 3 counts it from the end of the vocabulary: no tokenizer gives one, so that it is a padding
 * that the model does not know, and the row that Keras takes a wrong number in silence. tf.keras refuses it, or on a graphics card gives
 * zeros. Source: Keras 3.15 keras/src/backend/tensorflow/numpy.py `take`, the same in its other backends; tf-keras 2.21
 * layers/core/embedding.py. @throws `token-outside`, `token-negative`
 */
function refuseToken(call: LayerCall, ids: Tensor, k: number, rows: number): never {
  const perSample = ids.data.length / (ids.shape[0] ?? 1);
  const steps = perSample / (ids.shape[1] ?? 1);
  const place = `sample ${Math.floor(k / perSample)}, timestep ${Math.floor((k % perSample) / steps)}`;
  const values = { layer: call.name, id: ids.data[k], place, rows, last: rows - 1 };
  const entry = Math.trunc(ids.data[k]) + rows;
  if (entry >= 0 && entry < rows) return refuse(RunError, 'token-negative', `${call.name}, ${place}`, { ...values, entry });
  return refuse(RunError, 'token-outside', `${call.name}, ${place}`, values);
}
