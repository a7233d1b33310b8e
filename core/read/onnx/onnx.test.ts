import { describe, expect, test } from 'vitest';
import { ascii, bytesField, fixedField, numberField, varint } from '../../../fixtures/read/checkpoint-writer.ts';
import { codeOf, fixture, fixtureBytes, seeded, strictSource } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import { openModelFiles } from '../index.ts';
import { openOnnx } from './index.ts';

const shapes = (name: string): unknown =>
  openModelFiles([fixture(`onnx/${name}.onnx`)]).groups.map((group) => [group.name, ...group.tensors.map(({ shape }) => shape.join('x'))]);

/** `TensorProto` of float32 zeros. */
const tensor = (name: string, shape: readonly number[], more: readonly number[] = [], bytes = 4): number[] => [
  ...shape.flatMap((axis) => numberField(1, axis)),
  ...numberField(2, 1),
  ...bytesField(8, ascii(name)),
  ...bytesField(9, new Array<number>(shape.reduce((product, axis) => product * axis, bytes)).fill(0)),
  ...more,
];
const node = (op: string, inputs: readonly string[], outputs: readonly string[], ...attributes: readonly number[][]): number[] =>
  bytesField(1, [
    ...inputs.flatMap((input) => bytesField(1, ascii(input))),
    ...outputs.flatMap((output) => bytesField(2, ascii(output))),
    ...bytesField(4, ascii(op)),
    ...attributes.flatMap((attribute) => bytesField(5, attribute)),
    ...numberField(99, 1),
  ]);
const attribute = (name: string, ...fields: readonly number[][]): number[] => [...bytesField(1, ascii(name)), ...fields.flat()];
const stored = (...message: readonly number[]): number[] => bytesField(5, message);
const model = (...graph: readonly number[][]): ReturnType<typeof strictSource> =>
  strictSource(
    'm.onnx',
    Uint8Array.from([...numberField(1, 8), ...bytesField(7, [...graph.flat(), ...numberField(50, 1)]), ...bytesField(8, [])]),
  );

const W = stored(...tensor('W', [1, 4, 3]));
const R = stored(...tensor('R', [1, 4, 1]));
const LSTM = (...attributes: readonly number[][]): number[] => node('LSTM', ['x', 'W', 'R'], ['y'], ...attributes);

describe('ONNX models as exporters write them', () => {
  test('recurrent nodes and the products behind them are groups', () => {
    expect(shapes('lstm')).toEqual([
      ['/rnn/LSTM', '1x16x3', '1x16x4', '1x32'],
      ['/head/MatMul', '4x2', '2'],
    ]);
    expect(shapes('gru')).toEqual([
      ['/rnn/GRU', '2x12x3', '2x12x4', '2x24'],
      ['/head/MatMul', '8x2', '2'],
    ]);
    expect(shapes('rnn')).toEqual([
      ['/rnn/RNN', '1x4x3', '1x4x4', '1x8'],
      ['/head/MatMul', '4x2'],
    ]);
  });

  test('attributes, the producer and what is left over', () => {
    const opened = openModelFiles([fixture('onnx/gru.onnx')]);
    expect(opened.groups.map(({ attributes }) => attributes)).toEqual([
      { op: 'GRU', direction: 'bidirectional', activations: '', linear_before_reset: '1', returns: 'unknown' },
      { op: 'Dense', transposed: 'false', activation: 'tanh' },
    ]);
    expect(opened).toMatchObject({ format: 'onnx', producer: { name: 'pytorch', version: null }, leftovers: [] });
    expect(openModelFiles([fixture('onnx/lstm_last.onnx')]).groups[0]?.attributes?.returns).toBe('last');
  });

  test('a model without recurrent nodes says what it has', () => {
    try {
      openModelFiles([fixture('onnx/dense.onnx')]);
    } catch (error) {
      expect(error instanceof LabError && [error.code, error.values.found]).toEqual(['onnx-no-recurrent', 'Gemm, Relu']);
    }
    expect.assertions(1);
  });
});

describe('ONNX models written by hand', () => {
  test('constants, Gemm, packed shapes and unknown nodes', () => {
    const kernel = [
      ...bytesField(1, [2, 1].flatMap(varint)),
      ...numberField(2, 1),
      ...bytesField(8, ascii('K')),
      ...bytesField(4, new Array<number>(8).fill(0)),
    ];
    const opened = openOnnx(
      model(
        W,
        node('Constant', [], ['R'], attribute('value', bytesField(5, tensor('R', [1, 4, 1])))),
        node('Constant', [], ['text'], attribute('value_string', bytesField(4, ascii('x')))),
        LSTM(attribute('activations', bytesField(9, ascii('Tanh')), bytesField(9, ascii('Tanh')), bytesField(9, ascii('Tanh')))),
        stored(...kernel),
        stored(...tensor('b', [1])),
        node('Gemm', ['y', 'K', 'b'], ['z'], attribute('transB', numberField(3, 1))),
        node('MatMul', ['z', 'y'], ['u']),
        node('Conv', ['u'], ['v']),
        node('Relu', ['z'], ['w']),
      ),
    );
    expect(opened.groups.map(({ name, tensors, attributes }) => [name, tensors.map(({ path }) => path), attributes])).toEqual([
      [
        'lstm_1',
        ['W', 'R'],
        { op: 'LSTM', direction: 'forward', activations: 'Tanh,Tanh,Tanh', linear_before_reset: '0', returns: 'unknown' },
      ],
      ['gemm_2', ['K', 'b'], { op: 'Dense', transposed: 'true', activation: 'linear' }],
    ]);
    expect(opened.leftovers).toEqual(['Constant constant_0', 'MatMul matmul_3', 'Conv conv_4']);
    expect(opened.producer.name).toBe('onnx');
  });

  test.each<[string, string, () => unknown]>([
    ['peepholes', 'lstm-peephole', () => openOnnx(model(W, R, node('LSTM', ['x', 'W', 'R', '', '', '', '', 'P'], ['y'])))],
    ['coupled gates', 'onnx-node', () => openOnnx(model(W, R, LSTM(attribute('input_forget', numberField(3, 1)))))],
    ['clipping', 'onnx-node', () => openOnnx(model(W, R, LSTM(attribute('clip', fixedField(2, 1)))))],
    ['a computed array', 'onnx-node', () => openOnnx(model(W, LSTM()))],
    ['no array', 'onnx-node', () => openOnnx(model(W, R, node('LSTM', ['x'], ['y'])))],
    ['numbers in another file', 'onnx-external', () => openOnnx(model(W, stored(...tensor('R', [1, 4, 1], numberField(14, 1))), LSTM()))],
    ['a place in another file', 'onnx-external', () => openOnnx(model(W, stored(...tensor('R', [1, 4, 1], bytesField(13, []))), LSTM()))],
    ['texts as numbers', 'onnx-damaged', () => openOnnx(model(W, stored(...tensor('R', [1, 4, 1], numberField(2, 8))), LSTM()))],
    ['too few numbers', 'onnx-damaged', () => openOnnx(model(W, stored(...tensor('R', [1, 4, 1], [], 3)), LSTM()))],
    [
      'no numbers',
      'onnx-damaged',
      () => openOnnx(model(W, stored(...numberField(1, 4), ...numberField(2, 1), ...bytesField(8, ascii('R'))), LSTM())),
    ],
    ['33 axes', 'onnx-damaged', () => openOnnx(model(stored(...new Array<number[]>(33).fill(numberField(1, 1)).flat())))],
    ['an axis that is negative', 'onnx-damaged', () => openOnnx(model(stored(...numberField(1, 2n ** 64n - 1n))))],
    ['a shape that is cut', 'onnx-damaged', () => openOnnx(model(stored(...bytesField(1, [128]))))],
    ['an array beyond memory', 'tensor-too-big', () => openOnnx(model(W, stored(...numberField(1, 2 ** 40), ...tensor('R', [])), LSTM()))],
    ['no graph', 'onnx-damaged', () => openOnnx(strictSource('m.onnx', Uint8Array.from(numberField(1, 8))))],
    ['no nodes', 'onnx-no-recurrent', () => openOnnx(model())],
    ['600 MB', 'file-too-big', () => openOnnx({ name: 'm.onnx', size: 6e8, read: () => new Uint8Array(0) })],
  ])('%s: %s', (_title, code, action) => {
    expect(codeOf(action)).toBe(code);
  });

  test('2,000 flipped bytes give groups or a code', () => {
    const random = seeded(29);
    const bytes = fixtureBytes('onnx/gru.onnx');
    for (let round = 0; round < 2000; round++) {
      const damaged = bytes.slice();
      damaged[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      codeOf(() => {
        for (const group of openOnnx(strictSource('m.onnx', damaged)).groups) for (const stored of group.tensors) stored.load();
      });
    }
  });
});
