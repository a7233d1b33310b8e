import { describe, expect, test } from 'vitest';
import { codeOf, seeded } from '../../../fixtures/read/files.ts';
import { type Shape, sizeOf, storedTensor, type StoredTensor } from '../../tensor/index.ts';
import { isPytorchState, pytorchLayers } from './pytorch.ts';

/** Arrays of a state dict, each with numbers of its own. */
function state(shapes: Readonly<Record<string, Shape>>): readonly StoredTensor[] {
  const random = seeded(5);
  return Object.entries(shapes).map(([key, shape]) =>
    storedTensor(key, 'x', { shape, data: Float32Array.from({ length: sizeOf(shape) }, () => random() * 2 - 1) }),
  );
}

const RNN = (prefix: string, rows: number, inputs: number, units: number, suffix = '_l0'): Record<string, Shape> => ({
  [`${prefix}weight_ih${suffix}`]: [rows, inputs],
  [`${prefix}weight_hh${suffix}`]: [rows, units],
  [`${prefix}bias_ih${suffix}`]: [rows],
  [`${prefix}bias_hh${suffix}`]: [rows],
});

const facts = (tensors: readonly StoredTensor[]): unknown =>
  pytorchLayers(tensors).candidates.map(({ name, className, tensors: arrays }) => [
    name,
    className,
    ...arrays.map(({ shape }) => shape.join('x')),
  ]);

/** Row `row`, column `column` of a loaded matrix. */
function at(tensor: StoredTensor | undefined, row: number, column: number): number | undefined {
  return tensor?.load().data[row * (tensor.shape.at(-1) ?? 0) + column];
}

describe('recurrent modules', () => {
  test('an LSTM keeps its gate order and turns its rows into columns; the bias sum is rounded once', () => {
    const stored = state(RNN('lstm.', 12, 5, 3));
    const [layer] = pytorchLayers(stored).candidates;
    const [kernel, recurrent, bias] = layer?.tensors ?? [];
    for (let row = 0; row < 12; row++) {
      for (let input = 0; input < 5; input++) expect(at(kernel, input, row)).toBe(at(stored[0], row, input));
      for (let unit = 0; unit < 3; unit++) expect(at(recurrent, unit, row)).toBe(at(stored[1], row, unit));
      expect(at(bias, 0, row)).toBe(Math.fround((stored[2]?.load().data[row] ?? NaN) + (stored[3]?.load().data[row] ?? NaN)));
    }
    expect(facts(stored)).toEqual([['lstm', 'LSTM', '5x12', '3x12', '12']]);
    expect(layer?.settings.recurrent_activation?.value).toBe('sigmoid');
  });

  test('a GRU exchanges reset and update gate and keeps both biases as rows', () => {
    const stored = state(RNN('gru.', 9, 4, 3));
    const [kernel, recurrent, bias] = pytorchLayers(stored).candidates[0]?.tensors ?? [];
    const torchBlock = [1, 0, 2]; // z, r, candidate among r, z, n
    for (let column = 0; column < 9; column++) {
      const row = (torchBlock[Math.floor(column / 3)] ?? 0) * 3 + (column % 3);
      for (let input = 0; input < 4; input++) expect(at(kernel, input, column)).toBe(at(stored[0], row, input));
      for (let unit = 0; unit < 3; unit++) expect(at(recurrent, unit, column)).toBe(at(stored[1], row, unit));
      expect([at(bias, 0, column), at(bias, 1, column)]).toEqual([stored[2]?.load().data[row], stored[3]?.load().data[row]]);
    }
    expect(bias?.shape).toEqual([2, 9]);
    expect(pytorchLayers(stored).candidates[0]?.settings.reset_after?.value).toBe(true);
  });

  test('float64 stays float64, an RNN has one block', () => {
    const [ih, hh] = state({ 'rnn.weight_ih_l0': [3, 2], 'rnn.weight_hh_l0': [3, 3] });
    const double = storedTensor(ih?.path ?? '', 'x', { shape: [3, 2], data: Float64Array.of(1, 2, 3, 4, 5, 0.1) });
    const [layer] = pytorchLayers([double, ...(hh ? [hh] : [])]).candidates;
    expect(layer?.className).toBe('SimpleRNN');
    expect(layer?.tensors[0]?.load().data).toEqual(Float64Array.of(1, 3, 5, 2, 4, 0.1));
  });

  test('stacked layers follow their numbers, not the order of their keys, which safetensors sorts as text', () => {
    const stored = state(
      Object.assign({}, ...['_l10', '_l2', '_l0'].map((suffix) => RNN('lstm.', 8, 2, 2, suffix))) as Record<string, Shape>,
    );
    expect(pytorchLayers(stored).candidates.map(({ name }) => name)).toEqual(['lstm_l0', 'lstm_l2', 'lstm_l10']);
  });

  test('stacked and bidirectional layers, cells, bare keys and a common wrapper', () => {
    expect(
      facts(
        state({
          ...RNN('module.enc.lstm.', 8, 3, 2),
          ...RNN('module.enc.lstm.', 8, 3, 2, '_l0_reverse'),
          ...RNN('module.enc.lstm.', 8, 4, 2, '_l1'),
          ...RNN('module.enc.lstm.', 8, 4, 2, '_l1_reverse'),
          ...RNN('module.cell.', 6, 4, 2, ''),
        }),
      ),
    ).toEqual([
      ['enc.lstm_l0', 'Bidirectional', '3x8', '2x8', '8', '3x8', '2x8', '8'],
      ['enc.lstm_l1', 'Bidirectional', '4x8', '2x8', '8', '4x8', '2x8', '8'],
      ['cell', 'GRU', '4x6', '2x6', '2x6'],
    ]);
    expect(facts(state({ ...RNN('', 8, 3, 2), ...RNN('', 8, 2, 2, '_l1') }))).toEqual([
      [null, 'LSTM', '3x8', '2x8', '8'],
      [null, 'LSTM', '2x8', '2x8', '8'],
    ]);
  });

  test.each<[string, Record<string, Shape>]>([
    ['lstm-projection', { ...RNN('l.', 16, 3, 2), 'l.weight_hr_l0': [2, 4] }],
    ['weight-missing', { 'l.weight_hh_l0': [8, 2] }],
    ['weight-missing', { 'l.weight_ih_l0': [8, 2] }],
    ['weight-missing', { ...RNN('l.', 8, 3, 2), 'l.weight_hh_l0_reverse': [8, 2] }],
    ['weight-missing', { 'l.weight_ih_l0': [8, 2], 'l.weight_hh_l0': [8, 2], 'l.bias_ih_l0': [8] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.weight_hh_l0': [10, 2] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.weight_hh_l0': [8] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.weight_hh_l0': [8, 0] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.weight_ih_l0': [7, 3] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.bias_hh_l0': [8, 1] }],
    ['weight-missing', { weight_ih_l0: [8, 2] }],
    ['shape-mismatch', { ...RNN('l.', 8, 3, 2), 'l.weight_ih_l0': [8] }],
  ])('%s', (code, shapes) => {
    expect(codeOf(() => pytorchLayers(state(shapes)))).toBe(code);
  });
});

describe('other modules', () => {
  test('Linear is turned, Embedding stays, normalisation keeps its statistics, the rest is named', () => {
    const stored = state({
      'tokens.weight': [20, 3],
      ...RNN('lstm.', 8, 3, 2),
      'norm.weight': [2],
      'norm.bias': [2],
      'bn.weight': [2],
      'bn.bias': [2],
      'bn.running_mean': [2],
      'bn.running_var': [2],
      'bn.num_batches_tracked': [],
      'conv.weight': [5, 2, 3],
      'conv.bias': [5],
      'head.weight': [7, 5],
      'prelu.weight': [1],
      'my_emb.weight': [4, 4],
      scale: [1],
    });
    const { candidates, unclaimed } = pytorchLayers(stored);
    expect(candidates.map(({ name, className, tensors }) => [name, className, ...tensors.map(({ shape }) => shape.join('x'))])).toEqual([
      ['tokens', 'Embedding', '20x3'],
      ['lstm', 'LSTM', '3x8', '2x8', '8'],
      ['norm', null, '2', '2'],
      ['bn', 'BatchNormalization', '2', '2', '2', '2'],
      ['conv', 'Conv1D', '3x2x5', '5'],
      ['head', 'Dense', '5x7'],
      ['prelu', null, '1'],
      ['my_emb', 'Embedding', '4x4'],
    ]);
    expect(unclaimed).toEqual(['bn.num_batches_tracked', 'scale']);
    const conv = stored.find(({ path }) => path === 'conv.weight')?.load().data;
    const turned = candidates[4]?.tensors[0]?.load().data;
    for (let out = 0; out < 5; out++)
      for (let channel = 0; channel < 2; channel++)
        for (let step = 0; step < 3; step++) expect(turned?.[(step * 2 + channel) * 5 + out]).toBe(conv?.[(out * 2 + channel) * 3 + step]);
  });

  test('keys of its modules tell a state dict', () => {
    expect([['rec.weight_hh_l12_reverse'], ['weight_ih'], ['a.bias', 'fc.weight']].map(isPytorchState)).toEqual([true, true, true]);
    expect(isPytorchState(['lstm.kernel', 'weight_ih_other', 'weight', 'lstm/weight'])).toBe(false);
  });
});
