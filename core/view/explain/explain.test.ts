import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activationOf, type Precision } from '../../layers/index.ts';
import { buildModel, type Model } from '../../model/index.ts';
import { runModel } from '../../run/index.ts';
import { storedTensor, type Tensor } from '../../tensor/index.ts';
import { type Trace, TraceKeeper } from '../../trace/index.ts';
import type { GateCalculation, HandCalculation } from '../views.ts';
import { explainUnit } from './explain.ts';

const PRODUCER = { name: 'keras', version: '3.15.1' } as const;
const SAMPLES = 2;
const TIMESTEPS = 5;
const FEATURES = 3;
const UNITS = 4;
/** A row of this value in every feature is padding. */
const PADDING = -1;

interface Cell {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly blocks: number;
  readonly biasRows: number;
}

const LSTM = { className: 'LSTM', config: { recurrent_activation: 'hard_sigmoid' }, blocks: 4, biasRows: 1 };
const GRU_AFTER = { className: 'GRU', config: { reset_after: true }, blocks: 3, biasRows: 2 };
const GRU_BEFORE = { className: 'GRU', config: { reset_after: false, activation: 'softsign' }, blocks: 3, biasRows: 1 };
const SIMPLE_RNN = { className: 'SimpleRNN', config: { activation: 'relu' }, blocks: 1, biasRows: 1 };
const CELLS: readonly Cell[] = [LSTM, GRU_AFTER, GRU_BEFORE, SIMPLE_RNN];

const number = fc.double({ min: -2, max: 2, noNaN: true });
const numbers = (length: number): fc.Arbitrary<readonly number[]> => fc.array(number, { minLength: length, maxLength: length });

/** The arrays of one cell, all different. */
function arraysOf({ blocks, biasRows }: Cell, features = FEATURES, units = UNITS): fc.Arbitrary<readonly Tensor[]> {
  const shapes = [[features, blocks * units], [units, blocks * units], biasRows === 2 ? [2, blocks * units] : [blocks * units]];
  return fc.tuple(
    ...shapes.map((shape) => numbers(shape.reduce((a, b) => a * b)).map((data): Tensor => ({ shape, data: Float32Array.from(data) }))),
  );
}

/** Rows of which some are padding, at the front, in between or at the end. */
const rows = fc
  .array(fc.oneof({ weight: 3, arbitrary: numbers(FEATURES) }, { weight: 1, arbitrary: fc.constant([PADDING, PADDING, PADDING]) }), {
    minLength: SAMPLES * TIMESTEPS,
    maxLength: SAMPLES * TIMESTEPS,
  })
  .map((drawn): Tensor => ({ shape: [SAMPLES, TIMESTEPS, FEATURES], data: Float64Array.from(drawn.flat()) }));

/** Masking, then the layer. */
function modelOf(layer: { readonly class_name: string; readonly config: object }, arrays: readonly Tensor[]): Model {
  const layers = [
    { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, null, FEATURES] } },
    { class_name: 'Masking', config: { name: 'masking', mask_value: PADDING } },
    layer,
  ];
  return buildModel({
    format: 'keras-legacy',
    producer: PRODUCER,
    config: { class_name: 'Sequential', config: { layers } },
    groups: [{ name: 'layer', tensors: arrays.map((tensor, index) => storedTensor(`layer/${index}`, 'test', tensor)) }],
    savedAt: null,
    pairs: [],
    leftovers: [],
    warnings: [],
  });
}

const plain = ({ className, config }: Cell, more: object = {}) => ({
  class_name: className,
  config: { name: 'layer', units: UNITS, return_sequences: true, ...config, ...more },
});

function traceOf(model: Model, x: Tensor, precision: Precision): Trace {
  const keeper = new TraceKeeper(precision);
  const run = runModel({ model, inputs: new Map([['x', x]]), states: new Map(), precision }, keeper);
  for (;;) {
    const step = run.next('go');
    if (step.done) return keeper.finish(step.value);
  }
}

/** Adds a calculation up again from its printed terms, and compares every gate and state with what the run recorded. */
function expectAddsUp(calculation: HandCalculation, trace: Trace, precision: Precision): void {
  const round = precision === 'f32' ? Math.fround : (value: number): number => value;
  const { layer, sample, unit, timestep } = calculation;
  const recorded = (signal: string, at = timestep): number =>
    trace.window({ layer, signal, sample, units: [unit], from: at, to: at + 1 })[0] ?? NaN;
  if (calculation.masked) {
    expect(calculation.gates).toEqual([]);
    for (const { signal, value } of calculation.steps) expect(value).toBe(calculation.previous[signal]);
    return;
  }
  const value = new Map(calculation.gates.map((gate) => [gate.letter, gate.value]));
  for (const gate of calculation.gates) {
    const z = zOf(gate, value.get('r') ?? NaN, calculation, round);
    expect(gate.sums.z).toBe(z);
    expect(round(activationOf(gate.activation, PRODUCER, '').at(z))).toBe(gate.value);
    expect(gate.value).toBe(recorded(gate.signal));
  }
  for (const { signal, value: shown } of calculation.steps) expect(shown).toBe(recorded(signal));
  for (const [state, before] of Object.entries(calculation.previous))
    expect(before).toBe(calculation.before === null ? 0 : recorded(state, calculation.before));
  expect(recorded('h')).toBe(hiddenOf(calculation, value, round));
}

function zOf(gate: GateCalculation, r: number, { gates }: HandCalculation, round: (value: number) => number): number {
  for (const { value, weight, product } of [...gate.input, ...gate.recurrent]) expect(product).toBe(round(value * weight));
  const sum = (terms: GateCalculation['input']): number => terms.reduce((total, { product }) => round(total + product), 0);
  const [x, h] = [sum(gate.input), sum(gate.recurrent)];
  expect([gate.sums.input, gate.sums.recurrent]).toEqual([x, h]);
  const [b = 0, d = 0] = gate.bias;
  if (gates.length === 4) return round(round(x + h) + b);
  const state = round(h + d);
  return round(round(x + b) + (gate.reset === 'after' ? round(r * state) : state));
}

/** h from the gates and the states before; φ of these cells is what the candidate uses. */
function hiddenOf({ gates, previous }: HandCalculation, value: ReadonlyMap<string, number>, round: (value: number) => number): number {
  const of = (letter: string): number => value.get(letter) ?? NaN;
  if (gates.length === 1) return of('h');
  if (gates.length === 3) return round(round(of('z') * (previous['h'] ?? NaN)) + round(round(1 - of('z')) * of('g')));
  const c = round(round(of('f') * (previous['c'] ?? NaN)) + round(of('i') * of('g')));
  return round(of('o') * round(activationOf('tanh', PRODUCER, '').at(c)));
}

/** Every unit of a part at every step of every sample. */
function expectAllAddUp(model: Model, trace: Trace, layer: string, units: number, precision: Precision): void {
  for (let sample = 0; sample < SAMPLES; sample++)
    for (let unit = 0; unit < units; unit++)
      for (let timestep = 0; timestep < TIMESTEPS; timestep++)
        expectAddsUp(explainUnit(model, trace, { layer, sample, unit, timestep }), trace, precision);
}

const precision = fc.constantFrom<Precision>('f32', 'f64');

test.each(CELLS)('the printed terms of $className $config add up to what the run recorded, in f32 and f64, padding included', (cell) => {
  fc.assert(
    fc.property(arraysOf(cell), rows, precision, fc.boolean(), (arrays, x, asked, backwards) => {
      const model = modelOf(plain(cell, { go_backwards: backwards }), arrays);
      expectAllAddUp(model, traceOf(model, x, asked), 'layer', UNITS, asked);
    }),
    { numRuns: 12 },
  );
});

test('a layer without bias has none in its sums', () => {
  fc.assert(
    fc.property(arraysOf(GRU_AFTER), rows, (arrays, x) => {
      const model = modelOf(plain(GRU_AFTER, { use_bias: false }), arrays.slice(0, 2));
      const trace = traceOf(model, x, 'f32');
      expectAllAddUp(model, trace, 'layer', UNITS, 'f32');
    }),
    { numRuns: 3 },
  );
});

test('each direction of a Bidirectional is written out by its own name, the backward one from the end', () => {
  const backwardUnits = 2;
  fc.assert(
    fc.property(arraysOf(LSTM), arraysOf(GRU_AFTER, FEATURES, backwardUnits), rows, precision, (forward, backward, x, asked) => {
      const inner = (cell: Cell, more: object): object => ({ ...plain(cell, more), config: { ...plain(cell).config, ...more } });
      const model = modelOf(
        {
          class_name: 'Bidirectional',
          config: {
            name: 'layer',
            merge_mode: 'concat',
            layer: inner(LSTM, {}),
            backward_layer: inner(GRU_AFTER, { units: backwardUnits, go_backwards: true }),
          },
        },
        [...forward, ...backward],
      );
      const trace = traceOf(model, x, asked);
      expectAllAddUp(model, trace, 'layer/forward', UNITS, asked);
      expectAllAddUp(model, trace, 'layer/backward', backwardUnits, asked);
      const last = explainUnit(model, trace, { layer: 'layer/backward', sample: 0, unit: 1, timestep: TIMESTEPS - 1 });
      expect(last.before).toBe(null);
    }),
    { numRuns: 6 },
  );
});

test('stacked cells are written out one by one; the second reads what the first returned', () => {
  const upper = 2;
  fc.assert(
    fc.property(arraysOf(SIMPLE_RNN), arraysOf(GRU_BEFORE, UNITS, upper), rows, precision, (lower, upperArrays, x, asked) => {
      const cell = ({ className, config }: Cell, units: number): object => ({
        class_name: `${className}Cell`,
        config: { name: className, units, ...config },
      });
      const cells = { class_name: 'StackedRNNCells', config: { name: 'cells', cells: [cell(SIMPLE_RNN, UNITS), cell(GRU_BEFORE, upper)] } };
      const model = modelOf({ class_name: 'RNN', config: { name: 'layer', cell: cells, return_sequences: true } }, [
        ...lower,
        ...upperArrays,
      ]);
      const trace = traceOf(model, x, asked);
      expectAllAddUp(model, trace, 'layer/0', UNITS, asked);
      expectAllAddUp(model, trace, 'layer/1', upper, asked);
    }),
    { numRuns: 6 },
  );
});
