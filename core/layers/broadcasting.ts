import { refuse, RunError } from '../errors/index.ts';
import { formatShape, sameShape, type Shape, sizeOf, type Tensor } from '../tensor/index.ts';
import { inPrecision, type Numbers, numbers, type Precision } from './numbers.ts';
import { broadcast } from './shapes.ts';
import { copyView, viewed, type View, wholeView } from './views.ts';

/** The shape that tensors are stretched to, aligned at their last axes: of two lengths one is 1, or they agree. @throws `shapes-apart` */
export function commonShape(shapes: readonly Shape[], layer: string): Shape {
  const [first = [], ...others] = shapes;
  return others.reduce<Shape>((shape, other) => {
    const common = broadcast(shape, other);
    const fits = [shape, other].every((part) =>
      part.every((length, at) => length === 1 || length === common[common.length - part.length + at]),
    );
    return fits ? common : shapesApart(layer, shape, other);
  }, first);
}

/** @throws `shapes-apart` */
export function shapesApart(layer: string, a: Shape, b: Shape): never {
  return refuse(RunError, 'shapes-apart', layer, { layer, a: formatShape(a), b: formatShape(b) });
}

/** Numbers of a tensor of `from` repeated along the axes on which `to` is longer; the same array where nothing is. */
export function stretched(values: Numbers, from: Shape, to: Shape): Numbers {
  return sameShape(from, to) ? values : viewed(values, stretchedView(from, to));
}

/** The same for a mask, or for whatever is kept in bytes. */
export function stretchedBytes(values: Uint8Array, from: Shape, to: Shape): Uint8Array {
  if (sameShape(from, to)) return values;
  const result = new Uint8Array(sizeOf(to));
  copyView(result, values, stretchedView(from, to));
  return result;
}

function stretchedView(from: Shape, to: Shape): View {
  const { strides } = wholeView(from);
  const lead = to.length - from.length;
  return { shape: to, strides: to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : strides[axis - lead])), start: 0 };
}

/** z = operation(x, y) number by number, both stretched to one shape. @throws `shapes-apart` */
export function combined(a: Tensor, b: Tensor, precision: Precision, layer: string, operation: (x: number, y: number) => number): Tensor {
  const shape = commonShape([a.shape, b.shape], layer);
  const left = stretched(inPrecision(a, precision), a.shape, shape);
  const right = stretched(inPrecision(b, precision), b.shape, shape);
  const data = numbers(precision, left.length);
  for (let k = 0; k < data.length; k++) data[k] = operation(left[k], right[k]);
  return { shape, data };
}
