import { expect, test } from 'vitest';
import { runLayer } from '../../test/run-layer.ts';

test('axes that are kept count in ascending order, however they are listed', () => {
  // Keras 3.15: `self._keep_axis = tuple(sorted([d if d >= 0 else d + ndim for d in self.axis]))`
  const x = { shape: [1, 2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) };
  const statistics = { mean: [[1, 0, 3], [0, 5, 0]], variance: [[4, 1, 1], [1, 1, 9]] }; // prettier-ignore
  const normalized = (axis: readonly number[]): readonly number[] => [
    ...runLayer({ className: 'Normalization', config: { axis, ...statistics }, inputs: [x] }).outputs[0].data,
  ];
  for (const axis of [[1, 2], [2, 1], [-1, 1], [-1, -2]]) expect(normalized(axis)).toEqual([0, 2, 0, 4, 0, 2]); // prettier-ignore
});
