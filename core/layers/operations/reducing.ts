import { type RowFunction, ROWS } from '../activations/rows.ts';
import { reducedAlong, type Reduction, replacedAlong, wholeAxes } from '../along-axes.ts';
import type { LayerKind, Settings } from '../layer-kind.ts';
import type { Numbers } from '../numbers.ts';
import { flag, integers, optional } from '../settings.ts';
import { axisIndex, listOf, single, UNKNOWN_SHAPE } from '../shapes.ts';
import type { Shape } from '../../tensor/index.ts';
import { operands } from './operands.ts';
import { ANY, operation, type Operation, SOURCE } from './operation.ts';

/** What an operation makes of all numbers along its axes; sums are rounded once, as Keras' are nearly exact. Source: Keras 3.15 keras/src/backend/tensorflow/numpy.py, math.py */
const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  Sum: (row, start, count) => folded(row, start, count, 0, (all, x) => all + x),
  Mean: mean,
  // Keras' weighted mean has its weights as an argument of that name, with which it does not run.
  Average: mean,
  Prod: (row, start, count, round) => folded(row, start, count, 1, (all, x) => round(all * x)),
  Max: (row, start, count) => folded(row, start, count, -Infinity, Math.max),
  Amax: (row, start, count) => folded(row, start, count, -Infinity, Math.max),
  Min: (row, start, count) => folded(row, start, count, Infinity, Math.min),
  Amin: (row, start, count) => folded(row, start, count, Infinity, Math.min),
  Any: (row, start, count) => folded(row, start, count, 0, (any, x) => Number(any !== 0 || x !== 0)),
  All: (row, start, count) => folded(row, start, count, 1, (all, x) => Number(all !== 0 && x !== 0)),
  CountNonzero: (row, start, count) => folded(row, start, count, 0, (found, x) => found + Number(x !== 0)),
  Var: variance,
  Std: (row, start, count, round) => Math.sqrt(variance(row, start, count, round)),
  Norm: (row, start, count, round) => Math.sqrt(round(folded(row, start, count, 0, (all, x) => all + round(x * x)))),
  Logsumexp(row, start, count, round) {
    const largest = folded(row, start, count, -Infinity, Math.max);
    return round(largest + Math.log(folded(row, start, count, 0, (all, x) => all + round(Math.exp(round(x - largest))))));
  },
  Argmax: (row, start, count) => firstBest(row, start, count, (x, best) => x > best),
  Argmin: (row, start, count) => firstBest(row, start, count, (x, best) => x < best),
};

type Replacement = (row: Numbers, start: number, count: number) => void;

/** Operations that replace all numbers along one axis together. */
const REPLACEMENTS: Readonly<Record<string, Pick<Operation, 'settings' | 'obstacle'> & { of(settings: Settings): Replacement }>> = {
  Softmax: { of: () => rowFunction(ROWS.softmax) },
  LogSoftmax: { of: () => rowFunction(ROWS.log_softmax) },
  Cumsum: {
    of: () => (row, start, count) => {
      for (let k = start + 1; k < start + count; k++) row[k] = row[k] + row[k - 1];
    },
  },
  Normalize: {
    settings: { order: ANY, epsilon: ANY },
    obstacle: ({ order, epsilon }) => ((order ?? 2) === 2 && (epsilon === null || typeof epsilon === 'number') ? null : 'order'),
    of: ({ epsilon }) => normalised(typeof epsilon === 'number' ? epsilon : 1e-7),
  },
};

/** Operations along axes. Axes count the samples. */
export const REDUCING: readonly LayerKind[] = [
  ...Object.entries(REDUCTIONS).map(([name, reduction]) =>
    operation(name, {
      settings: { axis: optional('integers', SOURCE), keepdims: flag(false, SOURCE), ...(name === 'Norm' && { ord: ANY }) },
      operands: 1,
      obstacle: ({ ord = null, axis }) => (name !== 'Norm' || ((ord === null || ord === 2) && listOf(axis).length === 1) ? null : 'ord'),
      shapes: (settings, inputs) => [reducedShape(settings, inputs)],
      compute(call) {
        const [x] = operands(call, 1);
        const axes = wholeAxes(call.settings.axis === null ? null : listOf(call.settings.axis), x.shape.length, call.name);
        return [reducedAlong(x, axes, call.settings.keepdims === true, call.precision, reduction)];
      },
    }),
  ),
  ...Object.entries(REPLACEMENTS).map(([name, replacement]) =>
    operation(name, {
      settings: { axis: name === 'Cumsum' ? optional('integers', SOURCE) : integers(-1, SOURCE), ...replacement.settings },
      operands: 1,
      obstacle: (settings) => (listOf(settings.axis).length === 1 ? (replacement.obstacle?.(settings) ?? null) : 'axis'),
      shapes: (_, [input = UNKNOWN_SHAPE]) => [input],
      compute(call) {
        const [x] = operands(call, 1);
        const [axis] = wholeAxes([single(call.settings.axis, -1)], x.shape.length, call.name);
        return [replacedAlong(x, axis, call.precision, replacement.of(call.settings))];
      },
    }),
  ),
];

function folded(row: Numbers, start: number, count: number, first: number, next: (all: number, x: number) => number): number {
  let all = first;
  for (let k = start; k < start + count; k++) all = next(all, row[k]);
  return all;
}

function mean(row: Numbers, start: number, count: number, round: (value: number) => number): number {
  return round(round(folded(row, start, count, 0, (all, x) => all + x)) / count);
}

/** Σ (x − mean)² / count */
function variance(row: Numbers, start: number, count: number, round: (value: number) => number): number {
  const middle = mean(row, start, count, round);
  return round(round(folded(row, start, count, 0, (all, x) => all + round(round(x - middle) ** 2))) / count);
}

/** Place of the first of the best numbers. */
function firstBest(row: Numbers, start: number, count: number, isBetter: (x: number, best: number) => boolean): number {
  let place = 0;
  for (let k = 1; k < count; k++) if (isBetter(row[start + k], row[start + place])) place = k;
  return place;
}

function rowFunction(rows: RowFunction): Replacement {
  return (row, start, count) => {
    rows.apply(row, start, count);
  };
}

/** x / √Σx², the length not below `epsilon`. Writes the row. Source: Keras 3.15 `ops.nn._normalize`. */
function normalised(epsilon: number): Replacement {
  return (row, start, count) => {
    const round = row instanceof Float32Array ? Math.fround : (value: number): number => value;
    const squares = round(folded(row, start, count, 0, (all, x) => all + round(x * x)));
    const inverse = round(1 / Math.max(Math.sqrt(squares), epsilon));
    for (let k = start; k < start + count; k++) row[k] = row[k] * inverse;
  };
}

/** The axes in `axis` gone, or of length 1 with `keepdims`. */
function reducedShape(settings: Settings, [input = UNKNOWN_SHAPE]: readonly Shape[]): Shape {
  if (settings.axis === null) return [];
  const indices = listOf(settings.axis).map((axis) => axisIndex(axis, input.length));
  return settings.keepdims === true
    ? input.map((length, at) => (indices.includes(at) ? 1 : length))
    : input.filter((_, at) => !indices.includes(at));
}
