import { expect, test } from 'vitest';
import { type MadeLayer, made, masked, pattern, runMade, tensor, worst } from './made-model.ts';

/** Real Keras 3.15.1 computed these in float32 and they are printed with eight decimals; so tight that an exchange of two weights fails. */
const PRINTED_TOLERANCE = 3e-8;

const X = made([1, 4, 3], (k) => (((5 * k + 4) % 11) - 5) / 5);
const SEQUENCES = { units: 2, return_sequences: true };
const LSTM_ARRAYS = [pattern([3, 8], 1), pattern([2, 8], 2), pattern([8], 3)];
const BACKWARD_ARRAYS = [pattern([3, 8], 4), pattern([2, 8], 5), pattern([8], 6)];

const lstm = (config: Readonly<Record<string, unknown>> = {}, arrays = LSTM_ARRAYS): MadeLayer => ({
  className: 'LSTM',
  config: { ...SEQUENCES, ...config },
  arrays,
});

/** h of every step in processing order, then the final c. */
const LSTM_ROWS: readonly {
  readonly title: string;
  readonly layer: MadeLayer;
  readonly h: readonly number[];
  readonly c: readonly number[];
  readonly version?: string;
  readonly mask?: readonly number[];
  readonly fromStates?: true;
}[] = [
  {
    title: 'tanh and sigmoid',
    layer: lstm(),
    h: [-0.03115513, 0.03027184, -0.03933144, 0.2133182, -0.06662044, 0.08496054, -0.05143813, 0.05392722],
    c: [-0.09772914, 0.21362481],
  },
  {
    title: 'hard_sigmoid of Keras 2',
    layer: lstm({ recurrent_activation: 'hard_sigmoid' }),
    version: '2.15.0',
    h: [-0.0327347, 0.03236636, -0.04143582, 0.21200362, -0.0715438, 0.0921221, -0.05354787, 0.05743381],
    c: [-0.10275428, 0.20366667],
  },
  {
    title: 'hard_sigmoid of Keras 3',
    layer: lstm({ recurrent_activation: 'hard_sigmoid' }),
    h: [-0.03386219, 0.03442792, -0.04291339, 0.21027102, -0.07510027, 0.10276163, -0.05478997, 0.06153986],
    c: [-0.10581464, 0.19431026],
  },
  {
    title: 'relu',
    layer: lstm({ activation: 'relu' }),
    h: [0, 0.03066353, 0, 0.30557765, 0, 0.10488836, 0, 0.06997328],
    c: [0, 0.26626068],
  },
  {
    title: 'go_backwards',
    layer: lstm({ go_backwards: true }),
    h: [-0.0200461, 0.02379208, -0.063867, 0.05366684, -0.05857251, 0.2336401, -0.04692142, 0.06774167],
    c: [-0.0924485, 0.28383405],
  },
  {
    title: 'mask 1, 1, 0, 1',
    layer: lstm(),
    mask: [1, 1, 0, 1],
    h: [-0.03115513, 0.03027184, -0.03933144, 0.2133182, -0.03933144, 0.2133182, -0.02879154, 0.05670806],
    c: [-0.05367552, 0.22888296],
  },
  {
    title: 'mask 0, 0, 1, 1',
    layer: lstm(),
    mask: [0, 0, 1, 1],
    h: [0, 0, 0, 0, -0.05810013, 0.04512383, -0.04951477, 0.03574893],
    c: [-0.0946283, 0.1386245],
  },
  {
    title: 'states h [.5, −.5] and c [1, −1]',
    layer: lstm(),
    fromStates: true,
    h: [0.11193308, -0.06529275, 0.020826, 0.14873224, -0.04777813, 0.07594698, -0.04218145, 0.05042929],
    c: [-0.08023299, 0.19726751],
  },
  {
    title: 'no bias',
    layer: lstm({ use_bias: false }, LSTM_ARRAYS.slice(0, 2)),
    h: [-0.01394515, -0.10204236, -0.02006871, 0.02752833, -0.05532134, -0.06133701, -0.03462473, -0.13654096],
    c: [-0.06710189, -0.35779636],
  },
];

test.each(LSTM_ROWS.map((row) => [row.title, row] as const))('LSTM(2), %s', (_, { layer, h, c, version, mask, fromStates }) => {
  const padding = mask && masked(X, [mask]);
  const states = fromStates && [tensor([1, 2], [0.5, -0.5]), tensor([1, 2], [1, -1])];
  const trace = runMade({
    layers: padding ? [padding.layer, layer] : [layer],
    x: padding?.x ?? X,
    ...(version && { version }),
    ...(states && { states }),
  });
  expect(worst(trace.whole('rnn/output'), h)).toBeLessThan(PRINTED_TOLERANCE);
  // The signal stands in the order of the input: the last c is at the first timestep where the layer goes backwards.
  const cells = trace.whole('rnn/c');
  expect(worst(layer.config.go_backwards ? cells.slice(0, 2) : cells.slice(-2), c)).toBeLessThan(PRINTED_TOLERANCE);
});

test.each([
  [
    'GRU with reset_after',
    { className: 'GRU', config: { ...SEQUENCES, reset_after: true }, arrays: [pattern([3, 6], 1), pattern([2, 6], 2), pattern([2, 6], 3)] },
    [-0.04122958, -0.03950522, -0.05696315, 0.45520892, -0.0432838, 0.33354939, -0.04917511, 0.1099443],
  ],
  [
    'GRU without reset_after',
    { className: 'GRU', config: { ...SEQUENCES, reset_after: false }, arrays: [pattern([3, 6], 1), pattern([2, 6], 2), pattern([6], 3)] },
    [-0.0949809, 0.04392631, -0.12703153, 0.40917636, -0.12436127, 0.37919658, -0.122789, 0.26720989],
  ],
  [
    'SimpleRNN',
    { className: 'SimpleRNN', config: SEQUENCES, arrays: [pattern([3, 2], 1), pattern([2, 2], 2), pattern([2], 3)] },
    [-0.37994896, 0.41364444, -0.42363496, 0.50162345, 0.32655482, -0.02643495, -0.64265954, 0.60903911],
  ],
])('%s of 2 units', (_, layer, h) => {
  const trace = runMade({ layers: [layer], x: X });
  expect(worst(trace.whole('rnn/output'), h)).toBeLessThan(PRINTED_TOLERANCE);
  expect(worst(trace.whole('rnn/h'), h)).toBeLessThan(PRINTED_TOLERANCE);
});

/** A Bidirectional as each Keras writes it: today both layers, before 3.0 the forward one alone. */
const bidirectional = (sequences: boolean, version: string): MadeLayer => {
  const entry = (go: boolean): unknown => ({
    class_name: 'LSTM',
    config: { units: 2, recurrent_activation: 'sigmoid', return_sequences: sequences, go_backwards: go },
  });
  const config = { layer: entry(false), ...(version.startsWith('3') && { backward_layer: entry(true) }) };
  return { className: 'Bidirectional', config, arrays: [...LSTM_ARRAYS, ...BACKWARD_ARRAYS] };
};

const FIRST_ROWS = [-0.03115513, 0.03027184, 0.1396746, -0.07725791, -0.03933144, 0.2133182, -0.05567562, -0.09576064];

test.each([
  [
    '3.15.1',
    true,
    null,
    [
      -0.03115513, 0.03027184, 0.21503047, -0.09441678, -0.03933144, 0.2133182, 0.03753651, -0.13169548, -0.06662044, 0.08496054,
      0.29663165, -0.04472676, -0.05143813, 0.05392722, 0.21509445, -0.05834458,
    ],
  ],
  ['3.15.1', false, null, [-0.05143813, 0.05392722, 0.21503047, -0.09441678]],
  ['3.15.1', true, [1, 1, 0, 0], [...FIRST_ROWS, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['2.15.0', true, [1, 1, 0, 0], [...FIRST_ROWS, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['2.2.4-tf', true, [1, 1, 0, 0], [...FIRST_ROWS, 0, 0, 0, 0, 0, 0, 0, 0]],
  ['2.3.1', true, [1, 1, 0, 0], [...FIRST_ROWS, -0.03933144, 0.2133182, 0, 0, -0.03933144, 0.2133182, 0, 0]],
  ['2.2.4', true, [1, 1, 0, 0], [...FIRST_ROWS, -0.03933144, 0.2133182, 0, 0, -0.03933144, 0.2133182, 0, 0]],
  ['3.15.1', false, [1, 1, 0, 0], [-0.03933144, 0.2133182, 0.1396746, -0.07725791]],
  ['2.3.1', false, [1, 1, 0, 0], [-0.03933144, 0.2133182, 0.1396746, -0.07725791]],
] as const)('Bidirectional(LSTM(2)) by Keras %s, return_sequences %s, mask %j', (version, sequences, mask, expected) => {
  // prettier-ignore
  const padding = mask && masked(X, [mask]);
  const layer = bidirectional(sequences, version);
  const trace = runMade({ layers: padding ? [padding.layer, layer] : [layer], x: padding?.x ?? X, version });
  expect(worst(trace.whole('rnn/output'), expected)).toBeLessThan(PRINTED_TOLERANCE);
  // The backward layer ends at the first timestep.
  if (!mask) expect(worst(trace.whole('rnn/backward/c').slice(0, 2), [0.32580108, -0.24201793])).toBeLessThan(PRINTED_TOLERANCE);
});
