import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { codeOf, corpusFiles, strictSource } from '../../fixtures/read/files.ts';
import { buildModel, type Model, withWeight } from '../model/index.ts';
import { findSuperblock, openRoot, openSuperblock } from '../read/hdf5/index.ts';
import { openModelFiles, readArrays, type WeightFile, type WeightGroup } from '../read/index.ts';
import { readVarsStore } from '../read/keras/vars-store.ts';
import { storedTensor, type Tensor } from '../tensor/index.ts';
import { saveWeights } from './save-weights.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(join(FIXTURES, path)));
const modelOf = (name: string, bytes: Uint8Array): { file: WeightFile; model: Model } => {
  const file = openModelFiles([strictSource(name, bytes)]);
  return { file, model: buildModel(file) };
};

/** Every array with its place, as bits. */
function listed(groups: readonly WeightGroup[]): Record<string, unknown> {
  return Object.fromEntries(
    groups.flatMap((group) => group.tensors.map((tensor, index) => [`${group.name ?? ''}/vars/${index}`, bits(tensor.load())])),
  );
}

function bits({ shape, data }: Tensor): unknown {
  return { shape, type: data.constructor.name, bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
}

function savedGroups(model: Model): readonly WeightGroup[] {
  const source = strictSource('saved.weights.h5', saveWeights(model, 'weights.h5'));
  return readVarsStore(openRoot(openSuperblock(source, findSuperblock(source) ?? -1)), '', 'saved').groups;
}

describe('a .keras file saved as .weights.h5 holds the same arrays at the same places', () => {
  const names = readdirSync(FIXTURES).filter((name) => existsSync(join(FIXTURES, name, 'model.keras')));
  test.each(names)('%s', (name) => {
    const { file, model } = modelOf('model.keras', bytesOf(`${name}/model.keras`));
    if (file.groups.every((group) => group.tensors.length === 0))
      expect(codeOf(() => saveWeights(model, 'weights.h5'))).toBe('weights-none');
    else expect(listed(savedGroups(model))).toEqual(listed(file.groups));
  });

  const golden = corpusFiles('golden', /\.keras$/) ?? [];
  test.skipIf(golden.length === 0).each(golden.map(({ name, bytes }) => [name, bytes] as const))('corpus %s', (name, bytes) => {
    const { file, model } = modelOf(name, bytes());
    // tf.keras wrote other places than Keras 3 does.
    const isKeras3 = file.producer.version?.startsWith('3') ?? false;
    if (isKeras3) expect(listed(savedGroups(model))).toEqual(listed(file.groups));
    else expect(Object.values(listed(savedGroups(model)))).toHaveLength(Object.values(listed(file.groups)).length);
  });
});

test('an .npz holds the arrays in the order of get_weights(), by layer and name', () => {
  const { model } = modelOf('model.keras', bytesOf('stacked-dropout-activation/model.keras'));
  const arrays = readArrays(strictSource('w.npz', saveWeights(model, 'npz')));
  expect([...arrays.keys()]).toEqual([
    ...model.layers.flatMap((layer) => [...layer.weights.keys()].map((weight) => `${layer.name}/${weight}`)),
  ]);
  const expected = readArrays(strictSource('weights.npz', bytesOf('stacked-dropout-activation/weights.npz')));
  expect([...arrays.values()].map(bits)).toEqual([...expected.values()].map(bits));
});

test('typed weights are saved, as float32 beside float32 arrays', () => {
  const { model } = modelOf('model.keras', bytesOf('no-bias/model.keras'));
  const [layer] = model.layers.filter((each) => each.weights.size > 0);
  const [name, stored] = [...(layer?.weights ?? [])][0] ?? [];
  if (!layer || name === undefined || !stored) throw new Error('the fixture has weights');
  const { shape, data } = stored.load();
  const typed = Float64Array.from(data, (_, index) => index / 7);
  const edited = withWeight(model, layer.name, name, { shape, data: typed });
  const saved = readArrays(strictSource('w.npz', saveWeights(edited, 'npz'))).get(`${layer.name}/${name}`);
  expect(saved?.data).toEqual(Float32Array.from(typed));
  const stores = savedGroups(edited).map((group) => group.tensors[0]?.load().data);
  expect(stores).toContainEqual(Float32Array.from(typed));
});

test('float64 weights stay float64, and names from a file can neither lead out of a folder nor collide', () => {
  const { model } = modelOf('model.keras', bytesOf('no-bias/model.keras'));
  const names = ['../../x', '/abs', 'C:\\x', '__proto__', 'a\u202eb\0', '', 'y'.repeat(5000), 'layer', 'layer'];
  const tensor = (index: number) => storedTensor('p', 's', { shape: [1], data: Float64Array.of(index) });
  const [template] = model.layers;
  if (!template) throw new Error('the fixture has layers');
  const layers = names.map((name, index) => ({ ...template, name, className: 'Dense', weights: new Map([['kernel', tensor(index)]]) }));
  const bytes = saveWeights({ ...model, layers }, 'npz');
  const members = Object.keys(unzipSync(bytes));
  expect(members.slice(0, 6)).toEqual([
    '_/_/x/kernel.npy',
    '_/abs/kernel.npy',
    'C__x/kernel.npy',
    '_/kernel.npy',
    'a_b_/kernel.npy',
    '_/kernel_2.npy',
  ]);
  expect(members.slice(7)).toEqual(['layer/kernel.npy', 'layer/kernel_2.npy']);
  expect([...readArrays(strictSource('w.npz', bytes)).values()].map(({ data }) => data)).toEqual(
    names.map((_, index) => Float64Array.of(index)),
  );
});

test('a model without weights is refused', () => {
  const { model } = modelOf('model.keras', bytesOf('no-bias/model.keras'));
  const bare = { ...model, layers: model.layers.map((layer) => ({ ...layer, weights: new Map<string, never>() })) };
  expect(codeOf(() => saveWeights(bare, 'npz'))).toBe('weights-none');
});
