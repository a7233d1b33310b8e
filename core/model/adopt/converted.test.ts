import { expect, test } from 'vitest';
import { storedTensor } from '../../tensor/index.ts';
import { gatheredColumns } from './converted.ts';

test('rows of blocks out of two arrays stand side by side, and nothing behind them', () => {
  const [a, b] = [100, 200].map((first) =>
    storedTensor(`${first}`, 'f', { shape: [4, 4], data: Float32Array.from({ length: 16 }, (_, k) => first + k) }),
  );
  const blocks = [
    { tensor: b, block: 1 },
    { tensor: a, block: 0 },
  ];
  const { shape, data } = gatheredColumns(blocks, 2, 2, 4).load();
  expect(shape).toEqual([2, 4]);
  expect([...data]).toEqual([210, 211, 108, 109, 214, 215, 112, 113]);
});
