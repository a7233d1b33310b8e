import { type Shape, sizeOf, type Tensor } from '../../tensor/index.ts';
import { shapesApart } from '../broadcasting.ts';
import type { LayerCall, LayerProgress } from '../layer-kind.ts';
import { inPrecision, numbers, roundingOf } from '../numbers.ts';
import { Pace } from '../pace.ts';
import { wholeView } from '../views.ts';

/** A sum of products: a label for each axis of each operand, and for each axis of the result. Axes of one label run together. */
export interface Contraction {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** Begins the labels whose axes may be of length 1 and are stretched then. */
export const STRETCHES = '.';

/** Shape of the result, from whole shapes; −1 where a length is free. */
export function contractedShape(shapes: readonly Shape[], { inputs, output }: Contraction): Shape {
  return output.map((label) => {
    const found = inputs.flatMap((input, index) => input.flatMap((own, axis) => (own === label ? [shapes[index]?.[axis] ?? -1] : [])));
    return found.find((length) => length > 1) ?? (found.includes(-1) ? -1 : (found[0] ?? -1));
  });
}

/** For each place of the result Σ of the products over all labels that it lacks, in the order of the labels. @throws `shapes-apart` */
export function* contracted(call: LayerCall, tensors: readonly Tensor[], contraction: Contraction): Generator<LayerProgress, Tensor, void> {
  const { inputs, output } = contraction;
  const lengths = lengthsOf(call, tensors, contraction);
  const order = [...output, ...[...lengths.keys()].filter((label) => !output.includes(label))];
  const extent = order.map((label) => lengths.get(label) ?? 1);
  const shape = extent.slice(0, output.length);
  const data = numbers(call.precision, sizeOf(shape));
  const count = sizeOf(extent.slice(output.length));
  const round = roundingOf(call.precision);
  const values = tensors.map((tensor) => inPrecision(tensor, call.precision));
  const strides = tensors.map((tensor, index) => stridesOf(tensor.shape, inputs[index], order));
  const places = tensors.map(() => 0);
  const index = order.map(() => 0);
  const pace = new Pace();
  for (let at = 0; at < data.length; at++) {
    for (let k = 0; k < count; k++) {
      let product = values[0][places[0]];
      for (let part = 1; part < values.length; part++) product = round(product * values[part][places[part]]);
      data[at] = data[at] + product;
      advance(index, extent, places, strides);
    }
    if (pace.isDue()) yield { done: at, of: data.length };
  }
  return { shape, data };
}

/** Length of each label. @throws `shapes-apart` */
function lengthsOf(call: LayerCall, tensors: readonly Tensor[], { inputs }: Contraction): ReadonlyMap<string, number> {
  const lengths = new Map<string, number>();
  for (const [index, { shape }] of tensors.entries()) {
    const input = inputs[index] ?? [];
    if (input.length !== shape.length) shapesApart(call.name, shape, [input.length]);
    for (const [axis, label] of input.entries()) {
      const known = lengths.get(label) ?? shape[axis];
      const mayStretch = label.startsWith(STRETCHES) && (known === 1 || shape[axis] === 1);
      if (known !== shape[axis] && !mayStretch) shapesApart(call.name, tensors[0].shape, shape);
      lengths.set(label, Math.max(known, shape[axis]));
    }
  }
  return lengths;
}

/** How far each label moves in an operand: 0 where it lacks the label or repeats, along the diagonal where it has the label twice. */
function stridesOf(shape: Shape, input: readonly string[], order: readonly string[]): readonly number[] {
  const { strides } = wholeView(shape);
  return order.map((label) => input.reduce((sum, own, axis) => (own === label && shape[axis] > 1 ? sum + strides[axis] : sum), 0));
}

/** The next place in row-major order; behind the last one, the first. Writes `index` and `places`. */
function advance(index: number[], extent: Shape, places: number[], strides: readonly (readonly number[])[]): void {
  for (let axis = extent.length - 1; axis >= 0; axis--) {
    index[axis]++;
    for (let part = 0; part < places.length; part++) places[part] += strides[part][axis];
    if (index[axis] < extent[axis]) return;
    for (let part = 0; part < places.length; part++) places[part] -= strides[part][axis] * extent[axis];
    index[axis] = 0;
  }
}
