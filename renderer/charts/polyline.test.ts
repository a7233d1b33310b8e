import { expect, test } from 'vitest';
import type { SeriesView } from '../../core/session/index.ts';
import { polyline, valueAt } from './polyline.ts';

const view = (from: number, to: number, min: number[], max: number[]): SeriesView => ({
  from,
  to,
  stepsPerPixel: (to - from) / min.length,
  mask: null,
  units: [0],
  min: Float64Array.from(min),
  max: Float64Array.from(max),
  range: [Math.min(...min), Math.max(...max)],
});

test('where every step is drawn, a point stands at its step, and its value can be read', () => {
  const series = view(10, 13, [1, 5, 2], [1, 5, 2]);
  expect(polyline(series, 0)).toEqual([
    { x: 10, y: 1 },
    { x: 11, y: 5 },
    { x: 12, y: 2 },
  ]);
  expect([valueAt(series, 0, 11), valueAt(series, 0, 13)]).toEqual([5, undefined]);
});

test('a pixel of many steps is drawn from the extreme nearer to the last point to the other', () => {
  const series = view(0, 4, [0, 1], [2, 3]);
  expect(polyline(series, 0).map(({ y }) => y)).toEqual([0, 2, 1, 3]);
  expect(valueAt(series, 0, 1)).toBeUndefined();
});

test('NaN stays as a gap', () => {
  expect(polyline(view(0, 3, [1, Number.NaN, 2], [1, Number.NaN, 2]), 0).map(({ y }) => y)).toEqual([1, Number.NaN, 2]);
});
