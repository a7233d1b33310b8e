import { describe, expect, test } from 'vitest';
import { strictSource } from '../../fixtures/read/files.ts';
import { inspectFiles, openModelFiles } from '../../core/read/index.ts';
import { storedTensor } from '../../core/tensor/index.ts';
import { type H5GroupSpec, writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';
import { manyGroups } from './many-groups.ts';
import { refusalOf } from './refusal.ts';

/** Row 14 of the torture list: HDF5 files of very many groups and attributes. */
const LIMIT_MS = 2000;

const KERNEL = storedTensor('kernel', 'test', { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
const store: H5GroupSpec = { path: ['layers', 'dense', 'vars'], attributes: {}, arrays: [['0', KERNEL]] };
const groups = (count: number): H5GroupSpec[] =>
  Array.from({ length: count }, (_, index) => ({ path: ['layers', `empty_${index}`], attributes: {}, arrays: [] }));
const texts = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));

/** What an action gives, in the time that the list allows; of the processor, as other tests may run beside it. */
function inTime<T>(action: () => T): T {
  const began = process.cpuUsage();
  const result = action();
  expect(process.cpuUsage(began).user / 1000).toBeLessThan(LIMIT_MS);
  return result;
}

describe('row 14: very many objects', () => {
  test('30,000 groups beside the one with weights open in time', () => {
    const source = strictSource('m.weights.h5', writeHdf5([store, ...groups(30_000)]));
    const file = inTime(() => openModelFiles([source]));
    expect(file.groups.filter(({ tensors }) => tensors.length > 0).map(({ name }) => name)).toEqual(['layers/dense']);
    expect(inTime(() => inspectFiles([source]))).toHaveLength(1);
  });

  test('60,000 groups are too many, and are refused in time', () => {
    const source = strictSource('m.weights.h5', manyGroups(60_000, 0));
    expect(refusalOf(() => openModelFiles([source]))).toMatchObject({ code: 'h5-too-many' });
    expect(inTime(() => inspectFiles([source]))).toHaveLength(1);
  });

  test('60,000 attributes of the root, and 50,000 of each of four layers, open in time', () => {
    const layers = [0, 1, 2, 3].flatMap((layer): H5GroupSpec[] => [
      { path: ['layers', `l${layer}`], attributes: texts(50_000), arrays: [] },
      { path: ['layers', `l${layer}`, 'vars'], attributes: {}, arrays: [['0', KERNEL]] },
    ]);
    const source = strictSource('m.weights.h5', writeHdf5([{ path: [], attributes: texts(60_000), arrays: [] }, ...layers]));
    expect(inTime(() => openModelFiles([source])).groups.map(({ name }) => name)).toEqual([0, 1, 2, 3].map((layer) => `layers/l${layer}`));
  });

  test('1,000,000 attributes, 50,000 of each of 20 groups, open in time', () => {
    const source = strictSource('m.weights.h5', manyGroups(20, 50_000));
    expect(inTime(() => openModelFiles([source])).groups).toEqual([]);
    const [tree] = inTime(() => inspectFiles([source]));
    expect(tree).toMatchObject({ name: 'm.weights.h5' });
  });
});
