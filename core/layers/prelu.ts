import type { Tensor } from '../tensor/index.ts';
import { placesIn } from './places.ts';
import { eachNumber } from './each-number.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { optional } from './settings.ts';
import { listOf } from './shapes.ts';

/** x above 0, alpha · x below, with an alpha of its own for every entry, or for all along the `shared_axes` together. */
export const PRELU: LayerKind = {
  ...SAME_SHAPE,
  className: 'PReLU',
  settings: { shared_axes: optional('integers', 'Keras 3.15 keras/src/layers/activations/prelu.py') },
  weights(settings, inputs) {
    const shared = listOf(settings.shared_axes);
    return [{ name: 'alpha', shape: (inputs[0] ?? []).map((length, index) => (shared.includes(index + 1) ? 1 : length)), gates: null }];
  },
  evaluate: evaluatePrelu,
};

/** y = relu(x) − alpha · relu(−x) */
function evaluatePrelu(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const stored = call.weights.get('alpha') as Tensor; // as: checked by the model room
  const alpha = inPrecision(stored, call.precision);
  const places = placesIn(call.inputs[0].shape.slice(1), stored.shape);
  return eachNumber(call, (x, k) => (x >= 0 ? x : alpha[places[k % places.length]] * x));
}
