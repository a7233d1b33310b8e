import { phrase } from '../../errors/index.ts';
import { describe, expect, test } from 'vitest';
import { array, candidate, flat, KERAS_3, outline, UNKNOWN, variance } from '../../../fixtures/infer/arrays.ts';
import { codeOf } from '../../../fixtures/read/files.ts';
import type { Shape } from '../../tensor/index.ts';
import type { Adopted } from '../adopt/adopted.ts';
import { inferLayers } from './infer-layers.ts';

const lstm = (d: number, u: number): Shape[] => [[d, 4 * u], [u, 4 * u], [4 * u]];
const gru = (d: number, u: number): Shape[] => [
  [d, 3 * u],
  [u, 3 * u],
  [2, 3 * u],
];
const dense = (d: number, u: number): Shape[] => [[d, u], [u]];
const layersOf = (adopted: Adopted): readonly string[] => outline(adopted).slice(1);
const ids = ({ questions }: Adopted): readonly string[] => questions.map(({ id }) => id);
const question = ({ questions }: Adopted, id: string): unknown => {
  const found = questions.find((candidateQuestion) => candidateQuestion.id === id);
  return found && { choices: found.choices, likely: found.likely };
};
const config = ({ graph }: Adopted, name: string): Readonly<Record<string, unknown>> | undefined =>
  graph.layers.find((layer) => layer.name === name)?.config;
const reason = ({ graph }: Adopted, name: string, setting: string): string | undefined =>
  graph.layers.find((layer) => layer.name === name)?.inferred?.get(setting)?.text;

describe('shape signatures of lists without a border', () => {
  const keras1 = (gates: number): Shape[] => Array.from({ length: gates }, (): Shape[] => [[4, 6], [6, 6], [6]]).flat();
  test.each<[string, (Shape | ReturnType<typeof array>)[], readonly string[]]>([
    ['an LSTM', lstm(3, 5), ['lstm LSTM(5)']],
    ['an LSTM without bias', lstm(3, 5).slice(0, 2), ['lstm LSTM(5)']],
    ['a CuDNNLSTM', [[3, 20], [5, 20], [40]], ['lstm LSTM(5)']],
    ['a GRU', gru(3, 5), ['gru GRU(5)']],
    ['a GRU that resets before', [[3, 15], [5, 15], [15]], ['gru GRU(5)']],
    ['a CuDNNGRU', [[3, 15], [5, 15], [30]], ['gru GRU(5)']],
    [
      'a GRU without bias',
      [
        [3, 15],
        [5, 15],
      ],
      ['gru GRU(5)'],
    ],
    ['a SimpleRNN', [[4, 6], [6, 6], [6]], ['simple_rnn SimpleRNN(6)']],
    ['an LSTM of Keras 1', [...keras1(4), ...dense(6, 2)], ['lstm LSTM(6)', 'dense Dense(2)']],
    ['a GRU of Keras 1', [...keras1(3), ...dense(6, 2)], ['gru GRU(6)', 'dense Dense(2)']],
    ['a Bidirectional LSTM', [...lstm(3, 5), ...lstm(3, 5), ...dense(10, 2)], ['bidirectional Bidirectional(LSTM(5))', 'dense Dense(2)']],
    ['a Bidirectional GRU', [...gru(3, 5), ...gru(3, 5)], ['bidirectional Bidirectional(GRU(5))']],
    ['a ConvLSTM2D', [[3, 3, 2, 16], [3, 3, 4, 16], [16]], ['conv_lstm2d ConvLSTM2D(4)']],
    ['an Embedding before an LSTM', [[50, 8], ...lstm(8, 5)], ['embedding Embedding(8)', 'lstm LSTM(5)']],
    ['a Conv1D before an LSTM', [[3, 4, 8], [8], ...lstm(8, 5)], ['conv1d Conv1D(8)', 'lstm LSTM(5)']],
    [
      'a BatchNormalization between',
      [...lstm(3, 5), [5], [5], [5], variance(5), ...dense(5, 2)],
      ['lstm LSTM(5)', 'batch_normalization BatchNormalization()', 'dense Dense(2)'],
    ],
    [
      'a LayerNormalization between',
      [...lstm(3, 5), [5], [5], ...dense(5, 2)],
      ['lstm LSTM(5)', 'layer_normalization LayerNormalization()', 'dense Dense(2)'],
    ],
    ['a Normalization first', [[3], variance(3), [], ...lstm(3, 5)], ['normalization Normalization()', 'lstm LSTM(5)']],
    [
      'a PReLU',
      [...lstm(3, 5), ...dense(5, 4), [4], ...dense(4, 2)],
      ['lstm LSTM(5)', 'dense Dense(4)', 'p_re_lu PReLU()', 'dense_1 Dense(2)'],
    ],
  ])('%s is recognised', (_what, shapes, expected) => {
    expect(layersOf(flat(shapes, {}, UNKNOWN))).toEqual(expected);
  });

  test('settings that shapes decide stand with their reasons, and are no questions', () => {
    const adopted = flat(lstm(3, 5));
    expect(config(adopted, 'lstm')).toMatchObject({ units: 5, use_bias: true });
    expect(reason(adopted, 'lstm', 'units')).toBe('recurrent_kernel has 5 rows');
    expect(reason(adopted, 'lstm', 'use_bias')).toBe('bias (20,) is present');
    expect(ids(adopted)).toEqual(['lstm.recurrent_activation', 'lstm.activation', 'lstm.return_sequences', 'lstm.go_backwards']);
  });

  test('one row and one column are told as one', () => {
    const adopted = flat([...lstm(3, 1), ...dense(1, 1)]);
    expect(reason(adopted, 'lstm', 'units')).toBe('recurrent_kernel has one row');
    expect(reason(adopted, 'dense', 'units')).toBe('kernel (1, 1) has one column');
  });

  test('a GRU resets as its bias says; without a bias it is asked, by version', () => {
    expect(config(flat(gru(3, 5)), 'gru')).toMatchObject({ reset_after: true });
    expect(config(flat([[3, 15], [5, 15], [15]]), 'gru')).toMatchObject({ reset_after: false });
    expect(
      question(
        flat([
          [3, 15],
          [5, 15],
        ]),
        'gru.reset_after',
      ),
    ).toMatchObject({ choices: expect.arrayContaining([true, false]) as unknown });
  });

  test('the long bias of a CuDNN layer decides its activations, and its arrays are converted', () => {
    const adopted = flat([[3, 20], [5, 20], [40], ...dense(5, 1)], {}, UNKNOWN);
    expect(config(adopted, 'lstm')).toMatchObject({ activation: 'tanh', recurrent_activation: 'sigmoid' });
    expect(adopted.arrays.get('lstm')?.map((tensor) => tensor.shape)).toEqual([[3, 20], [5, 20], [20]]);
    expect(ids(adopted)).toEqual(['lstm.return_sequences', 'lstm.go_backwards', 'dense.activation']);
  });

  test('arrays per gate were written by Keras 1, whose gates are hard_sigmoid', () => {
    const adopted = flat([...keras1(4), ...dense(6, 2)], {}, UNKNOWN);
    expect(adopted.producer).toEqual({ name: 'keras', version: '1.x' });
    expect(question(adopted, 'keras')).toMatchObject({ likely: '1.2.2' });
    expect(question(adopted, 'lstm.recurrent_activation')).toMatchObject({ likely: 'hard_sigmoid' });
    expect(adopted.arrays.get('lstm')?.map((tensor) => tensor.shape)).toEqual([[4, 24], [6, 24], [24]]);
  });

  test('of a Keras 3 file the same arrays are several layers', () => {
    expect(layersOf(flat(keras1(3), {}, KERAS_3)).join(' ')).not.toContain('GRU');
  });

  test('arrays of no layer known here are kept as stored, behind the others', () => {
    const adopted = flat([...lstm(3, 5), [2, 3, 4, 5, 6, 7], ...dense(5, 1)]);
    expect(layersOf(adopted)).toEqual(['lstm LSTM(5)', 'unknown Unknown()', 'dense Dense(1)']);
    expect(adopted.graph.layers.find((layer) => layer.name === 'unknown')?.isAsStored).toBe(true);
    expect(adopted.arrays.get('unknown')).toHaveLength(1);
  });

  test('nothing at all is a model without layers', () => {
    expect(flat([]).graph.layers).toEqual([]);
  });
});

describe('what shapes leave open is asked', () => {
  test('square arrays are a SimpleRNN or two Dense, and the answer renames the layers but not the question', () => {
    const shapes: Shape[] = [[4, 6], [6, 6], [6], ...dense(6, 2)];
    const likely = flat(shapes);
    expect(question(likely, 'simple_rnn.class')).toEqual({ choices: ['SimpleRNN', 'Dense', 'Embedding'], likely: 'SimpleRNN' });
    const answered = flat(shapes, { 'simple_rnn.class': 'Dense' });
    expect(layersOf(answered)).toEqual(['dense Dense(6)', 'dense_1 Dense(6)', 'dense_2 Dense(2)']);
    expect(ids(answered)).toContain('simple_rnn.class');
    expect(config(answered, 'dense')).toMatchObject({ use_bias: false });
  });

  test('equal layers with as many features as units are a stack or a Bidirectional', () => {
    const end = flat([...lstm(5, 5), ...lstm(5, 5)]);
    expect(question(end, 'lstm.class')).toEqual({ choices: ['LSTM', 'Bidirectional'], likely: 'LSTM' });
    const wide = flat([...lstm(5, 5), ...lstm(5, 5), ...dense(10, 2)]);
    expect(layersOf(wide)[0]).toBe('bidirectional Bidirectional(LSTM(5))');
    expect(config(wide, 'bidirectional')).toMatchObject({ merge_mode: 'concat' });
    const answered = flat([...lstm(5, 5), ...lstm(5, 5)], { 'lstm.class': 'Bidirectional' });
    expect(layersOf(answered)).toEqual(['bidirectional Bidirectional(LSTM(5))']);
    expect(question(answered, 'bidirectional.merge_mode')).toEqual({ choices: ['concat', 'sum', 'ave', 'mul'], likely: 'concat' });
  });

  test('with other features than units two equal layers can only be a Bidirectional, merged as the next width says', () => {
    const narrow = flat([...lstm(3, 5), ...lstm(3, 5), ...dense(5, 2)]);
    expect(layersOf(narrow)[0]).toBe('bidirectional Bidirectional(LSTM(5))');
    expect(ids(narrow)).not.toContain('bidirectional.class');
    expect(question(narrow, 'bidirectional.merge_mode')).toEqual({ choices: ['sum', 'ave', 'mul'], likely: 'sum' });
  });

  test('settings of a Bidirectional are asked once, for both halves', () => {
    expect(ids(flat([...gru(3, 5), ...gru(3, 5), ...dense(10, 2)]))).toEqual([
      'bidirectional/forward.recurrent_activation',
      'bidirectional/forward.activation',
      'bidirectional/forward.return_sequences',
      'dense.activation',
    ]);
  });

  test('a table of embeddings not much taller than wide may be a Dense', () => {
    expect(question(flat([[20, 8], ...lstm(8, 5)]), 'embedding.class')).toEqual({ choices: ['Embedding', 'Dense'], likely: 'Embedding' });
    expect(ids(flat([[5000, 8], ...lstm(8, 5)]))).not.toContain('embedding.class');
    expect(layersOf(flat([[20, 8], ...lstm(8, 5)], { 'embedding.class': 'Dense' }))).toEqual(['dense Dense(8)', 'lstm LSTM(5)']);
  });

  test('only the last recurrent layer is asked whether it returns sequences', () => {
    const adopted = flat([...lstm(3, 5), ...lstm(5, 4), ...dense(4, 2)]);
    expect(config(adopted, 'lstm')).toMatchObject({ return_sequences: true });
    expect(reason(adopted, 'lstm', 'return_sequences')).toBe('lstm_1 reads a sequence');
    expect(question(adopted, 'lstm_1.return_sequences')).toEqual({ choices: [false, true], likely: false });
    expect(ids(adopted)).not.toContain('lstm.return_sequences');
  });

  test('a last Dense of several units is most likely softmax, of one linear, an inner one linear', () => {
    const adopted = flat([...lstm(3, 5), ...dense(5, 4), ...dense(4, 2)]);
    expect(question(adopted, 'dense.activation')).toMatchObject({ likely: 'linear' });
    expect(question(adopted, 'dense_1.activation')).toMatchObject({ likely: 'softmax' });
    expect(question(flat([...lstm(3, 5), ...dense(5, 1)]), 'dense.activation')).toMatchObject({ likely: 'linear' });
  });

  test('a Dense that takes several timesteps at once has a Flatten before it', () => {
    const adopted = flat([...lstm(3, 5), ...dense(50, 4)]);
    expect(outline(adopted)).toEqual(['input_layer [null,10,3]', 'lstm LSTM(5)', 'flatten Flatten()', 'dense Dense(4)']);
    expect(config(adopted, 'lstm')).toMatchObject({ return_sequences: true });
    expect(question(adopted, 'dense.before')).toEqual({ choices: ['Flatten', 'apart'], likely: 'Flatten' });
    expect(outline(flat([...lstm(3, 5), ...dense(50, 4)], { 'dense.before': 'apart' }))).toEqual([
      'input_layer [null,null,3]',
      'lstm LSTM(5)',
      'input_layer_1 [null,50]',
      'dense Dense(4)',
    ]);
  });

  test('mirrored widths may be an autoencoder with a RepeatVector in the middle', () => {
    const shapes = [...lstm(3, 8), ...lstm(8, 4), ...lstm(4, 4), ...lstm(4, 8), ...dense(8, 3)];
    expect(question(flat(shapes), 'lstm_2.before')).toEqual({ choices: ['nothing', 'RepeatVector'], likely: 'nothing' });
    const answered = flat(shapes, { 'lstm_2.before': 'RepeatVector' });
    expect(layersOf(answered).slice(1, 4)).toEqual(['lstm_1 LSTM(4)', 'repeat_vector RepeatVector()', 'lstm_2 LSTM(4)']);
    expect(config(answered, 'lstm_1')).toMatchObject({ return_sequences: false });
    expect(ids(answered)).toContain('repeat_vector.n');
  });

  test('the version is asked where nobody states it, with the recurrent activation by version', () => {
    expect(question(flat(lstm(3, 5), {}, UNKNOWN), 'keras')).toMatchObject({ likely: '3.15.1' });
    expect(question(flat([[3, 15], [5, 15], [15]], {}, UNKNOWN), 'keras')).toMatchObject({ likely: '2.2.4' });
    expect(ids(flat(lstm(3, 5)))).not.toContain('keras');
    const old = flat(lstm(3, 5), {}, { name: 'keras', version: '2.2.4' });
    expect(question(old, 'lstm.recurrent_activation')).toEqual({ choices: ['hard_sigmoid', 'sigmoid'], likely: 'hard_sigmoid' });
  });

  test('an Embedding is asked for its mask', () => {
    expect(question(flat([[500, 8], ...lstm(8, 5)]), 'embedding.mask_zero')).toEqual({ choices: [false, true], likely: false });
    expect(outline(flat([[500, 8], ...lstm(8, 5)]))[0]).toBe('input_layer [null,null]');
  });

  test('of three vectors gamma or beta is missing', () => {
    const shapes = [...lstm(3, 5), [5], [5], variance(5), ...dense(5, 2)];
    expect(config(flat(shapes), 'batch_normalization')).toMatchObject({ scale: false, center: true });
    expect(config(flat(shapes, { 'batch_normalization.scale': true }), 'batch_normalization')).toMatchObject({ center: false });
  });

  test('a class that the shapes make impossible is refused', () => {
    expect(codeOf(() => flat(lstm(3, 5), { 'lstm.class': 'GRU' }))).toBe('answer-value');
    expect(layersOf(flat(lstm(3, 5), { 'lstm.class': 'LSTM' }))).toEqual(['lstm LSTM(5)']);
  });

  test('every question says why and to what effect, without gaps', () => {
    const all = [
      ...flat([[20, 8], ...gru(8, 5), ...gru(8, 5), ...lstm(10, 6), ...dense(60, 4), [4], [4], ...dense(4, 1)], {}, UNKNOWN).questions,
      ...flat([[3, 4, 8], [8], [8], [8], variance(8), [8, 8], [8, 8], [8], [8, 24], [8, 24]], {}, UNKNOWN).questions,
    ];
    expect(all.length).toBeGreaterThan(15);
    for (const {
      why: { text: why },
      effect: { text: effect },
      choices,
      likely,
    } of all) {
      expect(why).toMatch(/^[A-Za-z].*[.]$/);
      expect(effect).toMatch(/^[A-Za-z].*[.]$/);
      expect(`${why}${effect}`).not.toMatch(/undefined|NaN|null/);
      expect(choices[0]).toEqual(likely);
    }
  });
});

describe('layers that the file names', () => {
  const bag = (candidates: ReturnType<typeof candidate>[], isOrdered = true): Adopted =>
    inferLayers({ kind: 'layers', candidates, isOrdered }, { name: 'keras', version: '2.2.4' }, new Map());

  test('keep their names, and names of classes settle what shapes leave open', () => {
    const adopted = bag([
      candidate('embedding_1', [[20, 8]]),
      candidate('simple_rnn_2', [[8, 6], [6, 6], [6]]),
      candidate('out', dense(6, 2)),
    ]);
    expect(layersOf(adopted)).toEqual(['embedding_1 Embedding(8)', 'simple_rnn_2 SimpleRNN(6)', 'out Dense(2)']);
    expect(ids(adopted).filter((id) => id.endsWith('.class'))).toEqual([]);
  });

  test('a TimeDistributed wraps what its arrays are, and reads every step', () => {
    const adopted = bag([candidate('lstm_1', lstm(3, 5)), candidate('time_distributed_1', dense(5, 4))]);
    expect(layersOf(adopted)).toEqual(['lstm_1 LSTM(5)', 'time_distributed_1 TimeDistributed(Dense(4))']);
    expect(config(adopted, 'lstm_1')).toMatchObject({ return_sequences: true });
    expect(ids(adopted)).toContain('time_distributed_1.activation');
  });

  test('of a class of somebody’s own are kept as stored, and what follows gets an input of its own', () => {
    const adopted = bag([
      candidate('instant_layer_normalization', [[7], [7]]),
      candidate('lstm', lstm(7, 5)),
      candidate('dense', dense(5, 7)),
    ]);
    expect(outline(adopted)).toEqual([
      'input_layer null',
      'instant_layer_normalization InstantLayerNormalization()',
      'input_layer_1 [null,null,7]',
      'lstm LSTM(5)',
      'dense Dense(7)',
    ]);
    expect(adopted.warnings.map(({ code }) => code)).toEqual(['layers-apart']);
    expect(adopted.graph.outputs.map(({ layer }) => layer)).toEqual(['instant_layer_normalization', 'dense']);
  });

  test('whose widths do not chain become pieces with an input each', () => {
    const adopted = bag([candidate('lstm', lstm(7, 5)), candidate('dense', dense(9, 3))]);
    expect(outline(adopted)).toEqual(['input_layer [null,null,7]', 'lstm LSTM(5)', 'input_layer_1 [null,9]', 'dense Dense(3)']);
    expect(adopted.warnings[0]?.message).toBe('Layer "lstm" gives 5 features and "dense" takes 9: they are shown as separate pieces.');
  });

  test('without an order are put in the order of their widths', () => {
    const adopted = bag(
      [
        candidate('dense', dense(4, 2), 'Dense'),
        candidate('embedding', [[50, 3]], 'Embedding'),
        candidate('lstm', lstm(3, 5), 'LSTM'),
        candidate('lstm_1', lstm(5, 4), 'LSTM'),
      ],
      false,
    );
    expect(layersOf(adopted)).toEqual(['embedding Embedding(3)', 'lstm LSTM(5)', 'lstm_1 LSTM(4)', 'dense Dense(2)']);
    expect(adopted.warnings.map(({ code }) => code)).toEqual(['layers-ordered']);
  });

  test('of equal widths are put in the order of their counters, the tenth after the second', () => {
    const names = ['lstm', 'lstm_1', 'lstm_10', 'lstm_2', 'lstm_3', 'lstm_4', 'lstm_5', 'lstm_6', 'lstm_7', 'lstm_8', 'lstm_9'];
    const adopted = bag(
      names.map((name) => candidate(name, lstm(5, 5), 'LSTM')),
      false,
    );
    expect(layersOf(adopted).map((line) => line.split(' ')[0])).toEqual(names.sort((a, b) => Number(a.slice(5)) - Number(b.slice(5))));
  });

  test('counted twice by tf.keras 2.12 get the names that Keras gave', () => {
    const adopted = bag(
      [candidate('dense', dense(4, 2), 'Dense'), candidate('lstm', lstm(3, 5), 'LSTM'), candidate('lstm_2', lstm(5, 4), 'LSTM')],
      false,
    );
    expect(layersOf(adopted)).toEqual(['lstm LSTM(5)', 'lstm_1 LSTM(4)', 'dense Dense(2)']);
  });

  test('without arrays stand in their places: an Activation makes the Dense before it linear', () => {
    const adopted = bag([
      candidate('input_3', []),
      candidate('lstm_1', lstm(3, 5)),
      candidate('dropout_1', []),
      candidate('dense_1', dense(5, 4)),
      candidate('activation_1', []),
    ]);
    expect(outline(adopted)).toEqual([
      'input_3 [null,null,3]',
      'lstm_1 LSTM(5)',
      'dropout_1 Dropout()',
      'dense_1 Dense(4)',
      'activation_1 Activation()',
    ]);
    expect(question(adopted, 'dense_1.activation')).toMatchObject({ likely: 'linear' });
    expect(question(adopted, 'activation_1.activation')).toMatchObject({ likely: 'softmax' });
  });

  test('without arrays that no width asks for are left out, and that is said', () => {
    const adopted = bag([candidate('lstm_1', lstm(3, 5)), candidate('lambda_1', []), candidate('dense_1', dense(5, 4))]);
    expect(layersOf(adopted)).toEqual(['lstm_1 LSTM(5)', 'dense_1 Dense(4)']);
    expect(adopted.warnings).toMatchObject([{ code: 'layers-bare', values: { names: 'lambda_1' } }]);
  });

  test('called rnn are what their arrays are', () => {
    expect(layersOf(bag([candidate('rnn', [[3, 15], [5, 15], [15]])]))).toEqual(['rnn GRU(5)']);
  });

  test('of Keras 1 on Theano keep pictures channels first: shown as stored', () => {
    const adopted = bag([
      candidate('conv1', [[64, 1, 3, 3], [64]]),
      candidate('bn1', [[64], [64], [64], [64]]),
      candidate('gru1', gru(64, 5)),
    ]);
    expect(layersOf(adopted)[0]).toBe('conv1 Conv2D()');
    expect(adopted.graph.layers.find((layer) => layer.name === 'conv1')?.isAsStored).toBe(true);
  });

  test('settings that the format decides are no questions', () => {
    const settings = {
      activation: { value: 'tanh', note: phrase('note-onnx') },
      recurrent_activation: { value: 'sigmoid', note: phrase('note-onnx') },
    };
    const adopted = bag([{ ...candidate('rec', lstm(3, 5), 'LSTM'), settings }]);
    expect(ids(adopted)).toEqual(['rec.return_sequences', 'rec.go_backwards']);
    expect(reason(adopted, 'rec', 'activation')).toBe('as the ONNX node has it');
  });

  test('a model in a model whose group holds several layers is taken apart', () => {
    const shapes: Shape[] = [...lstm(3, 5), ...dense(5, 2)];
    const paths = ['lstm_1/kernel:0', 'lstm_1/recurrent_kernel:0', 'lstm_1/bias:0', 'dense_1/kernel:0', 'dense_1/bias:0'];
    const tensors = shapes.map((shape, index) => array(shape, `model_1/${paths[index] ?? ''}`));
    const adopted = bag([{ name: 'model_1', className: null, tensors, settings: {} }]);
    expect(layersOf(adopted)).toEqual(['model_1/lstm LSTM(5)', 'model_1/dense Dense(2)']);
  });
});

test('a list of thousands of arrays is read in about a second, without recursion', () => {
  const shapes = Array.from({ length: 1000 }, (): Shape[] => [...lstm(5, 5), ...dense(5, 5)]).flat();
  const adopted = flat(shapes, {}, UNKNOWN);
  expect(adopted.graph.layers).toHaveLength(2001);
  expect(adopted.questions.filter(({ id }) => id.endsWith('.class')).length).toBeLessThanOrEqual(24);
});
