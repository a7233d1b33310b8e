import { expect, test } from 'vitest';
import { storedTensor, type Tensor } from '../tensor/index.ts';
import { finish } from './progress.ts';
import { layerStatistics } from './weight-stats.ts';

function statisticsOf(tensor: Tensor, gates: readonly string[] | null = null) {
  const weights = new Map([['kernel', storedTensor('kernel', 'test', tensor)]]);
  return finish(layerStatistics({ weights }, () => gates))[0];
}

test('statistics are those of NumPy, for the array and for each gate block', () => {
  // By NumPy: mean() and std() of the array and of its halves [:, :2] and [:, 2:].
  const data = Float64Array.from([-0.652, -0.175, 1.664, 0.659, -1.639, -0.799, 0.083, 0.361, -0.227, 0.519, -1.208, -0.03]);
  const statistics = statisticsOf({ shape: [3, 4], data }, ['a', 'b']);
  const close = (value: number): unknown => expect.closeTo(value, 12) as unknown;
  expect(statistics).toEqual({
    name: 'kernel',
    min: -1.639,
    max: 1.664,
    mean: close(-0.12033333333333335),
    std: close(0.8528447820220408),
    nan: 0,
    infinite: 0,
    blocks: [
      { gate: 'a', min: -1.639, max: 0.519, mean: close(-0.4955), std: close(0.6618433223455029), nan: 0, infinite: 0 },
      { gate: 'b', min: -1.208, max: 1.664, mean: close(0.2548333333333334), std: close(0.8574099402010427), nan: 0, infinite: 0 },
    ],
  });
});

test('NaN and infinities are counted apart and leave the other numbers as they are', () => {
  const statistics = statisticsOf({ shape: [5], data: Float64Array.from([NaN, Infinity, 2, -Infinity, 4]) });
  expect(statistics).toMatchObject({ min: 2, max: 4, mean: 3, std: 1, nan: 1, infinite: 2, blocks: [] });
  expect(statisticsOf({ shape: [1], data: Float64Array.from([NaN]) })).toMatchObject({
    min: null,
    max: null,
    mean: null,
    std: null,
    nan: 1,
  });
  expect(statisticsOf({ shape: [0], data: new Float64Array(0) })).toMatchObject({ min: null, nan: 0 });
});

test('a small spread around a large mean is kept', () => {
  const data = Float64Array.from({ length: 1000 }, (_, index) => 1e9 + (index % 2));
  expect(statisticsOf({ shape: [1000], data })?.std).toBeCloseTo(0.5, 9);
});
