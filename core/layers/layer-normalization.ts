import { arrayOf, gammaAndBeta, normalisedShape } from './batch-normalization.ts';
import { keptOnly, placesIn, sampleAxes } from './places.ts';
import { eachNumber, NUMBERS_A_LOOK } from './each-number.ts';
import { type Groups, groupsOver } from './groups.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers, roundingOf } from './numbers.ts';
import { paced } from './pace.ts';
import { SAME_SHAPE } from './same-shape.ts';
import { flag, integers, numeric } from './settings.ts';

const SOURCE = 'Keras 3.15 keras/src/layers/normalization/layer_normalization.py';

/** gamma · (x − mean) / √(variance + epsilon) + beta, mean and variance of each sample over `axis`. */
export const LAYER_NORMALIZATION: LayerKind = {
  ...SAME_SHAPE,
  className: 'LayerNormalization',
  settings: {
    axis: integers(-1, SOURCE),
    epsilon: numeric(1e-3, SOURCE),
    center: flag(true, SOURCE),
    scale: flag(true, SOURCE),
    rms_scaling: flag(false, 'Keras 3.8 keras/src/layers/normalization/layer_normalization.py'),
  },
  weights(settings, inputs) {
    const shape = normalisedShape(settings, inputs[0]);
    // Scaling by the root mean square has a gamma and never a beta.
    return settings.rms_scaling ? [{ name: 'gamma', shape, gates: null }] : gammaAndBeta(settings, shape);
  },
  evaluate: evaluateLayerNormalization,
};

/**
 * y = x · inv + (beta − mean · inv), inv = gamma / √(variance + epsilon); with `rms_scaling` y = x · inv: Keras scales by the variance about
 * the mean there too, whatever the name says. Source: Keras 3.15 keras/src/ops/nn.py `_layer_normalization`
 */
function* evaluateLayerNormalization(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const sample = call.inputs[0].shape.slice(1); // as: one input, checked by the model room
  const axes = sampleAxes(call);
  const groups = groupsOver(call, axes);
  const { mean, inv } = yield* moments(call, groups);
  // Keras lays gamma and beta out as they are stored, whatever the order in which `axis` names their axes.
  const places = placesIn(sample, keptOnly(sample, axes));
  const [gamma, beta] = [arrayOf(call, 'gamma'), arrayOf(call, 'beta')];
  const isCentred = call.settings.rms_scaling !== true;
  const round = roundingOf(call.precision);
  return yield* eachNumber(call, (x, k) => {
    const [group, place] = [groups.at(k), places[k % places.length]];
    const factor = gamma ? round(inv[group] * gamma[place]) : inv[group];
    const shift = (isCentred ? round(-mean[group] * factor) : 0) + (beta?.[place] ?? 0);
    return round(x * factor) + round(shift);
  });
}

/** Mean and 1 / √(variance + epsilon) of every group; the variance is the biased one. Sums are rounded once, as Keras' are nearly exact. */
function* moments(call: LayerCall, groups: Groups): Generator<LayerProgress, { readonly mean: Numbers; readonly inv: Numbers }, void> {
  const { precision } = call;
  const x = inPrecision(call.inputs[0], precision);
  const round = roundingOf(precision);
  const [mean, inv] = [numbers(precision, groups.count), numbers(precision, groups.count)];
  const sums = new Float64Array(groups.count);
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) sums[groups.at(k)] += x[k];
  });
  for (let group = 0; group < groups.count; group++) mean[group] = sums[group] / groups.size;
  sums.fill(0);
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) sums[groups.at(k)] += round(x[k] - mean[groups.at(k)]) ** 2;
  });
  for (let group = 0; group < groups.count; group++) {
    inv[group] = round(sums[group] / groups.size) + (call.settings.epsilon as number); // as: validated by the model room
    inv[group] = 1 / Math.sqrt(inv[group]);
  }
  return { mean, inv };
}
