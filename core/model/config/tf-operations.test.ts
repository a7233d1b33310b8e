import { expect, test } from 'vitest';
import { tfOperation } from './tf-operations.ts';

test('a function that is not known keeps its name', () => {
  const given = [{ name: '0', value: 'bij,bkj->bik' }];
  expect(tfOperation('einsum', given)).toEqual({ className: 'tf.einsum', config: {}, arguments: given });
  expect(tfOperation('constructor', [])).toMatchObject({ className: 'tf.constructor' });
});

test('where with a condition alone, which gives places, is another function', () => {
  expect(tfOperation('where', [])).toMatchObject({ className: 'tf.where' });
  expect(tfOperation('where', [{ name: 'x', input: 1 }, { name: 'y', value: 0 }])).toEqual({ className: 'ops.Where', config: {}, arguments: [{ name: '1', input: 1 }, { name: '2', value: 0 }] }); // prettier-ignore
});

test('arguments become settings; what changes nothing is left out, what is not understood stays an argument', () => {
  const mean = tfOperation('math.reduce_mean', [{ name: 'axis', value: 1 }, { name: 'name', value: 'mean' }]); // prettier-ignore
  expect(mean).toEqual({ className: 'ops.Mean', config: { axis: 1 }, arguments: [] });
  expect(tfOperation('math.cumsum', [{ name: 'exclusive', value: false }])).toEqual({
    className: 'ops.Cumsum',
    config: { axis: 0 },
    arguments: [],
  });
  const exclusive = [{ name: 'exclusive', value: true }];
  expect(tfOperation('math.cumsum', exclusive).arguments).toEqual(exclusive);
  const shape = [{ name: 'shape', input: 1 }];
  expect(tfOperation('reshape', shape)).toEqual({ className: 'ops.Reshape', config: {}, arguments: shape });
});

test('sizes of parts become the places where they end; one that is left open does not', () => {
  const split = (sizes: readonly number[]): unknown => tfOperation('split', [{ name: 'num_or_size_splits', value: sizes }]).config;
  expect(split([1, 4, 2])).toEqual({ indices_or_sections: [1, 5] });
  expect(split([1, -1])).toEqual({ indices_or_sections: 'sizes' });
});
