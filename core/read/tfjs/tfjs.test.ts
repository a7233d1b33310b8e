import { describe, expect, test } from 'vitest';
import { codeOf, strictSource } from '../../../fixtures/read/files.ts';
import { errorOf, netJson, netShards, netSource } from '../../../fixtures/read/nets-files.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import type { WeightFile } from '../weight-file.ts';
import { isTfjs, openTfjs } from './index.ts';

const FILE = netSource('tfjs_converted/model.json');
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** A model.json with one array of four numbers in one shard, and what `change` makes of its entry. */
function small(change: Record<string, unknown> = {}, others: Record<string, unknown> = {}): Record<string, unknown> {
  const weights = [{ name: 'dense/kernel', shape: [2, 2], dtype: 'float32', ...change }];
  return { modelTopology: null, weightsManifest: [{ paths: ['w.bin'], weights }], ...others };
}

const shard = (bytes: Uint8Array = floats(1, 2, 3, 4), name = 'w.bin'): ByteSource => strictSource(name, bytes);
const open = (value: unknown, ...others: ByteSource[]): WeightFile => openTfjs(value, FILE, others);
const only = (file: WeightFile): unknown =>
  file.groups.map((group) => group.tensors.map((tensor) => [tensor.dtype, [...tensor.load().data]]));

describe('a sound model', () => {
  test('written by the converter: its model, version and groups as stored', () => {
    const file = open(netJson('tfjs_converted/model.json'), ...netShards('tfjs_converted'));
    expect([file.format, file.producer, file.savedAt, file.leftovers, file.warnings]).toEqual([
      'tfjs',
      { name: 'keras', version: '2.21.0' },
      null,
      [],
      [],
    ]);
    expect(file.config).toMatchObject({ class_name: 'Functional', config: { name: 'converted' } });
    expect(file.groups.map((group) => [group.name, group.tensors.length])).toEqual([
      [null, 3],
      [null, 12],
    ]);
    expect(file.groups[0]?.tensors[0]).toMatchObject({
      path: 'both/forward_gru/gru_cell/kernel',
      shape: [4, 6],
      dtype: 'float32',
      source: 'group1-shard1of1',
    });
  });

  test('written by tfjs: its version, what trains it and what was expanded', () => {
    const file = open(netJson('tfjs_saved/model.json'), ...netShards('tfjs_saved'));
    expect(file.producer).toEqual({ name: 'tensorflow.js', version: '4.22.0' });
    expect(file.config).toMatchObject({ class_name: 'Sequential' });
    expect(file.leftovers).toEqual(['iterations', 'userDefinedMetadata']);
    expect(file.warnings).toMatchObject([{ code: 'tfjs-quantised', values: { count: 4, dtype: 'float16, uint8, uint16' } }]);
  });

  test('integers, truth values and whole numbers in 16 bits', () => {
    const file = open(netJson('tfjs_saved/model.json'), ...netShards('tfjs_saved'));
    const spare = file.groups[1]?.tensors.map((tensor) => [tensor.path, tensor.dtype, [...tensor.load().data]]);
    expect(spare).toEqual([
      ['spare/steps', 'int32', [-3000, -2000, -1000, 0, 1000, 2000, 3000]],
      ['spare/flags', 'bool', [1, 0, 1]],
    ]);
  });

  test('weights files come in any order, from any folder, by their base name alone', () => {
    const shards = netShards('tfjs_converted').map((source, index) => ({
      ...source,
      name: `${index % 2 === 0 ? '/tmp/a/' : 'C:\\b\\'}${source.name}`,
    }));
    const model = netJson('tfjs_converted/model.json');
    const manifest = model.weightsManifest as { paths: string[] }[]; // as: nets.py wrote it
    for (const group of manifest) group.paths = group.paths.map((path) => `https://example.org/../../etc/${path}`);
    const moved = open(model, ...shards.reverse());
    const plain = open(netJson('tfjs_converted/model.json'), ...netShards('tfjs_converted'));
    expect(only(moved)).toEqual(only(plain));
  });

  test('an array may lie in three files, and a file may be empty', () => {
    const model = small({}, {});
    Object.assign((model.weightsManifest as object[])[0] ?? {}, { paths: ['a', 'b', 'c', 'd'] });
    const bytes = floats(1.5, -2, 3e9, 0.25);
    const parts = [bytes.subarray(0, 3), bytes.subarray(3, 3), bytes.subarray(3, 9), bytes.subarray(9)];
    const file = open(model, ...parts.map((part, index) => shard(part, 'abcd'[index])));
    expect(only(file)).toEqual([[['float32', [1.5, -2, 3e9, 0.25]]]]);
  });

  test.each([
    ['float16 by itself', { dtype: 'float16', shape: [2] }, new Uint8Array([0, 0x3c, 0, 0xc0]), 'float16', [1, -2]],
    ['bytes by themselves', { dtype: 'uint8', shape: [2] }, new Uint8Array([7, 255]), 'uint8', [7, 255]],
    ['a null quantization', { quantization: null, shape: [1] }, floats(2.5), 'float32', [2.5]],
    ['a number without axes', { shape: [] }, floats(2.5), 'float32', [2.5]],
    ['no numbers', { shape: [0, 4] }, new Uint8Array(0), 'float32', []],
  ])('%s', (_name, change, bytes, dtype, numbers) => {
    expect(only(open(small(change), shard(bytes)))).toEqual([[[dtype, numbers]]]);
  });

  test('value = number · scale + min, computed in float64', () => {
    const scaled = { shape: [3], quantization: { dtype: 'uint8', scale: 0.1, min: -0.3 } };
    expect(only(open(small(scaled), shard(new Uint8Array([0, 3, 255]))))).toEqual([
      [['float32', [Math.fround(-0.3), Math.fround(3 * 0.1 - 0.3), Math.fround(255 * 0.1 - 0.3)]]],
    ]);
  });

  test.each([
    [{ keras_version: 'tfjs-layers 1.7.0' }, 'x', 'tensorflow.js', '1.7.0'],
    [{ keras_version: '2.2.4-tf' }, 'x', 'keras', '2.2.4-tf'],
    [{}, 'keras v2.4.0', 'keras', '2.4.0'],
    [{}, 'TensorFlow.js tfjs-layers v3.1.0', 'tensorflow.js', '3.1.0'],
    [{ keras_version: 7 }, null, 'tensorflow.js', null],
    [null, undefined, 'tensorflow.js', null],
  ])('the producer of %j by %j is %s %s', (modelTopology, generatedBy, name, version) => {
    expect(open(small({}, { modelTopology, generatedBy }), shard()).producer).toEqual({ name, version });
  });

  test('weights without a model, and a topology that names no class, have no configuration', () => {
    expect(open(small(), shard()).config).toBeNull();
    expect(open(small({}, { modelTopology: { keras_version: '2.4.0' } }), shard()).config).toBeNull();
  });

  test('files that the manifest does not name are left over', () => {
    expect(open(small(), shard(floats(1), 'other.bin'), shard()).leftovers).toEqual(['other.bin']);
  });

  test('is known by its keys', () => {
    expect([{ modelTopology: {} }, { weightsManifest: [] }, { class_name: 'Sequential' }, [], null, 'x'].map(isTfjs)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('weights files that are missing or of the wrong length', () => {
  const model = (): unknown => netJson('tfjs_converted/model.json');

  test('model.json alone says which files belong to it', () => {
    const error = errorOf(() => open(model()));
    expect([error.code, error.where]).toEqual(['shard-missing', 'model.json']);
    expect(error.message).toContain('4 files beside it, of which 4 were not given: "group1-shard1of1"');
    expect(error.hint).toBe('Choose "model.json" and these files together.');
  });

  test.each([0, 1, 2, 3])('shard %i is missing', (index) => {
    const shards = netShards('tfjs_converted');
    const [gone] = shards.splice(index, 1);
    const error = errorOf(() => open(model(), ...shards));
    expect([error.code, error.values.missing, error.values.shards]).toEqual(['shard-missing', 1, `"${gone?.name ?? ''}"`]);
  });

  test.each([
    [0, -1, 'group1-shard1of1', 168, 167],
    [0, 1, 'group1-shard1of1', 168, 169],
    [1, -1, 'group2-shard1of3, group2-shard2of3, group2-shard3of3', 804, 803],
    [1, -4, 'group2-shard1of3, group2-shard2of3, group2-shard3of3', 804, 800],
    [3, -1, 'group2-shard1of3, group2-shard2of3, group2-shard3of3', 804, 803],
    [3, 8, 'group2-shard1of3, group2-shard2of3, group2-shard3of3', 804, 812],
  ])('shard %i with %i bytes: needed and given', (index, change, where, needed, given) => {
    const shards = netShards('tfjs_converted');
    const whole = shards[index] ?? shard();
    const bytes = new Uint8Array(whole.size + change);
    bytes.set(whole.read(0, Math.min(whole.size, bytes.length)));
    shards[index] = strictSource(whole.name, bytes);
    const error = errorOf(() => open(model(), ...shards));
    expect([error.code, error.where, error.values.needed, error.values.given]).toEqual(['shard-length', where, needed, given]);
  });

  test('one byte short in 8 bits is short, not a wrong list', () => {
    const change = { shape: [4], quantization: { dtype: 'uint8', scale: 1, min: 0 } };
    expect(codeOf(() => open(small(change), shard(new Uint8Array(3))))).toBe('shard-length');
  });

  test('many missing files are counted, not all listed', () => {
    const paths = Array.from({ length: 20 }, (_, index) => `part${index}`);
    const error = errorOf(() => open({ weightsManifest: [{ paths, weights: [] }] }));
    expect(error.message).toContain('"part7" and 12 more');
  });

  test('two files of one name from two folders are not chosen between', () => {
    expect(codeOf(() => open(small(), shard(floats(1), 'a/w.bin'), shard(floats(1), 'b/w.bin')))).toBe('files-not-together');
  });

  test.each([
    ['not-tfjs', 'an HTML page', text('<!DOCTYPE html><html><body>404: Not Found</body></html>')],
    ['not-tfjs', 'a Git LFS pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 16\n')],
    ['not-tfjs', 'a JSON text', text('{"message": "Not Found"}')],
    ['not-tfjs', 'a text file', text('404: Not Found')],
  ])('%s: a shard is %s', (code, found, bytes) => {
    const error = errorOf(() => open(small(), shard(bytes)));
    expect([error.code, error.where, error.values.found]).toEqual([code, 'w.bin', found]);
  });

  test('an HTML page of just the right length is still none', () => {
    expect(codeOf(() => open(small({ shape: [4] }), shard(text('<!DOCTYPE html>\n'))))).toBe('not-tfjs');
  });
});

describe('a list of weights that cannot be followed', () => {
  test.each([
    ['an array ends behind the bytes', { shape: [2, 3] }],
    ['an array is larger than any file', { shape: [1_000_000, 100] }],
    ['the product is beyond 2^64', { shape: [2 ** 40, 2 ** 40] }],
    ['an axis is negative', { shape: [-1, 4] }],
    ['an axis is no whole number', { shape: [1.5] }],
    ['an axis is null', { shape: [null, 4] }],
    ['an axis is beyond 2^53', { shape: [1e17] }],
    ['there are too many axes', { shape: [1, 1, 1, 1, 1, 1, 1, 1, 4] }],
    ['the shape is missing', { shape: undefined }],
    ['the shape is a text', { shape: '2,2' }],
    ['the type is not known', { dtype: 'bfloat13' }],
    ['the type is complex64', { dtype: 'complex64' }],
    ['the type is string', { dtype: 'string' }],
    ['the type is missing', { dtype: undefined }],
    ['the type is a key of every object', { dtype: 'constructor' }],
    ['the name is missing', { name: undefined }],
    ['the name is empty', { name: '' }],
    ['the scale is 0', { quantization: { dtype: 'uint8', scale: 0, min: 0 } }],
    ['the scale is negative', { quantization: { dtype: 'uint8', scale: -1, min: 0 } }],
    ['the scale is NaN', { quantization: { dtype: 'uint8', scale: NaN, min: 0 } }],
    ['the scale is null', { quantization: { dtype: 'uint8', scale: null, min: 0 } }],
    ['the scale is missing', { quantization: { dtype: 'uint16', min: 0 } }],
    ['the minimum is missing', { quantization: { dtype: 'uint16', scale: 1 } }],
    ['the quantised type is not known', { quantization: { dtype: 'uint4', scale: 1, min: 0 } }],
    ['truth values are quantised', { dtype: 'bool', quantization: { dtype: 'uint8', scale: 1, min: 0 } }],
    ['the quantization is a text', { quantization: 'uint8' }],
  ])('%s', (_name, change) => {
    const error = errorOf(() => open(small(change), shard()));
    expect(error.code).toBe('tfjs-spec');
    expect(error.where).toMatch(/^model\.json, weightsManifest(\[0\]\.weights\[0\])?$/);
  });

  test.each([
    ['no list', { weightsManifest: undefined }, 'model.json, weightsManifest'],
    ['a number as group', { weightsManifest: [3] }, 'model.json, weightsManifest[0]'],
    ['no paths', { weightsManifest: [{ weights: [] }] }, 'model.json, weightsManifest[0].paths'],
    ['a number as path', { weightsManifest: [{ paths: [3], weights: [] }] }, 'model.json, weightsManifest[0].paths[0]'],
    ['no weights', { weightsManifest: [{ paths: [] }] }, 'model.json, weightsManifest[0].weights'],
    ['a number as array', { weightsManifest: [{ paths: [], weights: [3] }] }, 'model.json, weightsManifest[0].weights[0]'],
    ['one file twice', { weightsManifest: [{ paths: ['a/w', 'b/w'], weights: [] }] }, 'model.json, weightsManifest'],
  ])('%s', (_name, change, where) => {
    const error = errorOf(() => open(small({}, change), shard()));
    expect([error.code, error.where]).toEqual(['tfjs-spec', where]);
  });

  test('two arrays of one name', () => {
    const entry = { name: 'a', shape: [1], dtype: 'float32' };
    const error = errorOf(() => open({ weightsManifest: [{ paths: ['w.bin'], weights: [entry, entry] }] }, shard()));
    expect([error.code, error.where]).toEqual(['tfjs-spec', 'model.json, weightsManifest[0].weights[1]']);
  });

  test('the message names the array and both numbers', () => {
    expect(errorOf(() => open(small({ shape: [2, 3] }), shard())).message).toBe(
      'The list of weights in "model.json" cannot be followed: array "dense/kernel" ends at byte 24 and its weights files have 16 bytes in all.',
    );
  });

  test('100,000 weights files and more arrays than any model has are a limit', () => {
    const paths = Array.from({ length: 100_000 }, (_, index) => `group1-shard${index}`);
    const many = errorOf(() => open({ weightsManifest: [{ paths, weights: [] }] }));
    expect([many.code, many.where, many.values.found, many.values.limit]).toEqual([
      'tfjs-too-many',
      'model.json, weightsManifest',
      100_000,
      LIMITS.tfjsShards,
    ]);
    const weights = Array.from({ length: LIMITS.tfjsArrays + 1 }, (_, index) => ({ name: String(index), shape: [0], dtype: 'bool' }));
    expect(codeOf(() => open({ weightsManifest: [{ paths: ['w.bin'], weights }] }, shard()))).toBe('tfjs-too-many');
  });

  test.each([[{ format: 'graph-model' }], [{ modelTopology: { node: [{ op: 'Const' }], library: {} } }]])('a graph model: %j', (change) => {
    const error = errorOf(() => open(small({}, change), shard()));
    expect([error.code, error.where]).toEqual(['tfjs-graph', 'model.json']);
  });

  test('names of every object do not reach its prototype', () => {
    const file = open(small({ name: '__proto__/kernel' }, { constructor: 1 }), shard());
    expect(file.groups[0]?.tensors[0]?.path).toBe('__proto__/kernel');
    expect(file.leftovers).toEqual(['constructor']);
    expect(codeOf(() => open({}, shard()))).toBe('tfjs-spec');
  });
});
