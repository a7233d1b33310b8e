import { describe, expect, test } from 'vitest';
import { codeOf, corpusFiles, fixture, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import { openModelFiles } from '../index.ts';
import { openSafetensors } from './index.ts';

const expected = (JSON.parse(new TextDecoder().decode(fixtureBytes('torch.json'))) as { dtypes: Record<string, number[]> }).dtypes;

/** A file with any header, its data `dataBytes` long; `length`: what the first eight bytes say. */
function file(header: unknown, dataBytes = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (begin: number, end: number, shape: unknown = [(end - begin) / 4], dtype: unknown = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

/** Code and place of the refusal. */
function refusal(bytes: Uint8Array): readonly unknown[] {
  try {
    openSafetensors(strictSource('x.safetensors', bytes));
    return ['none'];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [error.code, error.where];
  }
}

describe('safetensors as the library writes them', () => {
  const opened = openModelFiles([fixture('dtypes.safetensors')]);
  const tensors = opened.groups[0]?.tensors ?? [];

  test.each(Object.entries(expected))('%s has the values of PyTorch', (name, values) => {
    const tensor = tensors.find(({ path }) => path === name);
    expect([...(tensor?.load().data ?? [])]).toEqual(values);
  });

  test('facts are known at once, arrays come in the order of their bytes', () => {
    expect(tensors.map(({ path, dtype, shape }) => `${path} ${dtype} ${shape.join('x')}`)).toEqual([
      'int64 int64 2x3',
      'float64 float64 2x3',
      'empty float32 0x4',
      'float32 float32 2x3',
      'scalar float32 ',
      'int32 int32 2x3',
      'bfloat16 bfloat16 2x3',
      'float16 float16 2x3',
      'int16 int16 2x3',
      'int8 int8 2x3',
      'uint8 uint8 2x3',
      'bool bool 2x3',
    ]);
    expect(opened).toMatchObject({ format: 'safetensors', producer: { name: 'unknown', version: null }, config: null });
  });

  test('the library that saved the arrays is named where the file does', () => {
    const producer = (format: unknown): string =>
      openSafetensors(strictSource('x', file({ __metadata__: { format }, a: entry(0, 4) }, 4))).producer.name;
    expect(['pt', 'tf', 'np'].map(producer)).toEqual(['pytorch', 'tensorflow', 'unknown']);
    expect(openSafetensors(strictSource('x', file({ __metadata__: {}, a: entry(0, 4) }, 4))).producer.name).toBe('unknown');
  });
});

describe('bad safetensors', () => {
  test.each<[string, string, Uint8Array]>([
    ['header length above the limit', 'safetensors-header', file('{}', 0, 2n ** 63n)],
    ['no array', 'safetensors-header', file({ __metadata__: {} })],
    [
      '100,001 arrays',
      'safetensors-header',
      file(Object.fromEntries(Array.from({ length: 100_001 }, (_, index) => [`a${index}`, entry(0, 0)]))),
    ],
    ['header is a list', 'safetensors-header', file('[]')],
    ['metadata is a text', 'safetensors-header', file({ __metadata__: 'x', a: entry(0, 4) }, 4)],
    ['metadata holds a number', 'safetensors-header', file({ __metadata__: { a: 1 }, a: entry(0, 4) }, 4)],
    ['entry is null', 'safetensors-header', file({ a: null })],
    ['entry is a list', 'safetensors-header', file({ a: [] })],
    ['entry has more keys', 'safetensors-header', file({ a: { dtype: 'F32', shape: [], data_offsets: [0, 4], path: '../x' } }, 4)],
    ['entry lacks a key', 'safetensors-header', file({ a: { dtype: 'F32', shape: [], offsets: [0, 4] } }, 4)],
    ['shape is a text', 'safetensors-header', file({ a: entry(0, 4, '1') }, 4)],
    ['shape has a fraction', 'safetensors-header', file({ a: entry(0, 4, [0.5]) }, 4)],
    ['shape is negative', 'safetensors-header', file({ a: entry(0, 4, [-1]) }, 4)],
    ['33 axes', 'safetensors-header', file({ a: entry(0, 4, Array(33).fill(1)) }, 4)],
    ['three offsets', 'safetensors-header', file({ a: { dtype: 'F32', shape: [], data_offsets: [0, 4, 8] } }, 8)],
    ['offsets are texts', 'safetensors-header', file({ a: { dtype: 'F32', shape: [], data_offsets: ['0', '4'] } }, 4)],
    ['dtype is a number', 'safetensors-header', file({ a: entry(0, 4, [1], 4) }, 4)],
    ['header is not JSON', 'json-syntax', file('{"a":}')],
    ['header is not UTF-8', 'json-encoding', file('{"a": 1}').map((byte) => (byte === 0x61 ? 0xff : byte))],
    ['a name stands twice', 'json-duplicate', file(`{"a":${JSON.stringify(entry(0, 4))},"a":${JSON.stringify(entry(0, 4))}}`, 4)],
    ['a name is a prototype', 'json-key', file(`{"__proto__":${JSON.stringify(entry(0, 4))}}`, 4)],
    ['shorter than its length field', 'safetensors-truncated', new Uint8Array(7)],
    ['cut in the header', 'safetensors-truncated', file({ a: entry(0, 4) }, 0).slice(0, -1)],
    ['cut in the data', 'safetensors-truncated', file({ a: entry(0, 4) }, 3)],
    ['a byte too long', 'safetensors-truncated', file({ a: entry(0, 4) }, 5)],
  ])('%s: %s', (_title, code, bytes) => {
    expect(refusal(bytes)[0]).toBe(code);
  });

  test.each<[string, string, Uint8Array]>([
    ['a type of 8-bit floats', 'safetensors-dtype', file({ 'lstm.kernel': entry(0, 4, [4], 'F8_E4M3') }, 4)],
    ['overlap', 'safetensors-offsets', file({ a: entry(0, 8), 'lstm.kernel': entry(4, 12) }, 12)],
    ['the same bytes twice', 'safetensors-offsets', file({ a: entry(0, 8), 'lstm.kernel': entry(0, 8) }, 8)],
    ['a gap', 'safetensors-offsets', file({ a: entry(0, 8), 'lstm.kernel': entry(12, 16) }, 16)],
    ['a gap at the start', 'safetensors-offsets', file({ 'lstm.kernel': entry(4, 8) }, 8)],
    ['end before begin', 'safetensors-offsets', file({ 'lstm.kernel': entry(8, 0, [2]) }, 8)],
    ['more bytes than the shape', 'safetensors-offsets', file({ 'lstm.kernel': entry(0, 8, [1]) }, 8)],
    ['fewer bytes than the shape', 'safetensors-offsets', file({ 'lstm.kernel': entry(0, 8, [3]) }, 8)],
  ])('%s: %s names the array', (_title, code, bytes) => {
    expect(refusal(bytes)).toEqual([code, 'x.safetensors: lstm.kernel']);
  });

  test('a shape beyond memory, and beyond 2^64, is refused by counting', () => {
    expect(refusal(file({ 'lstm.kernel': entry(0, 4, [2 ** 40]) }, 4))).toEqual(['tensor-too-big', 'lstm.kernel']);
    expect(refusal(file({ 'lstm.kernel': entry(0, 0, [2 ** 50, 2 ** 50, 2 ** 50]) }))).toEqual(['tensor-too-big', 'lstm.kernel']);
  });

  test('a cut file is still known for what it is', () => {
    const bytes = fixtureBytes('torch_gru.safetensors');
    expect([9, 200, bytes.length - 1].map((end) => codeOf(() => openModelFiles([strictSource('x', bytes.slice(0, end))])))).toEqual([
      'pickle-damaged', // its length begins as a pickle does, and the brace behind it is cut off

      'safetensors-truncated',
      'safetensors-truncated',
    ]);
  });

  test('a header length whose bytes begin as a pickle, gzip or zip does makes no other file of it', () => {
    const header = JSON.stringify({ a: entry(0, 4) });
    const opened = [0x0480, 0x8b1f].map((length) => openModelFiles([strictSource('x', file(header.padEnd(length), 4))]).format);
    expect(opened).toEqual(['safetensors', 'safetensors']);
  });

  test('3,000 flipped bytes give arrays or a code', () => {
    const random = seeded(11);
    const bytes = fixtureBytes('torch_gru.safetensors');
    for (let index = 0; index < 3000; index++) {
      const damaged = bytes.slice();
      damaged[Math.floor(random() * 700)] = Math.floor(random() * 256);
      codeOf(() => {
        for (const tensor of openSafetensors(strictSource('x', damaged)).groups[0]?.tensors ?? []) tensor.load();
      });
    }
  });
});

test('the golden file opens with the arrays that it lists', () => {
  const [golden] = corpusFiles('golden/torch_safetensors', /\.safetensors$/) ?? [];
  if (golden === undefined) return;
  const opened = openModelFiles([strictSource(golden.name, golden.bytes())]);
  expect(opened.groups[0]?.tensors.map(({ path, shape }) => `${path} ${shape.join('x')}`)).toEqual([
    'lstm.weight_ih_l0 28x4',
    'lstm.weight_hh_l0 28x7',
    'lstm.bias_ih_l0 28',
    'lstm.bias_hh_l0 28',
    'fc.weight 2x7',
    'fc.bias 2',
  ]);
});
