import { expect, test } from 'vitest';
import { storedTensor, type StoredTensor } from '../../tensor/index.ts';
import type { GraphSpec, LayerSpec } from '../config/graph-spec.ts';
import type { Candidate } from '../infer/bag.ts';
import { adoptCandidates } from './candidates-for.ts';

const KERAS = { name: 'keras', version: '3.15.1' };

function layer(name: string, className: string, config: Record<string, unknown>, from: string | null): LayerSpec {
  return { name, className, config, calls: [{ inputs: from === null ? [] : [{ layer: from, call: 0, output: 0 }], states: [] }] };
}

const GRAPH: GraphSpec = {
  layers: [
    layer('x', 'InputLayer', {}, null),
    layer('reader', 'LSTM', { units: 2 }, 'x'),
    layer('drop', 'Dropout', { rate: 0.5 }, 'reader'),
    layer('head', 'Dense', { units: 1 }, 'drop'),
  ],
  outputs: [{ layer: 'head', call: 0, output: 0 }],
};

const array = (path: string, ...shape: number[]): StoredTensor =>
  storedTensor(path, 'test', { shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)) });
const LSTM = [array('k', 3, 8), array('r', 2, 8), array('b', 8)];
const DENSE = [array('dk', 2, 1), array('db', 1)];
const candidate = (name: string | null, tensors: readonly StoredTensor[]): Candidate => ({ name, className: null, tensors, settings: {} });

test('candidates go to the layers that bear their names, whatever their order; others are left over', () => {
  const bag = {
    kind: 'layers',
    candidates: [candidate('head', DENSE), candidate('reader', LSTM), candidate('spare', DENSE)],
    isOrdered: false,
  } as const;
  const { arrays, unclaimed, warnings } = adoptCandidates(bag, GRAPH, KERAS);
  expect([...arrays]).toEqual([
    ['reader', LSTM],
    ['head', DENSE],
  ]);
  expect(unclaimed).toEqual(['spare']);
  expect(warnings).toEqual([]);
});

test('under other names they go in order to the layers that own arrays, and that is said', () => {
  const bag = { kind: 'layers', candidates: [candidate('a', LSTM), candidate('b', DENSE)], isOrdered: true } as const;
  const { arrays, unclaimed, warnings } = adoptCandidates(bag, GRAPH, KERAS);
  expect([...arrays.keys()]).toEqual(['reader', 'head']);
  expect(unclaimed).toEqual([]);
  expect(warnings.map((warning) => warning.code)).toEqual(['weights-by-order']);
});

test('without names and without an order nothing is guessed', () => {
  const bag = { kind: 'layers', candidates: [candidate('a', LSTM), candidate(null, DENSE)], isOrdered: false } as const;
  const { arrays, unclaimed } = adoptCandidates(bag, GRAPH, KERAS);
  expect(arrays.size).toBe(0);
  expect(unclaimed).toEqual(['a', 'dk']);
});

test('a list of arrays is dealt out as set_weights() takes it, and left alone when the numbers do not add up', () => {
  const whole = adoptCandidates({ kind: 'flat', tensors: [...LSTM, ...DENSE] }, GRAPH, KERAS);
  expect([...whole.arrays]).toEqual([
    ['reader', LSTM],
    ['head', DENSE],
  ]);
  expect(adoptCandidates({ kind: 'flat', tensors: LSTM }, GRAPH, KERAS)).toMatchObject({ unclaimed: ['k', 'r', 'b'] });
});
