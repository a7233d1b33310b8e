import { refuse, RunError } from '../errors/index.ts';
import { formatShape, type Shape } from '../tensor/index.ts';
import { placesIn, sampleAxes } from './places.ts';
import { versionDefault } from './defaults.ts';
import { NUMBERS_A_LOOK } from './each-number.ts';
import { type Groups, groupsOver } from './groups.ts';
import type { LayerCall, LayerKind, LayerProgress, LayerResult, Mask } from './layer-kind.ts';
import { inPrecision, type Numbers, numbers, type Precision } from './numbers.ts';
import { paced } from './pace.ts';
import { masked, SAME_SHAPE } from './same-shape.ts';
import { integers } from './settings.ts';

/** Stands for minus infinity where a mask hides a number. Source: Keras 3.15 keras/src/layers/activations/softmax.py */
const HIDDEN = -1e9;

/** eˣ over its sum along `axis`. A mask hides numbers, aligned with the last axes as arrays are when they are added. */
export const SOFTMAX: LayerKind = {
  ...SAME_SHAPE,
  className: 'Softmax',
  settings: { axis: integers(-1, 'Keras 3.15 keras/src/layers/activations/softmax.py') },
  evaluate: evaluateSoftmax,
};

function* evaluateSoftmax(call: LayerCall): Generator<LayerProgress, LayerResult, void> {
  const x = call.inputs[0]; // as: one input, checked by the model room
  const output = inPrecision(x, call.precision).slice();
  const mask = call.masks[0] ?? null;
  const hidden = mask === null ? null : hiddenIn(call, mask, x.shape);
  const isReplaced = versionDefault('softmax_hides', call.producer) === 'replaced';
  if (hidden) change(output, hidden, (value) => (isReplaced ? HIDDEN : value + HIDDEN));
  yield* softmaxOf(output, groupsOver(call, sampleAxes(call)), call.precision);
  if (hidden && isReplaced) change(output, hidden, () => 0);
  return masked(call, x.shape, output);
}

/** e^(x − max) / Σ e^(x − max) of every group. Writes `x`; sums are rounded once, as Keras' are nearly exact. */
function* softmaxOf(x: Numbers, groups: Groups, precision: Precision): Generator<LayerProgress, void, void> {
  const largest = numbers(precision, groups.count).fill(-Infinity);
  const sums = new Float64Array(groups.count);
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) largest[groups.at(k)] = Math.max(largest[groups.at(k)], x[k]);
  });
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) {
      x[k] = Math.exp(x[k] - largest[groups.at(k)]);
      sums[groups.at(k)] += x[k];
    }
  });
  yield* paced(x.length, NUMBERS_A_LOOK, (from, to) => {
    for (let k = from; k < to; k++) x[k] = x[k] / sums[groups.at(k)];
  });
}

function change(row: Numbers, marked: Uint8Array, make: (value: number) => number): void {
  for (let k = 0; k < row.length; k++) if (marked[k] !== 0) row[k] = make(row[k]);
}

/** 1 for every number that the mask hides. @throws `mask-shape` */
function hiddenIn({ name }: LayerCall, mask: Mask, shape: Shape): Uint8Array {
  const aligned = shape.slice(shape.length - mask.shape.length);
  const fits = mask.shape.length <= shape.length && mask.shape.every((length, axis) => length === 1 || length === aligned[axis]);
  if (!fits) refuse(RunError, 'mask-shape', name, { layer: name, found: formatShape(mask.shape), input: formatShape(shape) });
  const places = placesIn(shape, mask.shape);
  return Uint8Array.from(places, (place) => (mask.data[place] === 0 ? 1 : 0));
}
