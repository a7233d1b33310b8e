import type { Shape } from '../../tensor/index.ts';
import { shapesApart } from '../broadcasting.ts';
import { argument, argumentEntries } from '../call-arguments.ts';
import type { LayerKind } from '../layer-kind.ts';
import { inPrecision, numbers } from '../numbers.ts';
import { integers } from '../settings.ts';
import { lengthOf, listOf, single, UNKNOWN_SHAPE } from '../shapes.ts';
import { wholeView } from '../views.ts';
import { constantOf, operands } from './operands.ts';
import { isCounts } from './counts.ts';
import { ANY, operation, SOURCE } from './operation.ts';

/** Operations that put given numbers between others. Axes count the samples. */
export const FILLING: readonly LayerKind[] = [
  operation('Pad', {
    settings: { pad_width: ANY, mode: ANY },
    readsArguments: true,
    obstacle: (settings) => {
      const known = argumentEntries(settings).every(({ name, value }) => name === 'constant_values' && typeof value === 'number');
      return known &&
        (settings.mode ?? 'constant') === 'constant' &&
        isCounts(settings.pad_width) &&
        constantOf(settings.pad_width)?.shape[1] === 2
        ? null
        : 'mode';
    },
    shapes: ({ pad_width: widths }, [input = UNKNOWN_SHAPE]) => [padded([-1, ...input], widths).slice(1)],
    compute(call) {
      const [x] = operands({ ...call, settings: {} }, 1);
      const shape = padded(x.shape, call.settings.pad_width);
      if (shape.length !== x.shape.length) shapesApart(call.name, x.shape, shape);
      const data = numbers(
        call.precision,
        shape.reduce((size, length) => size * length, 1),
      );
      data.fill(single(argument(call.settings, 'constant_values'), 0));
      const values = inPrecision(x, call.precision);
      const inner = x.shape.at(-1) ?? 1;
      const { strides } = wholeView(shape);
      const before = widthsOf(call.settings.pad_width).map(([width]) => width);
      const index = x.shape.map(() => 0);
      for (let from = 0; from < values.length; from += inner) {
        const to = index.reduce((sum, at, axis) => sum + (at + before[axis]) * strides[axis], 0);
        data.set(values.subarray(from, from + inner), to);
        for (let axis = x.shape.length - 2; axis >= 0; axis--) {
          index[axis] = (index[axis] + 1) % x.shape[axis];
          if (index[axis] > 0) break;
        }
      }
      return [{ shape, data }];
    },
  }),
  operation('OneHot', {
    settings: { num_classes: ANY, axis: integers(-1, SOURCE), dtype: ANY, sparse: ANY },
    operands: 1,
    obstacle: ({ num_classes: classes, axis, sparse }) => (isCounts(classes) && axis === -1 && sparse !== true ? null : 'axis'),
    shapes: ({ num_classes: classes }, [input = UNKNOWN_SHAPE]) => [[...input, single(classes, -1)]],
    compute(call) {
      const [x] = operands(call, 1);
      const classes = single(call.settings.num_classes, 1);
      const data = numbers(call.precision, x.data.length * classes);
      x.data.forEach((id, at) => {
        if (id >= 0 && id < classes) data[at * classes + Math.trunc(id)] = 1;
      });
      return [{ shape: [...x.shape, classes], data }];
    },
  }),
];

function widthsOf(widths: unknown): readonly (readonly [number, number])[] {
  return Array.isArray(widths) ? (widths as unknown[]).map((pair) => [listOf(pair)[0] ?? 0, listOf(pair)[1] ?? 0]) : [];
}

function padded(shape: Shape, widths: unknown): Shape {
  return widthsOf(widths).map(([before, behind], axis) => lengthOf([shape[axis] ?? -1], (length) => length + before + behind));
}
