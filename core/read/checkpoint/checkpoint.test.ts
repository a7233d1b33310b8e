import { describe, expect, test } from 'vitest';
import {
  ascii,
  blockOf,
  bytesField,
  entryMessage,
  fixedField,
  headerMessage,
  numberField,
  tableOf,
  u32,
  varint,
} from '../../../fixtures/read/checkpoint-writer.ts';
import { codeOf, corpusFiles, fixture, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import { openModelFiles, type WeightFile } from '../index.ts';
import { crc32c, maskedCrc } from './crc32c.ts';
import { openCheckpoint } from './index.ts';

const expected = JSON.parse(new TextDecoder().decode(fixtureBytes('checkpoints/expected.json'))) as Record<
  string,
  { arrays: Record<string, number[]> }
>;
const SUFFIX = '/.ATTRIBUTES/VARIABLE_VALUE';

const files = (name: string, shards = 1): ReturnType<typeof fixture>[] => [
  ...Array.from({ length: shards }, (_, shard) => fixture(`checkpoints/${name}.data-0000${shard}-of-0000${shards}`)).reverse(),
  fixture(`checkpoints/${name}.index`),
];
const paths = (file: WeightFile): string[] => file.groups.flatMap((group) => group.tensors.map(({ path }) => path));
const load = (file: WeightFile): void => {
  for (const group of file.groups) for (const tensor of group.tensors) tensor.load();
};

/** Code and place of the refusal. */
function refusal(action: () => unknown): readonly unknown[] {
  try {
    action();
    return ['none'];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [error.code, error.where];
  }
}

/** A checkpoint of our own: `rows` of its index, its one data file. */
function own(rows: Parameters<typeof tableOf>[0], dataBytes = 8, options?: Parameters<typeof tableOf>[1]): WeightFile {
  const data = strictSource('c.data-00000-of-00001', new Uint8Array(dataBytes));
  return openCheckpoint(strictSource('c.index', tableOf([['', headerMessage()], ...rows], options)), [data]);
}

describe('checkpoints as TensorFlow writes them', () => {
  test.each(Object.keys(expected).filter((name) => name !== 'versions'))('%s: every array has the values of TensorFlow', (name) => {
    const opened = openModelFiles(files(name, name === 'shards' ? 2 : 1));
    const arrays = expected[name]?.arrays ?? {};
    const found = Object.fromEntries(
      opened.groups.flatMap((group) => group.tensors.map((tensor) => [tensor.path, [...tensor.load().data]] as const)),
    );
    const weights = Object.entries(arrays).filter(([key]) => !/step|keras_api|save_counter/.test(key));
    expect(Object.keys(found)).toHaveLength(weights.length);
    for (const [key, values] of weights) {
      const numbers = found[key.replace(SUFFIX, '')] ?? [];
      expect(numbers).toEqual(key.startsWith('float64') ? values : values.map(Math.fround));
    }
  });

  test('groups follow the object graph and carry the names in it; training is left over', () => {
    const opened = openModelFiles(files('functional'));
    expect(opened.groups.map(({ name, attributes }) => [name, attributes?.name])).toEqual([
      ['layer_with_weights-0', 'tokens'],
      ['layer_with_weights-1/forward_layer/cell', 'both/forward_lstm/lstm_cell'],
      ['layer_with_weights-1/backward_layer/cell', 'both/backward_lstm/lstm_cell'],
      ['layer_with_weights-2/cell', 'gru/gru_cell'],
      ['layer_with_weights-3', 'dense'],
    ]);
    expect(opened.groups[1]?.tensors.map(({ path, shape, source }) => [path, shape, source])).toEqual([
      ['layer_with_weights-1/forward_layer/cell/kernel', [3, 16], 'checkpoints/functional.data-00000-of-00001'],
      ['layer_with_weights-1/forward_layer/cell/recurrent_kernel', [4, 16], 'checkpoints/functional.data-00000-of-00001'],
      ['layer_with_weights-1/forward_layer/cell/bias', [16], 'checkpoints/functional.data-00000-of-00001'],
    ]);
    expect(opened.leftovers.every((path) => path.startsWith('optimizer/')) && opened.leftovers.length).toBe(26);
    expect(opened).toMatchObject({ format: 'tf-checkpoint', producer: { name: 'tensorflow', version: null }, config: null });
  });

  test('element types are those of the file; texts and counters are left over', () => {
    const opened = openModelFiles(files('dtypes'));
    const types = opened.groups.flatMap(({ tensors }) => tensors.map(({ path, dtype }) => [path, dtype]));
    expect(types.every(([path, dtype]) => path === dtype) && types.length).toBe(11);
    expect([...opened.leftovers].sort()).toEqual(['step', 'text']);
  });

  test('files beside the checkpoint are left over, and folders in names do not matter', () => {
    const [data, index] = files('tf1_rnn');
    if (data === undefined || index === undefined) throw new Error('two files');
    const moved = { ...data, name: `C:\\models\\${data.name.replace('checkpoints/', '')}` };
    const opened = openModelFiles([strictSource('checkpoint', new Uint8Array(ascii('model_checkpoint_path: "x"'))), moved, index, data]);
    expect(opened.leftovers).toEqual(['checkpoint', 'checkpoints/tf1_rnn.data-00000-of-00001']);
  });

  test('the golden checkpoint opens', () => {
    const golden = corpusFiles('golden/tf215_checkpoint', /^ckpt\./);
    if (golden === null) return;
    const opened = openModelFiles(golden.map(({ name, bytes }) => strictSource(name, bytes())));
    expect(opened.groups.map(({ attributes }) => attributes?.name)).toEqual(['lstm/lstm_cell', 'lstm_1/lstm_cell']);
    load(opened);
  });

  test('a checksum is that of RFC 3720', () => {
    expect(crc32c(Uint8Array.from(ascii('123456789')))).toBe(0xe3069283);
    expect(crc32c(Uint8Array.from(ascii('6789')), crc32c(Uint8Array.from(ascii('12345'))))).toBe(0xe3069283);
  });
});

describe('data files', () => {
  test('missing, of another name or of another count', () => {
    const [, index] = files('tf1_rnn');
    const [first, , shards] = files('shards', 2);
    if (index === undefined || shards === undefined || first === undefined) throw new Error('files');
    expect(refusal(() => openModelFiles([index]))).toEqual(['shard-missing', 'checkpoints/tf1_rnn.index']);
    expect(refusal(() => openModelFiles([index, ...files('tf1_gru').slice(0, 1)]))).toEqual(['shard-missing', 'checkpoints/tf1_rnn.index']);
    expect(refusal(() => openModelFiles([shards, first]))).toEqual(['shard-missing', 'checkpoints/shards.index']);
    const renamed = { ...first, name: first.name.replace('of-00002', 'of-00003') };
    expect(refusal(() => openModelFiles([shards, renamed, first]))).toEqual(['shard-missing', 'checkpoints/shards.index']);
  });

  test.each([-1, 1])('of a length that differs by %i bytes', (difference) => {
    const [data, index] = files('tf1_rnn');
    if (data === undefined || index === undefined) throw new Error('two files');
    const bytes = new Uint8Array(data.size + difference);
    expect(refusal(() => openModelFiles([strictSource(data.name, bytes), index]))).toEqual(['shard-length', data.name]);
  });
});

describe('damage', () => {
  test('every flipped byte of an array is found when the array is loaded, not before', () => {
    const [, index] = files('tf1_gru');
    const bytes = fixtureBytes('checkpoints/tf1_gru.data-00000-of-00001');
    if (index === undefined) throw new Error('index');
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      const opened = openModelFiles([strictSource('checkpoints/tf1_gru.data-00000-of-00001', damaged), index]);
      const [code, where] = refusal(() => {
        load(opened);
      });
      expect(code).toBe('checkpoint-checksum');
      expect(where).toMatch(/^checkpoints\/tf1_gru\.index: rnn\/gru_cell\/(?:gates|candidate)\/(?:kernel|bias)$/);
    }
  });

  test('every flipped byte of the index is refused', () => {
    const [data] = files('functional');
    const bytes = fixtureBytes('checkpoints/functional.index');
    if (data === undefined) throw new Error('data');
    const codes = new Set<string>();
    for (let at = 0; at < bytes.length - 48; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x21;
      codes.add(codeOf(() => openCheckpoint(strictSource('checkpoints/functional.index', damaged), [data])));
    }
    // The block of the metaindex is empty and never read.
    expect([...codes].sort()).toEqual(['checkpoint-checksum', 'none']);
  });

  test('a cut index is refused at every length', () => {
    const bytes = fixtureBytes('checkpoints/tf1_rnn.index');
    for (let end = 0; end < bytes.length; end++)
      expect(['checkpoint-damaged', 'checkpoint-checksum']).toContain(
        codeOf(() => openCheckpoint(strictSource('checkpoints/tf1_rnn.index', bytes.slice(0, end)), [])),
      );
  });

  test('the footer of random numbers never hangs', () => {
    const random = seeded(17);
    const [data] = files('tf1_rnn');
    const bytes = fixtureBytes('checkpoints/tf1_rnn.index');
    for (let round = 0; round < 2000; round++) {
      const damaged = bytes.slice();
      for (let index = 0; index < 3; index++) damaged[bytes.length - 1 - Math.floor(random() * 48)] = Math.floor(random() * 256);
      codeOf(() => openCheckpoint(strictSource('checkpoints/tf1_rnn.index', damaged), data === undefined ? [] : [data]));
    }
  });

  test('the object graph is verified too', () => {
    const [data, index] = files('functional');
    if (data === undefined || index === undefined) throw new Error('files');
    const bytes = data.read(0, data.size).slice();
    // The graph is the longest text of the file.
    const at = new TextDecoder('latin1').decode(bytes).indexOf('layer_with_weights-0');
    bytes[at] = 0x4c;
    expect(refusal(() => openCheckpoint(index, [strictSource(data.name, bytes)]))).toEqual([
      'checkpoint-checksum',
      'checkpoints/functional.index: _CHECKPOINTABLE_OBJECT_GRAPH',
    ]);
  });
});

describe('an index that TensorFlow would not write', () => {
  const kernel = (fields: Parameters<typeof entryMessage>[0]): Parameters<typeof tableOf>[0] => [['lstm/kernel', entryMessage(fields)]];

  test('opens when it is sound', () => {
    expect(paths(own(kernel({})))).toEqual(['lstm/kernel']);
    expect(paths(own(kernel({ more: [...bytesField(9, [1]), ...varint((10 << 3) | 1), 0, 0, 0, 0, 0, 0, 0, 0] })))).toEqual([
      'lstm/kernel',
    ]);
  });

  test.each<[string, string, Parameters<typeof entryMessage>[0]]>([
    ['complex numbers', 'checkpoint-dtype', { dtype: 8 }],
    ['no type', 'checkpoint-dtype', { dtype: 0 }],
    ['slices', 'checkpoint-slices', { more: bytesField(7, []) }],
    ['shape and bytes that differ', 'checkpoint-damaged', { shape: [3] }],
    ['an unknown rank', 'checkpoint-damaged', { more: bytesField(2, numberField(3, 1)) }],
    ['an unknown axis', 'checkpoint-damaged', { shape: [2n ** 64n - 1n] }],
    ['33 axes', 'checkpoint-damaged', { shape: new Array<number>(33).fill(1), size: 4 }],
    ['a data file that is not announced', 'checkpoint-damaged', { shard: 1 }],
    ['a place beyond any file', 'checkpoint-damaged', { offset: 2n ** 63n }],
    ['a field of wire type 3', 'checkpoint-damaged', { more: [(1 << 3) | 3] }],
    ['a field 0', 'checkpoint-damaged', { more: [2, 0] }],
    ['a field that is cut', 'checkpoint-damaged', { more: [(9 << 3) | 1, 0] }],
    ['a field longer than its message', 'checkpoint-damaged', { more: [(9 << 3) | 2, 9, 0] }],
    ['a number of 11 bytes', 'checkpoint-damaged', { more: [8 << 3, ...new Array<number>(10).fill(128), 1] }],
    ['a number of 70 bits', 'checkpoint-damaged', { more: [8 << 3, ...new Array<number>(9).fill(255), 127] }],
  ])('%s: %s, where the array is', (_title, code, fields) => {
    expect(refusal(() => own(kernel(fields)))).toEqual([code, 'c.index: lstm/kernel']);
  });

  test('an array beyond memory is counted, not made', () => {
    expect(refusal(() => own(kernel({ shape: [2 ** 40, 2 ** 40] })))).toEqual(['tensor-too-big', 'lstm/kernel']);
  });

  test.each<[string, string, () => unknown]>([
    ['no header', 'checkpoint-damaged', () => openCheckpoint(strictSource('c.index', tableOf([['a', entryMessage({})]])), [])],
    ['no data files', 'checkpoint-damaged', () => openCheckpoint(strictSource('c.index', tableOf([['', headerMessage(0)]])), [])],
    [
      '100,001 data files',
      'checkpoint-damaged',
      () => openCheckpoint(strictSource('c.index', tableOf([['', headerMessage(100_001)]])), []),
    ],
    [
      'an unknown byte order',
      'checkpoint-damaged',
      () => openCheckpoint(strictSource('c.index', tableOf([['', headerMessage(1, 2)]])), []),
    ],
    ['snappy', 'checkpoint-compressed', () => own(kernel({}), 8, { compression: 1 })],
    ['another compression', 'checkpoint-compressed', () => own(kernel({}), 8, { compression: 2 })],
    ['a key twice', 'checkpoint-damaged', () => own([...kernel({}), ...kernel({})])],
    ['a block listed twice', 'checkpoint-damaged', () => own(kernel({}), 8, { repeat: 2 })],
    ['a block of three bytes', 'checkpoint-damaged', () => own([], 8, { blocks: [[0, 0, 0]] })],
    ['restarts beyond the block', 'checkpoint-damaged', () => own([], 8, { blocks: [[...u32(0), ...u32(9)]] })],
    ['a key that shares what is not there', 'checkpoint-damaged', () => own([], 8, { blocks: [[5, 0, 0, ...u32(0), ...u32(1)]] })],
    ['an entry longer than its block', 'checkpoint-damaged', () => own([], 8, { blocks: [[0, 2, 9, 97, 97, ...u32(0), ...u32(1)]] })],
    ['an entry that is cut', 'checkpoint-damaged', () => own([], 8, { blocks: [[0, 1, ...u32(0), ...u32(1)]] })],
    ['keys far longer than the file', 'checkpoint-damaged', () => own([], 8, { blocks: [bomb()] })],
  ])('%s: %s', (_title, code, action) => {
    expect(codeOf(action)).toBe(code);
  });

  /** Keys that share all but a byte with the key before: some kilobytes spell gigabytes. */
  function bomb(): readonly number[] {
    const first = [0, ...varint(60_000), 0, ...new Array<number>(60_000).fill(97)];
    const more = Array.from({ length: 20_000 }, () => [...varint(60_000), 1, 0, 97]).flat();
    return [...first, ...more, ...u32(0), ...u32(1)];
  }

  test('more arrays than the limit', () => {
    const rows = Array.from({ length: 100_002 }, (_, index): [string, number[]] => [String(index).padStart(7, '0'), []]);
    expect(codeOf(() => own(rows))).toBe('checkpoint-too-many');
  });

  test('big-endian numbers are read as such', () => {
    const data = Uint8Array.of(0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0);
    const index = tableOf([['', headerMessage(1, 1)], ...kernel({ crc: maskedCrc(crc32c(data)) })]);
    const opened = openCheckpoint(strictSource('c.index', index), [strictSource('c.data-00000-of-00001', data)]);
    expect(opened.groups[0]?.tensors[0]?.load().data).toEqual(Float32Array.of(1, -2.5));
  });

  test('slots of optimizers are left over, in the manner of TensorFlow 1 and 2', () => {
    const keys = ['beta1_power', 'global_step', 'rnn/kernel', 'rnn/kernel/Adam', 'w/.OPTIMIZER_SLOT/opt/m/.ATTRIBUTES/VARIABLE_VALUE'];
    const opened = own([...keys, 'x/.ATTRIBUTES/OTHER'].map((key): [string, number[]] => [key, entryMessage({})]));
    expect(paths(opened)).toEqual(['rnn/kernel']);
    expect(opened.leftovers).toHaveLength(5);
  });

  describe('object graphs', () => {
    /** A checkpoint whose object graph is `text`; `crcOf` alters what its checksum says. */
    const graph = (text: readonly number[], fields: Parameters<typeof entryMessage>[0] = {}, stored = textTensor(text)): WeightFile => {
      const message = entryMessage({ dtype: 7, shape: [], offset: 8, size: stored.bytes.length, crc: stored.crc, ...fields });
      const index = tableOf([
        ['', headerMessage()],
        ['_CHECKPOINTABLE_OBJECT_GRAPH', message],
        [`a/kernel${SUFFIX}`, entryMessage({})],
      ]);
      const data = Uint8Array.from([...new Array<number>(8).fill(0), ...stored.bytes]);
      return openCheckpoint(strictSource('c.index', index), [strictSource('c.data-00000-of-00001', data)]);
    };
    function textTensor(text: readonly number[], tail: readonly number[] = []): { bytes: number[]; crc: number } {
      const length = Uint8Array.from(u32(text.length));
      const lengthCrc = Uint8Array.from(u32(maskedCrc(crc32c(length))));
      const crc = maskedCrc(crc32c(Uint8Array.from(text), crc32c(lengthCrc, crc32c(length))));
      return { bytes: [...varint(text.length), ...lengthCrc, ...text, ...tail], crc };
    }
    const child = (id: number): number[] => bytesField(1, [...numberField(1, id), ...bytesField(2, ascii('x'))]);
    const variable = (key: string, name: string): number[] =>
      bytesField(2, [...bytesField(1, ascii('VARIABLE_VALUE')), ...bytesField(2, ascii(name)), ...bytesField(3, ascii(key))]);
    const node = (...fields: readonly number[][]): number[] => bytesField(1, fields.flat());

    test('a ring, a child that is not there, a variable twice and foreign fields do no harm', () => {
      const key = `a/kernel${SUFFIX}`;
      const text = [
        ...node(child(1), child(9), numberField(7, 1)),
        ...node(child(0), variable(key, 'lstm/kernel'), variable(key, 'other/kernel'), bytesField(4, [])),
        ...numberField(5, 1),
      ];
      expect(graph(text).groups[0]?.attributes).toEqual({ name: 'lstm' });
      expect(graph([...node(child(1)), ...node(bytesField(2, []), bytesField(2, numberField(1, 1)))]).groups[0]?.attributes).toBe(
        undefined,
      );
    });

    test('a graph of numbers is no graph', () => {
      expect(graph([], { dtype: 1, shape: [2], size: 8, offset: 0 }, { bytes: [], crc: 0 }).leftovers).toEqual([]);
    });

    test.each<[string, string, () => unknown]>([
      ['bytes behind the text', 'checkpoint-damaged', () => graph([], {}, textTensor([], [1]))],
      ['a text that is cut', 'checkpoint-damaged', () => graph([], {}, { bytes: textTensor([1, 2, 3, 4]).bytes.slice(0, -2), crc: 0 })],
      ['a length beyond the bytes', 'checkpoint-damaged', () => graph([], {}, { bytes: [9, 0, 0, 0, 0], crc: 0 })],
      ['a length with a wrong checksum', 'checkpoint-checksum', () => graph([], {}, { bytes: [0, 1, 2, 3, 4], crc: 0 })],
      ['a text with a wrong checksum', 'checkpoint-checksum', () => graph([], { crc: 1 })],
      ['a text that is no message', 'checkpoint-damaged', () => graph(ascii('hello'))],
      ['nothing', 'checkpoint-damaged', () => graph([], {}, { bytes: [], crc: 0 })],
    ])('%s: %s', (_title, code, action) => {
      expect(codeOf(action)).toBe(code);
    });
  });

  test('fixed-width fields are numbers', () => {
    expect(paths(own(kernel({ more: fixedField(11, 7) })))).toEqual(['lstm/kernel']);
    expect(blockOf([])).toHaveLength(8);
  });
});

describe('fields that are left out have the value 0', () => {
  const opened = (entry: readonly number[], header: readonly number[] = headerMessage()): string =>
    codeOf(() =>
      openCheckpoint(
        strictSource(
          'c.index',
          tableOf([
            ['', header],
            ['lstm/kernel', entry],
          ]),
        ),
        [strictSource('c.data-00000-of-00001', new Uint8Array(8))],
      ),
    );
  const sized = [...numberField(5, 8)];

  test.each<[string, readonly number[], readonly number[] | undefined, string]>([
    ['no data files', entryMessage({}), numberField(2, 0), 'checkpoint-damaged'],
    ['no type', sized, undefined, 'checkpoint-dtype'],
    ['no checksum', [...numberField(1, 1), ...bytesField(2, bytesField(2, numberField(1, 2))), ...sized], undefined, 'none'],
    [
      'an axis without a size',
      [...numberField(1, 1), ...bytesField(2, bytesField(2, [])), ...numberField(5, 0)],
      undefined,
      'shard-length',
    ],
    [
      'a shape with a field of its own',
      entryMessage({ shape: [], more: bytesField(2, [...numberField(4, 1), ...bytesField(2, numberField(1, 2))]) }),
      undefined,
      'none',
    ],
  ])('%s', (_, entry, header, code) => {
    expect(opened(entry, header)).toBe(code);
  });

  test('a block beyond any file is damage', () => {
    const bytes = tableOf([['', headerMessage()]]);
    bytes.set([...varint(2n ** 60n), ...varint(1)], bytes.length - 48);
    expect(codeOf(() => openCheckpoint(strictSource('c.index', bytes), []))).toBe('checkpoint-damaged');
  });
});
