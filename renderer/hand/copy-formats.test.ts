import { describe, expect, test } from 'vitest';
import type { GateCalculation, HandCalculation } from '../../core/session/index.ts';
import { copyFormats, type CopySource } from './copy-formats.ts';
import { orderTerms, termColumns } from './order-terms.ts';

/** A gate of 1 feature and 2 units with unequal numbers. */
function gate(letter: string, activation: string, value: number): GateCalculation {
  return {
    signal: letter,
    letter,
    activation,
    input: [{ name: 'x[0]', value: 0.5, weight: -0.25, product: -0.125 }],
    recurrent: [
      { name: 'h[0]', value: 0.1, weight: 2, product: 0.2 },
      { name: 'h[1]', value: -0.75, weight: 0.5, product: -0.375 },
    ],
    bias: [1],
    reset: null,
    sums: { input: -0.125, recurrent: -0.175, bias: 1, z: 0.7 },
    value,
    slope: 0.2,
    curve: { z: [-1, 1], value: [0.25, 0.75] },
  };
}

const calculation: HandCalculation = {
  layer: 'lstm',
  unit: 1,
  timestep: 4,
  sample: 0,
  masked: false,
  before: 3,
  gates: [gate('i', 'sigmoid', 0.668), gate('f', 'sigmoid', 0.669), gate('g', 'tanh', 0.604), gate('o', 'hard_sigmoid', 0.64)],
  steps: [
    { signal: 'c', formula: 'c = f · c₋₁ + i · g', filled: '0.669 · 2 + 0.668 · 0.604', value: 1.741472 },
    { signal: 'h', formula: 'h = o · tanh(c)', filled: '0.64 · 0.94', value: 0.6016 },
  ],
  previous: { c: 2, h: -0.75 },
};

const written = (id: string, source: Partial<CopySource> = {}) =>
  copyFormats
    .find((format) => format.id === id)
    ?.write({ calculation, gate: calculation.gates[0], precision: 'f64', ...source })
    .split('\n');

describe('copies of a hand calculation', () => {
  test('text has every term of the gate, each gate and both states', () => {
    expect(written('text')).toEqual([
      'layer lstm, unit 1, step 4, sample 0, float64',
      'gate i (sigmoid)',
      '  x[0]: 0.5 * -0.25 = -0.125',
      '  x.W = -0.125',
      '  h[0]: 0.1 * 2 = 0.2',
      '  h[1]: -0.75 * 0.5 = -0.375',
      '  h.U = -0.175',
      '  b = 1',
      '  z = 0.7',
      'i = σ(0.7) = 0.668',
      'f = σ(0.7) = 0.669',
      'g = tanh(0.7) = 0.604',
      'o = hard_sigmoid(0.7) = 0.64',
      'c before = 2, h before = -0.75',
      'c = f · c₋₁ + i · g = 1.741472',
      'h = o · tanh(c) = 0.6016',
      '',
    ]);
  });

  test('CSV has one row per term and result, five cells each', () => {
    const rows = written('csv')?.slice(0, -1) ?? [];
    expect(rows.map((row) => row.split(',').length)).toEqual(rows.map(() => 5));
    expect(rows.slice(0, 9)).toEqual([
      'signal,term,value,weight,product',
      'i,x[0],0.5,-0.25,-0.125',
      'i,h[0],0.1,2,0.2',
      'i,h[1],-0.75,0.5,-0.375',
      'i,x.W,,,-0.125',
      'i,h.U,,,-0.175',
      'i,b,,,1',
      'i,z,0.7,,',
      'i,sigmoid,0.668,,',
    ]);
    expect(rows.slice(-2)).toEqual(['c,value,1.741472,,', 'h,value,0.6016,,']);
  });

  test('LaTeX aligns at the equals signs and writes the state before as a subscript', () => {
    expect(written('latex')).toEqual([
      '\\begin{aligned}',
      'z^{i}_{1} &= x_{4} W + h_{t-1} U + b \\\\',
      '&= -0.125 - 0.175 + 1 \\\\',
      '&= 0.7 \\\\',
      'i_{1} &= \\sigma(0.7) = 0.668 \\\\',
      'c_{1} &= f \\cdot c_{t-1} + i \\cdot g = 1.741472 \\\\',
      'h_{1} &= o \\cdot \\tanh(c) = 0.6016',
      '\\end{aligned}',
      '',
    ]);
  });

  test('NumPy computes z again in the precision of the run, and the value where the activation has one formula', () => {
    expect(written('numpy', { precision: 'f32' })).toEqual([
      'import numpy as np',
      '# layer lstm, unit 1, step 4, gate i (sigmoid)',
      'x = np.array([0.5], np.float32)',
      'W = np.array([-0.25], np.float32)',
      'h = np.array([0.1, -0.75], np.float32)',
      'U = np.array([2, 0.5], np.float32)',
      'b = np.array([1], np.float32)',
      'z = x @ W + h @ U + b.sum()',
      'print(z, "expected", 0.7)',
      'print(1 / (1 + np.exp(-z)), "expected", 0.668)',
      '',
    ]);
    expect(written('numpy', { gate: calculation.gates[3] })?.at(-2)).toBe('print(z, "expected", 0.7)');
  });
});

describe('copies of a GRU', () => {
  const reset = (kind: 'before' | 'after', bias: readonly number[]): CopySource => {
    const candidate = { ...gate('g', 'tanh', 0.5), reset: kind, bias, sums: { input: -0.125, recurrent: -0.175, bias: 0.5, z: 0.55 } };
    const gru = { ...calculation, gates: [gate('z', 'sigmoid', 0.6), gate('r', 'sigmoid', 0.25), candidate], previous: { h: -0.75 } };
    return {
      calculation: { ...gru, steps: [{ signal: 'h', formula: 'h = z · h₋₁ + (1 − z) · g', filled: '', value: -0.25 }] },
      gate: candidate,
      precision: 'f64',
    };
  };

  test('say that r multiplies the recurrent part with its bias where it resets after the product', () => {
    const source = reset('after', [1, -0.5]);
    expect(written('text', source)?.slice(5, 11)).toEqual([
      '  h[1]: -0.75 * 0.5 = -0.375',
      '  h.U = -0.175',
      '  b[0] = 1',
      '  b[1] = -0.5',
      '  r times (h.U + b[1]) is added',
      '  Σ = 0.55',
    ]);
    expect(written('latex', source)?.slice(1, 3)).toEqual([
      'z^{g}_{1} &= x_{4} W + b_0 + r_{1} (h_{t-1} U + b_1) \\\\',
      '&= -0.125 + 1 + 0.25 \\cdot (-0.175 - 0.5) \\\\',
    ]);
    expect(written('numpy', source)?.slice(6, 9)).toEqual([
      'b = np.array([1, -0.5], np.float64)',
      'r = 0.25',
      'z = x @ W + b[0] + r * (h @ U + b[1])',
    ]);
    expect(written('csv', source)?.filter((row) => row.startsWith('g,b') || row.includes('before'))).toEqual([
      'g,b[0],,,1',
      'g,b[1],,,-0.5',
      'h,before,-0.75,,',
    ]);
  });

  test('say that r multiplies each state where it resets before the product', () => {
    const source = reset('before', [1]);
    expect(written('text', source)?.slice(6, 8)).toEqual(['  (r*h).U = -0.175', '  b = 1']);
    expect(written('latex', source)?.[1]).toBe('z^{g}_{1} &= x_{4} W + (r \\odot h_{t-1}) U + b \\\\');
    expect(written('numpy', source)?.slice(7, 9)).toEqual(['# h holds r * h, of each unit', 'z = x @ W + h @ U + b.sum()']);
  });
});

describe('the order of terms', () => {
  test('is the index by default and the size of the product, whatever its sign, on request', () => {
    const { recurrent } = calculation.gates[0];
    expect(orderTerms(recurrent, 'index')).toBe(recurrent);
    expect(orderTerms(recurrent, 'size').map((term) => term.name)).toEqual(['h[1]', 'h[0]']);
    expect(recurrent.map((term) => term.name)).toEqual(['h[0]', 'h[1]']);
  });

  test('splits more than 16 terms into two columns that keep the order', () => {
    const terms = Array.from({ length: 17 }, (_, index) => ({ name: `h[${index}]`, value: 0, weight: 0, product: 0 }));
    expect(termColumns(terms).map((column) => [column.from, column.terms.length])).toEqual([
      [0, 9],
      [9, 8],
    ]);
    expect(termColumns(terms.slice(1)).length).toBe(1);
  });
});
