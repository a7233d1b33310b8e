import type { Shape, Tensor } from '../tensor/index.ts';
import { keptOnly, placesIn, sampleAxes } from './places.ts';
import { constantOf, spread } from './constant.ts';
import { versionDefault } from './defaults.ts';
import { eachNumber } from './each-number.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision, type Numbers, roundingOf } from './numbers.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { flag, integers } from './settings.ts';
import { axisIndex, listOf } from './shapes.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/preprocessing/normalization.py';
/** Smallest deviation that is divided by. Source: Keras 3.15 `backend.epsilon()` */
const SMALLEST = 1e-7;

/** (x − mean) / √variance with what `adapt` found (then it has weights) or with what the configuration says. */
export const NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'Normalization',
  settings: {
    axis: { ...integers(-1, SOURCE), isOptional: true },
    mean: { values: 'any', default: () => null, source: SOURCE },
    variance: { values: 'any', default: () => null, source: SOURCE },
    invert: flag(false, SOURCE),
  },
  weights(settings, inputs) {
    if (settings.mean !== null) return [];
    const sample = inputs[0] ?? [];
    const axes = listOf(settings.axis).map((axis) => axisIndex(axis, sample.length));
    const shape = axes.sort((a, b) => a - b).map((axis) => sample[axis] ?? -1);
    return [
      { name: 'mean', shape, gates: null },
      { name: 'variance', shape, gates: null },
      { name: 'count', shape: [], gates: null },
    ];
  },
  obstacle({ mean, variance }) {
    const isReadable = (mean === null && variance === null) || (constantOf(mean) !== null && constantOf(variance) !== null);
    return isReadable ? null : 'mean or variance is neither a number nor a list';
  },
  evaluate: evaluateNormalization,
};

/** y = (x − mean) / max(√variance, 1e-7), or with `invert` mean + x · max(√variance, 1e-7) */
function* evaluateNormalization(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const sample = call.inputs[0].shape.slice(1); // as: one input, checked by the model room
  const axes = sampleAxes(call);
  const places = placesIn(sample, keptOnly(sample, axes));
  const kept = axes.map((axis) => sample[axis]);
  const mean = statistic(call, 'mean', kept);
  const variance = statistic(call, 'variance', kept);
  const round = roundingOf(call.precision);
  const deviation = variance.map((value) => Math.max(Math.sqrt(value), SMALLEST));
  const result = yield* eachNumber(call, (x, k) => {
    const place = places[k % places.length];
    const [centre, width] = [mean[place % mean.length], deviation[place % deviation.length]];
    return call.settings.invert ? centre + round(x * width) : round(x - centre) / width;
  });
  return versionDefault('preprocessing_passes_mask', call.producer) ? result : { ...result, masks: [null] };
}

/** One number for each place along the kept axes: adapted, or from the configuration and then perhaps one for all. */
function statistic(call: LayerCall, name: 'mean' | 'variance', kept: Shape): Numbers {
  if (call.settings.mean === null) return inPrecision(call.weights.get(name) as Tensor, call.precision); // as: checked by the model room
  return spread(call, name, kept);
}
