import { describe, expect, test } from 'vitest';
import { codeOf, corpusFiles, fixture, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { type WeightFile, openModelFiles } from '../index.ts';

const open = (name: string, bytes: Uint8Array): WeightFile => openModelFiles([strictSource(name, bytes)]);
const loadAll = (file: WeightFile): void => file.groups.forEach((group) => group.tensors.forEach((tensor) => tensor.load()));
const openAndLoad = (bytes: Uint8Array): void => loadAll(open('x', bytes));

describe('golden models', () => {
  test('a Keras 3 zip: groups by path, tensors by number, exact numbers', () => {
    const file = openModelFiles([fixture('seed_t1_keras.keras')]);
    expect(file.format).toBe('keras-v3');
    expect(file.producer.name).toBe('keras');
    expect(file.producer.version).toMatch(/^3\.\d+\.\d+$/);
    expect(file.groups.map((group) => [group.name, group.tensors.map((tensor) => tensor.shape)])).toEqual([
      ['layers/lstm/cell', [[2, 12], [3, 12], [12]]],
    ]);
    expect(file.groups[0]?.tensors[0]?.path).toBe('model.weights.h5:/layers/lstm/cell/vars/0');
  });

  test('Keras 3 HDF5: layers in the order of the model, not of the alphabet', () => {
    const file = openModelFiles([fixture('k315_h5.h5')]);
    expect(file.format).toBe('keras-legacy');
    expect(file.producer).toEqual({ name: 'keras', version: '3.15.1' });
    const names = file.groups.map((group) => group.name);
    expect(names.indexOf('zeta')).toBeLessThan(names.indexOf('alpha'));
    expect(names).toContain('mid');
    const zeta = file.groups.find((group) => group.name === 'zeta');
    expect(zeta?.tensors[0]?.path).toMatch(/^\/model_weights\/zeta\/.*kernel$/);
  });

  const golden = corpusFiles('golden', /^(?:[^/]+\/model\.keras|(?:k315_h5|tf212_h5|tf215_h5_hard_sigmoid)\/model\.h5)$/);
  test.skipIf(golden === null).each((golden ?? []).map((file) => [file.name, file] as const))(
    '%s holds what HDF5 itself reads from it',
    async (name, file) => {
      const bytes = file.bytes();
      const model = open(name, bytes);
      const oracle = await oracleDatasets(bytes, name.endsWith('.keras'));
      const ours = new Map(
        model.groups.flatMap((group) => group.tensors).map((tensor) => [tensor.path.replace(/^model\.weights\.h5:/, ''), tensor]),
      );
      const wanted = [...oracle.keys()].filter((path) => !/^\/(?:optimizer|metrics|optimizer_weights)/.test(path));
      expect([...ours.keys()].sort()).toEqual(wanted.sort());
      expect(ours.size).toBeGreaterThan(0);
      for (const [path, tensor] of ours)
        expect({ path, shape: tensor.shape, data: [...tensor.load().data] }).toEqual({ path, ...oracle.get(path) });
      expect(typeof model.config).toBe('object');
    },
  );
});

/** Every dataset by the HDF5 library (h5wasm), from the file or, stored as it is, from inside the zip. */
async function oracleDatasets(bytes: Uint8Array, isZip: boolean): Promise<Map<string, { shape: number[]; data: number[] }>> {
  // The browser build: unlike the Node build it cannot follow a link to another file on this disk.
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  const at = isZip ? new TextDecoder('latin1').decode(bytes).indexOf('\x89HDF\r\n\x1a\n') : 0;
  FS.writeFile('oracle.h5', bytes.subarray(at));
  const file = new h5wasm.File('oracle.h5', 'r');
  const found = new Map<string, { shape: number[]; data: number[] }>();
  const visit = (name: string): void => {
    const object = file.get(name);
    if (object instanceof h5wasm.Group) object.keys().forEach((key) => visit(`${name}/${key}`));
    if (object instanceof h5wasm.Dataset) {
      const value = object.value;
      found.set(name, {
        shape: object.shape ?? [],
        data: typeof value === 'number' ? [value] : Array.from(value as ArrayLike<number>, Number),
      });
    }
  };
  file.keys().forEach((key) => visit(`/${key}`));
  file.close();
  FS.unlink('oracle.h5');
  return found;
}

describe('forms of legacy HDF5', () => {
  test('300 layers, names split over several attributes, a tree of two levels, empty layers', () => {
    const { groups } = openModelFiles([fixture('legacy_many.h5')]);
    expect(groups.map((group) => group.name?.split('_')[1])).toEqual(Array.from({ length: 300 }, (_, index) => String(index)));
    expect(groups.flatMap((group) => group.tensors).map((tensor) => [...tensor.load().data])).toEqual(
      [0, 40, 80, 120, 160, 200, 240, 280].map((value) => [value]),
    );
  });

  test('the "latest" file structure opens', () => {
    const { groups } = openModelFiles([fixture('legacy_latest.h5')]);
    expect(groups.map((group) => group.tensors.map((tensor) => tensor.load().shape))).toEqual([[[3, 8]], []]);
  });

  test('a user block before the file is skipped, with a warning', () => {
    const { groups, warnings } = openModelFiles([fixture('legacy_user_block.h5')]);
    expect(warnings).toMatchObject([{ code: 'h5-user-block', values: { file: 'legacy_user_block.h5', bytes: 1024 } }]);
    expect(openModelFiles([fixture('legacy_latest.h5')]).warnings).toEqual([]);
    expect(groups.map((group) => group.tensors.map((tensor) => tensor.load().shape))).toEqual([[[3, 8]], []]);
  });

  test.each([
    ['legacy_soft.h5', 'h5-soft-link'],
    ['legacy_external.h5', 'h5-external'],
    ['legacy_storage.h5', 'h5-external'],
    ['legacy_virtual.h5', 'h5-virtual'],
    ['legacy_missing.h5', 'h5-missing-weight'],
    ['legacy_repeated.h5', 'h5-missing-weight'],
    ['legacy_escaping.h5', 'h5-missing-weight'],
    ['legacy_no_names.h5', 'h5-attr'],
    ['legacy_number_names.h5', 'h5-attr'],
    ['legacy_compound.h5', 'h5-dtype'],
    ['legacy_huge.h5', 'h5-too-big'],
    ['weights_only.h5', 'h5-missing-weight'],
    ['not_keras.h5', 'h5-not-keras'],
  ])('%s is refused as %s', (name, code) => {
    expect(codeOf(() => openModelFiles([fixture(name)]))).toBe(code);
  });
});

describe('content decides, whatever the name', () => {
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  test.each<[string, string, Uint8Array]>([
    ['nothing', 'file-empty', new Uint8Array(0)],
    ['text', 'format-unknown', text('hello, world\n')],
    ['two bytes', 'format-unknown', text('\r\n')],
    ['a page', 'html-page', text('\n<!DOCTYPE html><html></html>')],
    ['a pointer', 'git-lfs-pointer', text('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n')],
    ['a pickle', 'pickle-damaged', Uint8Array.of(0x80, 4, 0x95, 0, 0, 0, 0)],
    ['safetensors', 'safetensors-header', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d)],
    ['an architecture alone', 'config-without-weights', text('{"class_name": "Sequential"}')],
    ['JSON', 'format-unknown', text('{"a": 1}')],
    ['noise', 'format-unknown', Uint8Array.of(1, 2, 3, 4, 5)],
  ])('%s is %s', (_, code, bytes) => {
    expect(codeOf(() => open('model.h5', bytes))).toBe(code);
  });

  test('no file is refused; of two models the first opens and the other is named', () => {
    expect(codeOf(() => openModelFiles([]))).toBe('files-not-together');
    const { warnings } = openModelFiles([fixture('k315_h5.h5'), fixture('seed_t1_keras.keras')]);
    expect(warnings).toMatchObject([{ code: 'files-ignored', values: { ignored: '"seed_t1_keras.keras"' } }]);
  });

  test('HDF5 under the name .keras opens', () => {
    expect(open('model.keras', fixtureBytes('k315_h5.h5')).format).toBe('keras-legacy');
  });
});

describe.each(['tf215_h5_hard_sigmoid.h5', 'seed_t1_keras.keras'])('damage to %s', (name) => {
  const bytes = fixtureBytes(name);
  const random = seeded(20);

  test('every cut is refused with a code, within 2 s', () => {
    const cuts = [0.25, 0.5, 0.99].map((part) => Math.floor(bytes.length * part));
    for (let index = 0; index < 200; index++) cuts.push(Math.floor(random() * bytes.length));
    cuts.push(bytes.length - 1);
    for (const cut of cuts) {
      const started = performance.now();
      expect({ cut, code: codeOf(() => openAndLoad(bytes.slice(0, cut))) }).not.toEqual({ cut, code: 'none' });
      expect(performance.now() - started).toBeLessThan(2000);
    }
    expect(codeOf(() => openAndLoad(bytes))).toBe('none');
  });

  test('2,000 flipped bytes give a model or a code, nothing else', () => {
    const codes = new Map<string, number>();
    for (let index = 0; index < 2000; index++) {
      const damaged = bytes.slice();
      const at = Math.floor(random() * bytes.length);
      damaged[at] = (damaged[at] ?? 0) ^ (1 + Math.floor(random() * 255));
      const started = performance.now();
      const code = codeOf(() => openAndLoad(damaged));
      codes.set(code, (codes.get(code) ?? 0) + 1);
      expect(performance.now() - started).toBeLessThan(2000);
    }
    expect(codes.size).toBeGreaterThan(2);
  }, 60_000);

  test('2,000 damaged words in the first half give a model or a code, nothing else', () => {
    const words = [0, 1, 0x7fffffff, 0xffffffff, bytes.length];
    for (let index = 0; index < 2000; index++) {
      const damaged = bytes.slice();
      new DataView(damaged.buffer).setUint32(Math.floor(random() * (bytes.length - 4)), words[index % words.length] ?? 0, true);
      codeOf(() => openAndLoad(damaged));
    }
  }, 60_000);
});
