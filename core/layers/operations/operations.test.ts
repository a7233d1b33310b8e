import { expect, test } from 'vitest';
import { runLayer } from '../../../test/run-layer.ts';
import { sizeOf, type Tensor } from '../../tensor/index.ts';
import { layerKindOf } from '../index.ts';

/** Numbers 1, 2, 3, … of a shape. */
function counting(...shape: readonly number[]): Tensor {
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, (_, k) => k + 1) };
}

const slice = (start: number | null, stop: number | null, step: number | null): unknown => ({
  class_name: '__slice__',
  config: { start, stop, step },
});
const at = (...items: readonly unknown[]): Readonly<Record<string, unknown>> => ({ arguments: [{ name: '1', value: items }] });

test.each([
  ['ops.Add', {}, [counting(2, 3), counting(2, 4)], 'shapes-apart'],
  ['ops.Matmul', {}, [counting(2, 3, 2), counting(2, 3, 2)], 'shapes-apart'],
  ['ops.Matmul', {}, [counting(2), counting(2, 3)], 'shapes-apart'],
  ['ops.Einsum', { subscripts: 'bi,bi->b' }, [counting(2, 3), counting(2, 4)], 'shapes-apart'],
  ['ops.Einsum', { subscripts: 'bij->b' }, [counting(2, 3)], 'shapes-apart'],
  ['ops.Einsum', { subscripts: '...i,...i->...' }, [counting(2, 3), counting(4, 3)], 'shapes-apart'],
  ['ops.Einsum', { subscripts: 'bi,bi->b' }, [counting(2, 3), counting(2, 1)], 'shapes-apart'],
  ['ops.Einsum', { subscripts: 'bi,bi->b' }, [counting(2, 3)], 'inputs-too-few'],
  ['ops.Dot', {}, [counting(2, 3), counting(2, 4, 3)], 'shapes-apart'],
  ['ops.Tensordot', { axes: [[2], [1]] }, [counting(2, 3), counting(2, 3)], 'shapes-apart'],
  ['ops.Tensordot', { axes: 3 }, [counting(2, 3), counting(2, 3)], 'shapes-apart'],
  ['ops.Tensordot', { axes: [[1], [1]] }, [counting(2, 3), counting(2, 4)], 'shapes-apart'],
  ['ops.Reshape', { newshape: [-1, 4] }, [counting(2, 3)], 'shapes-apart'],
  ['ops.Transpose', { axes: [0, 1, 1] }, [counting(2, 3, 2)], 'shapes-apart'],
  ['ops.Take', { axis: 1, arguments: [{ name: '1', value: 3 }] }, [counting(2, 3)], 'shapes-apart'],
  ['ops.Split', { indices_or_sections: 2, axis: 1 }, [counting(2, 3)], 'shapes-apart'],
  ['ops.Mean', { axis: 3 }, [counting(2, 3)], 'axis-unknown'],
  ['ops.Softmax', { axis: -4 }, [counting(2, 3)], 'axis-unknown'],
  ['ops.Concatenate', { axis: 2 }, [counting(2, 3)], 'axis-unknown'],
  ['ops.GetItem', at(slice(null, null, null), 3), [counting(2, 3)], 'index-outside'],
  ['ops.GetItem', at(slice(null, null, null), 0, 0), [counting(2, 3)], 'index-outside'],
  ['ops.Subtract', {}, [counting(2, 3)], 'inputs-too-few'],
  ['ops.Stack', {}, [], 'inputs-too-few'],
  ['ops.Moveaxis', { source: [1], destination: [9] }, [counting(2, 3, 4)], 'axis-unknown'],
])('%s %j refuses what it cannot do', (className, config, inputs, code) => {
  expect(() => runLayer({ className, config, inputs })).toThrow(expect.objectContaining({ code, where: 'layer' }));
});

test.each([
  ['ops.GetItem', {}, 'index'],
  ['ops.GetItem', at(slice(null, null, null), [0, 2]), 'index'],
  ['ops.GetItem', at(slice(null, null, 0)), 'index'],
  ['ops.Add', { arguments: [{ name: '1', value: 'half' }] }, 'argument 1'],
  ['ops.Add', { arguments: [{ name: 'out', value: 1 }] }, 'argument out'],
  ['ops.Sum', { arguments: [{ name: '1', value: 1 }] }, 'argument 1'],
  ['ops.Concatenate', { arguments: [{ name: '0', value: 'tensors among other values' }] }, 'argument 0'],
  ['ops.Cast', { dtype: 'float16' }, 'dtype'],
  ['ops.Cast', {}, 'dtype'],
  ['ops.Clip', { x_min: [0, 1], x_max: 1 }, 'bounds'],
  ['ops.Round', { decimals: 2 }, 'decimals'],
  ['ops.Norm', { ord: 1, axis: 1 }, 'ord'],
  ['ops.Normalize', { order: 3 }, 'order'],
  ['ops.Reshape', { newshape: [null, -1] }, 'newshape'],
  ['ops.Einsum', { subscripts: '...i,...i->i' }, 'subscripts'],
  ['ops.Einsum', { subscripts: 'ij,jk->il' }, 'subscripts'],
  ['ops.Einsum', { subscripts: 'ij->jj' }, 'subscripts'],
  ['ops.Einsum', { subscripts: '.ij->ij' }, 'subscripts'],
  ['ops.Einsum', { subscripts: 'i->i->i' }, 'subscripts'],
  // The order of the result without an arrow is another one in Keras on TensorFlow (ki) than in NumPy, JAX and Torch (ik).
  ['ops.Einsum', { subscripts: 'kj,ji' }, 'subscripts'],
  ['ops.Tensordot', { axes: [[1, 2], [1]] }, 'axes'], // prettier-ignore
  ['ops.Tensordot', { axes: [1, 2, 3] }, 'axes'],
  ['ops.Tensordot', { axes: { class_name: '__keras_tensor__', config: { shape: [null, 6, 3] } } }, 'axes'],
  ['ops.Average', { axis: 1, arguments: [{ name: 'weights', value: [1, 2] }] }, 'argument weights'],
  ['ops.Pad', { pad_width: [[0, 0], [1, 1]], mode: 'reflect' }, 'mode'], // prettier-ignore
  ['ops.Repeat', { repeats: [1, 2], axis: 1 }, 'repeats'],
  ['ops.OneHot', { num_classes: 3, axis: 1 }, 'axis'],
])('%s %j does not run: it is not understood', (className, config, what) => {
  const kind = layerKindOf(className);
  const producer = { name: 'keras', version: null };
  const settings = Object.fromEntries(Object.entries(kind?.settings ?? {}).map(([name, spec]) => [name, spec.default(producer)]));
  expect(kind?.obstacle?.({ ...settings, ...config }, producer)).toBe(what);
  // A model that holds it opens all the same, and asks what shapes come out.
  for (const inputs of [[], [[5, 4]], [[5, 4], [-1, 4]]]) expect(Array.isArray(kind?.outputShapes({ ...settings, ...config }, inputs))).toBe(true); // prettier-ignore
});

test('operations hand no mask on, unless Keras hands on the tensor itself', () => {
  // Keras 3.15.1 on TensorFlow: `ops.cast(x, "float32")` of a float32 tensor is that tensor, everything else makes a new one.
  const inputs = [counting(1, 3, 2)];
  const masks = [{ shape: [1, 3], data: Uint8Array.of(1, 1, 0) }];
  const masksOf = (className: string, config = {}): unknown => runLayer({ className, config, inputs, masks }).masks;
  expect(masksOf('ops.Relu')).toEqual([null]);
  expect(masksOf('ops.StopGradient')).toEqual([null]);
  expect(masksOf('ops.GetItem', at(slice(null, null, null), slice(0, 2, null)))).toEqual([null]);
  expect(masksOf('ops.Cast', { dtype: 'int32' })).toEqual([null]);
  expect(masksOf('ops.Cast', { dtype: 'float32' })).toEqual(masks);
  expect(masksOf('ops.ConvertToTensor')).toEqual(masks);
});

test('an operand may be given by its name, or stand in the configuration as an array', () => {
  const x = counting(1, 2);
  const named = runLayer({ className: 'ops.Subtract', config: { arguments: [{ name: 'x1', input: 1 }] }, inputs: [counting(1, 1), x] });
  expect([...named.outputs[0].data]).toEqual([0, 1]);
  const array = { class_name: '__tensor__', config: { value: [[10, 20]], dtype: 'float32' } };
  const constant = runLayer({ className: 'ops.Subtract', config: { arguments: [{ name: '0', value: array }] }, inputs: [x] });
  expect([...constant.outputs[0].data]).toEqual([9, 18]);
});

test.each([[{}], [{ axes: 2 }]])('tensordot %j sums over the last two axes with the first two in their order', (config) => {
  // NumPy 2.3: tensordot(arange(1, 13).reshape(2, 2, 3), arange(1, 13).reshape(2, 3, 2), 2)
  const { outputs } = runLayer({ className: 'ops.Tensordot', config, inputs: [counting(2, 2, 3), counting(2, 3, 2)] });
  expect(outputs[0]).toEqual({ shape: [2, 2], data: Float64Array.of(161, 182, 377, 434) });
});

test('einsum without an arrow keeps the letters that stand once, as NumPy does', () => {
  // NumPy 2.3: einsum('...ij,...jk', arange(1, 13).reshape(2, 2, 3), arange(1, 7).reshape(1, 3, 2))
  const { outputs } = runLayer({
    className: 'ops.Einsum',
    config: { subscripts: '...ij,...jk' },
    inputs: [counting(2, 2, 3), counting(1, 3, 2)],
  });
  expect(outputs[0]).toEqual({ shape: [2, 2, 2], data: Float64Array.of(22, 28, 49, 64, 76, 100, 103, 136) });
});

test.each([
  ['ops.Einsum', { subscripts: '...td,...d->...t' }, [[5, 4], [4]], [5]],
  ['ops.Einsum', { subscripts: 'b...d,bd->b...' }, [[2, -1, 4], [4]], [2, -1]],
  ['ops.Einsum', { subscripts: 'bij,bkj->bik' }, [[5, 4]], [5, -1]],
  [
    'ops.Dot',
    {},
    [
      [5, 4],
      [4, 3],
    ],
    [5, -1, 3],
  ],
  [
    'ops.Tensordot',
    { axes: [[2], [2]] },
    [
      [5, 4],
      [-1, 4],
    ],
    [5, -1, -1],
  ],
  [
    'ops.Tensordot',
    { axes: [[9], [2]] },
    [
      [5, 4],
      [-1, 4],
    ],
    [-1, -1],
  ],
])('%s %j of %j has the shape %j behind the samples', (className, config, inputs, shape) => {
  const kind = layerKindOf(className);
  expect(kind?.outputShapes({ arguments: [], ...config }, inputs)).toEqual([shape]);
});

test('a half is rounded to the even neighbour, as NumPy does', () => {
  const x = { shape: [1, 6], data: Float64Array.of(0.5, 1.5, 2.5, -0.5, -1.5, 2.4) };
  const rounded = runLayer({ className: 'ops.Round', inputs: [x] }).outputs[0].data;
  expect([...rounded].map((value) => value + 0)).toEqual([0, 2, 2, 0, -2, 2]);
});

test.each([
  // Python: list(range(1, 6))[9::-1], [-9:2], [-2:-9:-2], [7:1:-1], [2:9]
  [slice(9, null, -1), [5, 4, 3, 2, 1]],
  [slice(-9, 2, null), [1, 2]],
  [slice(-2, -9, -2), [4, 2]],
  [slice(7, 1, -1), [5, 4, 3]],
  [slice(2, 9, null), [3, 4, 5]],
])('bounds beyond the ends of an axis count as its ends: %j', (bounds, expected) => {
  const { outputs } = runLayer({ className: 'ops.GetItem', config: at(slice(null, null, null), bounds), inputs: [counting(1, 5)] });
  expect([...outputs[0].data]).toEqual(expected);
  expect(foretold('ops.GetItem', at(slice(null, null, null), bounds), [5])).toEqual([expected.length]);
});

test.each([
  ['ops.Swapaxes', { axis1: -1, axis2: 1 }, [5, 4, 3], [3, 4, 5]],
  ['ops.Swapaxes', { axis1: 1, axis2: -2 }, [5, 4, 3], [4, 5, 3]],
  ['ops.Moveaxis', { source: [-1], destination: [1] }, [5, 4, 3], [3, 5, 4]],
  ['ops.Moveaxis', { source: [1], destination: [-1] }, [5, 4, 3], [4, 3, 5]],
  ['ops.Transpose', { axes: [0, -1, 1, 2] }, [5, 4, 3], [3, 5, 4]],
  ['ops.ExpandDims', { axis: [-1] }, [5, 4], [5, 4, 1]],
  ['ops.ExpandDims', { axis: [-2] }, [5, 4], [5, 1, 4]],
  ['ops.ExpandDims', { axis: [1, -1] }, [5, 4], [1, 5, 4, 1]],
  ['ops.Tile', { repeats: [1, 2, 3] }, [5, 4], [10, 12]],
  ['ops.Tile', { repeats: [3] }, [5, 4], [5, 12]],
  ['ops.Stack', { axis: -1 }, [5, 4], [5, 4, 1]],
  ['ops.Stack', { axis: 1 }, [5, 4], [1, 5, 4]],
  ['ops.Sum', { axis: 1, keepdims: true }, [5, 4], [1, 4]],
  ['ops.Sum', { axis: 1 }, [5, 4], [4]],
])('%s %j turns (samples, %j) into (samples, %j), as foretold', (className, config, input, expected) => {
  expect(foretold(className, config, input)).toEqual(expected);
  expect(runLayer({ className, config, inputs: [counting(2, ...input)] }).outputs[0].shape).toEqual([2, ...expected]);
});

/** The shape that an operation foretells of one input, both without samples. */
function foretold(className: string, config: Readonly<Record<string, unknown>>, input: readonly number[]): unknown {
  const kind = layerKindOf(className);
  const settings = Object.fromEntries(
    Object.entries(kind?.settings ?? {}).map(([name, spec]) => [name, spec.default({ name: 'keras', version: null })]),
  );
  return kind?.outputShapes({ ...settings, ...config }, [input])[0];
}
