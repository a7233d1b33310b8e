import { expect, test } from 'vitest';
import { runLayer, tensor } from '../../test/run-layer.ts';

const TABLE = tensor([4, 2], [0.5, -1, 2, 3, 5, 7, 11, 13]);

function embedded(ids: readonly number[], shape: readonly number[], maskZero: boolean): ReturnType<typeof runLayer> {
  return runLayer({
    className: 'Embedding',
    config: { input_dim: 4, output_dim: 2, mask_zero: maskZero },
    inputs: [tensor(shape, ids)],
    weights: { embeddings: TABLE },
  });
}

test('every id becomes its row, the row of padding too, and padding is masked', () => {
  const { outputs, masks } = embedded([3, 0, 2, 0, 1, 1], [2, 3], true);
  expect(outputs).toEqual([tensor([2, 3, 2], [11, 13, 0.5, -1, 5, 7, 0.5, -1, 2, 3, 2, 3])]);
  expect(masks).toEqual([{ shape: [2, 3], data: Uint8Array.from([1, 0, 1, 0, 1, 1]) }]);
});

test('without mask_zero nothing is masked', () => {
  expect(embedded([3, 0], [1, 2], false).masks).toEqual([null]);
});

test('ids with a fraction are cut to whole numbers', () => {
  expect(embedded([2.9, 1.0001, -0.5], [1, 3], false).outputs).toEqual([tensor([1, 3, 2], [5, 7, 2, 3, 0.5, -1])]);
});

test.each([
  [4, 4],
  [-5, -5],
  [NaN, NaN],
  [1e12, 1e12],
])('the id %d is outside a vocabulary of 4 and refused with its place', (id, found) => {
  expect(() => embedded([1, 2, 3, 0, id, 9], [2, 3], true)).toThrow(
    expect.objectContaining({
      code: 'token-outside',
      where: 'layer, sample 1, timestep 1',
      values: { layer: 'layer', id: found, place: 'sample 1, timestep 1', rows: 4, last: 3 },
    }),
  );
});

test.each([
  [-1, 3],
  [-4, 0],
  [-1.5, 3],
])('the id %d is refused with the entry that Keras 3 would count from the end', (id, entry) => {
  // Keras 3.15.1 on TensorFlow: Embedding(5, 2) gives row 4 for -1 and row 0 for -5, and an error for -6; tf-keras 2.21 an error for each.
  const values = { layer: 'layer', id, place: 'sample 0, timestep 1', rows: 4, last: 3, entry };
  expect(() => embedded([1, id], [1, 2], false)).toThrow(
    expect.objectContaining({ code: 'token-negative', where: 'layer, sample 0, timestep 1', values }),
  );
});
