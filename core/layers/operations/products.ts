import { type Shape, sizeOf, type Tensor } from '../../tensor/index.ts';
import { batchMatmul } from '../batch-matmul.ts';
import { commonShape, shapesApart, stretched } from '../broadcasting.ts';
import type { LayerCall, LayerKind, LayerProgress } from '../layer-kind.ts';
import { inPrecision, numbers, type Precision } from '../numbers.ts';
import { broadcast, UNKNOWN_SHAPE } from '../shapes.ts';
import { permuted, viewed, type View, wholeView } from '../views.ts';
import { operands, operandShapes } from './operands.ts';
import { ANY, operation } from './operation.ts';

/** Operations that multiply and add up. */
export const PRODUCTS: readonly LayerKind[] = [
  operation('Matmul', {
    // Only tf.linalg.matmul turns an operand before it multiplies.
    settings: { transpose_a: ANY, transpose_b: ANY },
    operands: 2,
    obstacle: ({ transpose_a: a, transpose_b: b }) =>
      [a, b].every((flag) => flag === null || typeof flag === 'boolean') ? null : 'transpose',
    shapes(settings, inputs) {
      const [first, second] = operandShapes(settings, inputs, 2);
      const a = settings.transpose_a === true ? turned(first) : first;
      const b = settings.transpose_b === true ? turned(second) : second;
      if (a.length < 2 && b.length < 2) return [UNKNOWN_SHAPE];
      return [[...broadcast(a.slice(0, -2), b.slice(0, -2)), a.at(-2) ?? -1, b.at(-1) ?? -1]];
    },
    compute: matmul,
  }),
  operation('Einsum', {
    settings: { subscripts: ANY },
    obstacle: ({ subscripts }) => (labelsOf(subscripts) === null ? 'subscripts' : null),
    shapes({ subscripts }, inputs) {
      const labels = labelsOf(subscripts);
      if (labels === null) return [UNKNOWN_SHAPE];
      const lengths = new Map(
        labels.inputs.flatMap((input, index) => input.map((label, axis) => [label, [-1, ...(inputs[index] ?? [])][axis] ?? -1])),
      );
      return [labels.output.slice(1).map((label) => lengths.get(label) ?? -1)];
    },
    compute: (call) => [einsum(call)],
  }),
];

/** c = a · b over the last two axes, all others stretched to one shape. */
function* matmul(call: LayerCall): Generator<LayerProgress, readonly Tensor[], void> {
  const [first, second] = operands(call, 2);
  const a = call.settings.transpose_a === true ? turnedTensor(first, call.precision) : first;
  const b = call.settings.transpose_b === true ? turnedTensor(second, call.precision) : second;
  const [rows, inner] = a.shape.slice(-2);
  const [innerToo, columns] = b.shape.slice(-2);
  if (a.shape.length < 2 || b.shape.length < 2 || inner !== innerToo) shapesApart(call.name, a.shape, b.shape);
  const outer = commonShape([a.shape.slice(0, -2), b.shape.slice(0, -2)], call.name);
  const left = stretched(inPrecision(a, call.precision), a.shape, [...outer, rows, inner]);
  const right = stretched(inPrecision(b, call.precision), b.shape, [...outer, inner, columns]);
  const data = yield* batchMatmul(left, right, { batch: sizeOf(outer), rows, inner, columns }, call.precision);
  return [{ shape: [...outer, rows, columns], data }];
}

/** The last two axes the other way round. */
function turned<T>(axes: readonly T[]): readonly T[] {
  return [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
}

function turnedTensor(tensor: Tensor, precision: Precision): Tensor {
  const view = permuted(wholeView(tensor.shape), turned([...tensor.shape.keys()]));
  return { shape: view.shape, data: viewed(inPrecision(tensor, precision), view) };
}

/** The axes of each operand and of the result, one letter each: `bij,bkj->bik`. Null where letters are left to be guessed. */
function labelsOf(subscripts: unknown): { readonly inputs: readonly (readonly string[])[]; readonly output: readonly string[] } | null {
  const found = typeof subscripts === 'string' ? /^([a-zA-Z]+(?:,[a-zA-Z]+)?)->([a-zA-Z]*)$/.exec(subscripts.replaceAll(' ', '')) : null;
  if (found === null) return null;
  const inputs = found[1].split(',').map((input) => input.split(''));
  const output = found[2].split('');
  const isKnown = output.every((label, at) => output.indexOf(label) === at && inputs.some((input) => input.includes(label)));
  return isKnown ? { inputs, output } : null;
}

/** For each place of the result Σ of the products over all letters that it lacks. Source: NumPy `einsum`. */
function einsum(call: LayerCall): Tensor {
  const labels = labelsOf(call.settings.subscripts);
  const tensors = operands(call, labels?.inputs.length ?? 0);
  const lengths = new Map<string, number>();
  for (const [index, { shape }] of tensors.entries()) {
    const input = labels?.inputs[index] ?? [];
    if (input.length !== shape.length) shapesApart(call.name, shape, [input.length]);
    for (const [axis, label] of input.entries()) {
      if ((lengths.get(label) ?? shape[axis]) !== shape[axis]) shapesApart(call.name, tensors[0].shape, shape);
      lengths.set(label, shape[axis]);
    }
  }
  const output = labels?.output ?? [];
  const order = [...output, ...[...lengths.keys()].filter((label) => !output.includes(label))];
  const whole: Shape = order.map((label) => lengths.get(label) ?? 1);
  const shape = whole.slice(0, output.length);
  const parts = tensors.map((tensor, index) =>
    viewed(inPrecision(tensor, call.precision), labelView(tensor.shape, labels?.inputs[index] ?? [], order, whole)),
  );
  const data = numbers(call.precision, sizeOf(shape));
  const count = sizeOf(whole.slice(output.length));
  const product = numbers(call.precision, 1);
  for (let at = 0; at < data.length; at++) {
    for (let k = at * count; k < (at + 1) * count; k++) {
      product[0] = 1;
      for (const part of parts) product[0] = product[0] * part[k];
      data[at] = data[at] + product[0];
    }
  }
  return { shape, data };
}

/** A tensor over the axes of all letters: it repeats along those that it lacks; a letter that it has twice is its diagonal. */
function labelView(shape: Shape, input: readonly string[], order: readonly string[], whole: Shape): View {
  const { strides } = wholeView(shape);
  const strideOf = (label: string): number => input.reduce<number>((sum, own, axis) => (own === label ? sum + strides[axis] : sum), 0);
  return { shape: whole, strides: order.map(strideOf), start: 0 };
}
