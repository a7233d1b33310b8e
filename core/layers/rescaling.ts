import { constantOf, spread } from './constant.ts';
import { versionDefault } from './defaults.ts';
import { eachNumber } from './each-number.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { roundingOf } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/preprocessing/rescaling.py';

/** scale · x + offset, each a number or one for every feature. */
export const RESCALING: LayerKind = {
  ...SAME_SHAPE,
  className: 'Rescaling',
  settings: {
    scale: { values: 'any', default: () => null, source: SOURCE, required: true },
    offset: { values: 'any', default: () => 0, source: SOURCE },
  },
  obstacle: ({ scale, offset }) => (constantOf(scale) && constantOf(offset) ? null : 'scale or offset is neither a number nor a list'),
  evaluate: evaluateRescaling,
};

function* evaluateRescaling(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const sample = call.inputs[0].shape.slice(1); // as: one input, checked by the model room
  const [scale, offset] = [spread(call, 'scale', sample), spread(call, 'offset', sample)];
  const round = roundingOf(call.precision);
  const result = yield* eachNumber(call, (x, k) => round(x * scale[k % scale.length]) + offset[k % offset.length]);
  return versionDefault('preprocessing_passes_mask', call.producer) ? result : { ...result, masks: [null] };
}
