import { expect, test } from 'vitest';
import { runLayer, tensor } from '../../test/run-layer.ts';

test('a step is padding when all of its features are the mask value; it becomes 0', () => {
  const x = tensor([1, 4, 2], [-1.5, -1.5, -1.5, 2, 0, 0, 3, -1.5]);
  const { outputs, masks } = runLayer({ className: 'Masking', config: { mask_value: -1.5 }, inputs: [x] });
  expect(outputs).toEqual([tensor([1, 4, 2], [0, 0, -1.5, 2, 0, 0, 3, -1.5])]);
  expect(masks).toEqual([{ shape: [1, 4], data: Uint8Array.from([0, 1, 1, 1]) }]);
});

test.each(['f32', 'f64'] as const)('a mask value of 0.1 is found in a run in %s, stored in 32 bits or in 64', (precision) => {
  const x = tensor([1, 3, 1], [0.1, Math.fround(0.1), 0.1000001]);
  const { masks } = runLayer({ className: 'Masking', config: { mask_value: 0.1 }, inputs: [x], precision });
  expect(masks[0]?.data).toEqual(Uint8Array.from([0, 0, 1]));
});
