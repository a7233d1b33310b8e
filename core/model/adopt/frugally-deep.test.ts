import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../fixtures/read/nets-files.ts';
import { openFrugallyDeep } from '../../read/frugally-deep/index.ts';
import { bufferSource } from '../../read/index.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

describe('frugally-deep', () => {
  const adopted = (layers: unknown[], trainable_params: object): Adopted => {
    const architecture = { class_name: 'Sequential', config: { name: 's', layers } };
    return adopt(openFrugallyDeep({ architecture, trainable_params }, bufferSource('fdeep.json', new Uint8Array(1))), new Map());
  };
  const layer = (class_name: string, config: object): unknown => ({ class_name, config: { name: 'x', ...config } });
  const shapes = (found: Adopted): unknown => found.arrays.get('x')?.map((tensor) => tensor.shape);
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  test.each([
    [
      'an LSTM without bias',
      'LSTM',
      { units: 2 },
      { weights: numbers(24), recurrent_weights: numbers(16) },
      [
        [3, 8],
        [2, 8],
      ],
    ],
    [
      'a GRU of before reset_after',
      'GRU',
      { units: 1 },
      { weights: numbers(6), recurrent_weights: numbers(3), bias: numbers(3) },
      [[2, 3], [1, 3], [3]],
    ],
    ['a convolution with a size alone', 'Conv1D', { filters: 2, kernel_size: 3 }, { weights: numbers(12) }, [[3, 2, 2]]],
    [
      'one cell',
      'RNN',
      { cell: { class_name: 'GRUCell', config: { units: 1, reset_after: true } } },
      { weights: numbers(6), recurrent_weights: numbers(3), bias: numbers(6) },
      [
        [2, 3],
        [1, 3],
        [2, 3],
      ],
    ],
    ['a class not known here', 'Strange', {}, { a: [1, 2] }, [[2]]],
    ['units that are no number', 'Dense', { units: 'x' }, { weights: [1, 2] }, [[2]]],
    ['units beyond any layer', 'LSTM', { units: 1e9 }, { weights: [1, 2] }, [[2]]],
    ['an embedding without size', 'Embedding', {}, { weights: [1, 2] }, [[2]]],
    ['a convolution without size', 'Conv1D', { filters: 2 }, { weights: [1, 2] }, [[2]]],
    ['a slope per step', 'PReLU', { shared_axes: null }, { alpha: [1, 2] }, [[2]]],
    ['a wrapper around nothing', 'Bidirectional', { layer: 3 }, { weights: [1] }, [[1]]],
    ['a cell that is none', 'RNN', { cell: 3 }, { weights: [1] }, [[1]]],
    ['a cell not known here', 'RNN', { cell: { class_name: 'toString', config: {} } }, { weights: [1] }, [[1]]],
    ['a stack of nothing', 'RNN', { cell: { class_name: 'StackedRNNCells', config: { cells: [3] } } }, { weights: [1] }, [[1]]],
  ])('%s', (_name, className, config, params, expected) => {
    expect(shapes(adopted([layer(className, config)], { x: params }))).toEqual(expected);
  });

  test('wrappers in wrappers end somewhere', () => {
    let inner: unknown = { class_name: 'Dense', config: { units: 1 } };
    for (let depth = 0; depth < 30; depth++) inner = { class_name: 'TimeDistributed', config: { layer: inner } };
    expect(shapes(adopted([layer('TimeDistributed', { layer: inner })], { x: { weights: [1, 2] } }))).toEqual([[2]]);
  });

  test.each([
    ['Dense', { units: 3 }, { weights: numbers(7) }, 'x/weights'],
    ['LSTM', { units: 2 }, { weights: numbers(8), recurrent_weights: numbers(15) }, 'x/recurrent_weights'],
    ['Dense', { units: 3 }, { weights: numbers(6), bias: numbers(2) }, 'x/bias'],
  ])('numbers that do not fit a %s are refused with their place', (className, config, params, where) => {
    expect(refusalOf(() => adopted([layer(className, config)], { x: params }))).toEqual(['shape-mismatch', where]);
  });

  test('parameters of no layer are left over; layers of older files in nested models keep their own names', () => {
    const architecture = {
      class_name: 'Sequential',
      config: { name: 's', layers: [{ class_name: 'Sequential', config: { name: 'inner', layers: [layer('Dense', { units: 1 })] } }] },
    };
    const file = openFrugallyDeep(
      { architecture, trainable_params: { x: { weights: [1] }, y: { weights: [2] } } },
      bufferSource('f', new Uint8Array(1)),
    );
    const found = adopt(file, new Map());
    expect([[...found.arrays.keys()], found.unclaimed]).toEqual([['inner/x'], ['y']]);
  });
});
