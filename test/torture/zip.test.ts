import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { seeded, strictSource } from '../../fixtures/read/files.ts';
import { text, zip } from '../../fixtures/read/zip-maker.ts';
import { buildModel } from '../../core/model/index.ts';
import { type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { LIMITS } from '../../core/read/limits.ts';
import { storedTensor } from '../../core/tensor/index.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';
import { HONEST, MODEL, ZIP_ROWS } from './cases/zip.ts';
import { refusalOf, SEEDS } from './refusal.ts';

/** Rows 26 to 40 of the torture list, five variants of each: what differs between them comes from the seed. */

describe('zips that are refused', () => {
  test.each(ZIP_ROWS.map((each) => [each.row, each.title, each.code, each] as const))(
    'row %i: %s is %s',
    (_row, _title, code, { where, says, bytes }) => {
      for (const seed of SEEDS) {
        const source = strictSource('m.keras', bytes(seeded(seed)));
        const refusal = refusalOf(() => {
          openModelFiles([source]).groups.forEach((group) => group.tensors.forEach((tensor) => tensor.load()));
        });
        expect({ seed, code: refusal.code, where: refusal.where, message: refusal.message }).toEqual({
          seed,
          code,
          where,
          message: expect.stringMatching(says ?? /./) as string,
        });
      }
    },
  );
});

describe('zips that open', () => {
  test('row 31: members named like parts of every object are ordinary, and nothing is polluted', () => {
    const file = openModelFiles([
      strictSource('m.keras', zip([...HONEST, { name: 'constructor' }, { name: 'toString' }, { name: 'a/prototype' }])),
    ]);
    expect(file.leftovers).toEqual(expect.arrayContaining(['constructor', 'toString', 'a/prototype']));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('x');
  });

  test('row 35: exactly one level of zip around one model', () => {
    for (const inner of ['m.keras', 'folder/deep/m.keras'])
      expect(openModelFiles([strictSource('outer.zip', zip([{ name: inner, content: MODEL }]))]).format).toBe('keras-v3');
  });

  test('row 38: as another program packs it, in any order', () => {
    const members = Object.fromEntries([...HONEST].reverse().map(({ name, content }) => [name, content ?? text(name)]));
    for (const level of [0, 9] as const)
      expect(openModelFiles([strictSource('m.keras', zipSync(members, { level }))]).format).toBe('keras-v3');
  });
});

describe('row 39: shards', () => {
  const vars = {
    path: ['layers', 'dense', 'vars'],
    attributes: {},
    arrays: [['0', storedTensor('0', 'made', { shape: [1, 1], data: Float32Array.of(1) })]],
  } as const;
  const shard = (name: string): ByteSource => strictSource(name, writeHdf5([vars]));
  const index = (...names: unknown[]): ByteSource =>
    strictSource(
      'w.weights.json',
      text(JSON.stringify({ metadata: { total_size: 4 }, weight_map: { '/layers/dense/vars': names.length === 1 ? names[0] : names } })),
    );

  test('that are all there open', () => {
    expect(openModelFiles([index('w_00000.weights.h5'), shard('w_00000.weights.h5')]).format).toBe('keras-v3-shards');
  });

  test.each([
    ['shard-missing', ['w_00001.weights.h5'], /w_00001/],
    ['shard-missing', ['w_00000.weights.h5', 'w_00001.weights.h5'], /w_00001/],
    ['shard-name', ['../w_00000.weights.h5'], /\.\./],
    ['shard-name', ['/etc/passwd'], /passwd/],
    ['shard-name', ['C:\\w.h5'], /C:/],
    ['shard-name', ['\\\\host\\share\\w.h5'], /host/],
    ['shard-name', ['https://example.org/w.h5'], /example/],
  ])('%s for %j', (code, names, says) => {
    const refusal = refusalOf(() => openModelFiles([index(...names), shard('w_00000.weights.h5')]));
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(says) as string });
  });
});

describe('row 33: the checksum of a large stored member', () => {
  /** Half the limit again: a kernel and a recurrent kernel of LSTM(1150) on 1150 features. */
  const units = 1150;
  const array = (...shape: number[]) => {
    const data = new Float32Array(shape.reduce((size, axis) => size * axis, 1));
    for (let index = 0; index < data.length; index += 997) data[index] = index / data.length;
    return storedTensor('w', 'made', { shape, data });
  };
  const store = writeHdf5([
    {
      path: ['layers', 'lstm', 'cell', 'vars'],
      attributes: {},
      arrays: [
        ['0', array(units, 4 * units)],
        ['1', array(units, 4 * units)],
        ['2', array(4 * units)],
      ],
    },
  ]);
  const config = text(
    JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, units] } },
          { class_name: 'LSTM', config: { name: 'lstm', units } },
        ],
      },
    }),
  );
  const bytes = zipSync({ 'config.json': config, 'model.weights.h5': store }, { level: 0 });

  /** The file, and how many of its bytes were asked for. */
  function counted(content: Uint8Array): { source: ByteSource; read: () => number } {
    const inner = strictSource('big.keras', content);
    let total = 0;
    const read = (offset: number, length: number): Uint8Array => {
      total += length;
      return inner.read(offset, length);
    };
    return { source: { ...inner, read }, read: () => total };
  }

  test('is not checked while the layers are listed, and once when numbers are wanted', () => {
    expect(store.length).toBeGreaterThan(LIMITS.zipEagerChecksumBytes);
    const { source, read } = counted(bytes);
    const model = buildModel(openModelFiles([source]));
    expect(model.named.get('lstm')?.weights.size).toBe(3);
    expect(read()).toBeLessThan(1 << 20);
    const [kernel, recurrent] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    const first = kernel?.load();
    expect(first?.data[997]).toBe(Math.fround(997 / (4 * units * units)));
    expect(read()).toBeGreaterThan(store.length);
    const before = read();
    recurrent?.load();
    expect(read() - before).toBeLessThan(store.length);
  });

  test('names the member when it is wrong, each time', () => {
    const damaged = bytes.slice();
    damaged[damaged.length - 5_000_000] ^= 1;
    const model = buildModel(openModelFiles([strictSource('big.keras', damaged)]));
    const [kernel, recurrent] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    for (const tensor of [kernel, recurrent, kernel])
      expect(refusalOf(() => tensor?.load())).toMatchObject({ code: 'zip-crc', where: 'big.keras/model.weights.h5' });
  });

  test('also when somebody packed the file once more', () => {
    const outer = zipSync({ 'big.keras': bytes }, { level: 0 });
    outer[outer.length - 5_000_000] ^= 1;
    const model = buildModel(openModelFiles([strictSource('outer.zip', outer)]));
    const [kernel] = [...(model.named.get('lstm')?.weights.values() ?? [])];
    expect(refusalOf(() => kernel?.load()).code).toBe('zip-crc');
  });
});
