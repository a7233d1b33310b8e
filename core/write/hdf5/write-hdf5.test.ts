import { expect, test } from 'vitest';
import { seeded, strictSource } from '../../../fixtures/read/files.ts';
import { attributesOf, datasetTensor, findObject, findSuperblock, linksOf, openRoot, openSuperblock } from '../../read/hdf5/index.ts';
import { storedTensor, type Shape, type Tensor, type TensorData } from '../../tensor/index.ts';
import { type H5GroupSpec, writeHdf5 } from './write-hdf5.ts';

/** Arrays of every type and rank, NaN and −0 among them, and groups with more members than one leaf and one tree node hold. */
function manyGroups(): readonly H5GroupSpec[] {
  const random = seeded(11);
  const array = (shape: Shape, of: (length: number) => TensorData): Tensor => {
    const data = of(shape.reduce((size, axis) => size * axis, 1));
    return { shape, data: data.map(() => Math.fround(random() * 200 - 100)) };
  };
  const single = (length: number): Float32Array => new Float32Array(length);
  const stored = (name: string, tensor: Tensor) => [name, storedTensor(name, 'made', tensor)] as const;
  const specials = { shape: [5], data: Float32Array.of(NaN, Infinity, -Infinity, -0, 1e-42) };
  return [
    { path: ['layers', 'lstm', 'vars'], attributes: { name: 'LSTM 層 🙂' }, arrays: [] },
    {
      path: ['layers', 'lstm', 'cell', 'vars'],
      attributes: { name: 'x'.repeat(9000), second: '' },
      arrays: [
        stored('0', array([3, 8], single)),
        stored(
          '1',
          array([2, 2, 2, 2], (length) => new Float64Array(length)),
        ),
        stored(
          '10',
          array([7], (length) => new Int32Array(length)),
        ),
        stored('2', { shape: [], data: Float32Array.of(2.5) }),
        stored('3', { shape: [0, 4], data: new Float32Array() }),
        stored('4', specials),
      ],
    },
    ...Array.from({ length: 300 }, (_, index) => ({
      path: ['layers', index === 0 ? 'dense' : `dense_${index}`, 'vars'],
      attributes: { name: `dense_${index}` },
      arrays: [stored('0', array([1 + (index % 3), 2], single))],
    })),
  ];
}

/** Numbers as bits, so that NaN and −0 count. */
const bitsOf = (data: ArrayLike<number>): readonly string[] => Array.from(data, (value) => (Object.is(value, -0) ? '-0' : String(value)));

test('our own reader finds every group, array and text again', () => {
  const specs = manyGroups();
  const source = strictSource('x.h5', writeHdf5(specs));
  const root = openRoot(openSuperblock(source, findSuperblock(source) ?? -1));
  const layers = findObject(root, 'layers');
  expect(layers === null ? 0 : linksOf(layers).size).toBe(301);
  for (const { path, attributes, arrays } of specs) {
    const group = findObject(root, path.join('/'));
    if (group === null) throw new Error(`no ${path.join('/')}`);
    for (const [name, text] of Object.entries(attributes)) expect(attributesOf(group).get(name)?.strings()).toEqual([text]);
    for (const [name, tensor] of arrays) {
      const dataset = findObject(group, name);
      if (dataset === null) throw new Error(`no ${path.join('/')}/${name}`);
      const found = datasetTensor(dataset, name, 'x').load();
      expect({ shape: found.shape, data: bitsOf(found.data) }).toEqual({ shape: tensor.shape, data: bitsOf(tensor.load().data) });
      expect(found.data.constructor).toBe(tensor.load().data.constructor);
    }
  }
});

test('the HDF5 library finds the same', async () => {
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const specs = manyGroups();
  FS.writeFile('written.h5', writeHdf5(specs));
  const file = new h5wasm.File('written.h5', 'r');
  for (const { path, attributes, arrays } of specs) {
    const group = file.get(path.join('/'));
    if (!(group instanceof h5wasm.Group)) throw new Error(`no ${path.join('/')}`);
    expect(group.keys()).toEqual(arrays.map(([name]) => name).sort());
    for (const [name, text] of Object.entries(attributes)) expect(group.attrs[name]?.value).toBe(text);
    for (const [name, tensor] of arrays) {
      const dataset = group.get(name);
      if (!(dataset instanceof h5wasm.Dataset)) throw new Error(`no ${path.join('/')}/${name}`);
      expect(dataset.shape).toEqual(tensor.shape);
      const { value } = dataset as { value: unknown };
      const found = typeof value === 'number' ? [value] : (value as ArrayLike<number> | null); // as: arrays of numbers were written
      expect(bitsOf(found ?? [])).toEqual(bitsOf(tensor.load().data));
    }
  }
  expect((file.get('layers') as InstanceType<typeof h5wasm.Group>).keys()).toHaveLength(301); // as: it was written as a group
  file.close();
});

test('the same groups give the same bytes', () => {
  const again = writeHdf5(manyGroups());
  expect(writeHdf5(manyGroups()).every((byte, index) => byte === again[index])).toBe(true);
});

test('more than 2 GiB are refused before anything is loaded', () => {
  const huge = { ...storedTensor('big', 'made', { shape: [1], data: new Float32Array(1) }), shape: [2 ** 15, 2 ** 15] };
  expect(() => writeHdf5([{ path: ['vars'], attributes: {}, arrays: [['0', huge]] }])).toThrow(/holds at most/);
});
