import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildModel, type LayerNode, type Model } from '../../core/model/index.ts';
import { bufferSource, type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { runFiles } from '../../core/session/run-files.ts';
import { readNpz } from './npz.ts';

/** Models of other runtimes from public repositories and from the golden cases; all are part of the corpus, which is not in the repository. */
const CORPUS = process.env.GATESCOPE_CORPUS ?? new URL('../../../shared/corpus', import.meta.url).pathname;
const isThere = existsSync(`${CORPUS}/wild`);
if (!isThere) console.log(`skipped: models of TensorFlow.js, RTNeural, GuitarML and frugally-deep (no corpus at ${CORPUS})`);
const withCorpus = describe.skipIf(!isThere);

const WILD: Readonly<Record<string, readonly string[]>> = {
  'reiinakano-tfjs-lstm': ['group2-shard1of1', 'model.json', 'group1-shard1of1'],
  'rtneural-example-conv-gru': ['neural_net_weights.json'],
  'rtneural-gru': ['gru.json'],
  'rtneural-lstm': ['lstm.json'],
  'rtneural-lstm-1d': ['lstm_1d.json'],
  'spluta-gru16c-rtneural': ['GRU16c_RTNeural.json'],
  'spluta-2d-lstm-pair': ['test_2D_lstm_model_RTNeural.json'],
  'guitarml-neuralpi-bluesjr-fulld': ['BluesJR_FullD.json'],
  'guitarml-neuralpi-ts9': ['TS9.json'],
  'guitarml-ts-m1n3-cond2': ['model_ts9_cond2.json'],
  'alecwright-muff3-gru': ['model_best.json'],
};

const source = (path: string): ByteSource =>
  bufferSource(path.split('/').at(-1) ?? path, new Uint8Array(readFileSync(`${CORPUS}/${path}`)));
const opened = (folder: string, files: readonly string[]): Model =>
  buildModel(openModelFiles(files.map((file) => source(`${folder}/${file}`))));
const isRecurrent = (layer: LayerNode): boolean => ['LSTM', 'GRU', 'SimpleRNN'].includes(layer.className);

/** What case.json says of a recurrent layer and we know a setting for; settings that a class does not have are left out there. */
function sharedSettings(layer: LayerNode, stated: Readonly<Record<string, unknown>>): [unknown, unknown] {
  const keys = Object.keys(stated).filter((key) => key !== 'name' && key in layer.settings);
  return [
    Object.fromEntries(keys.map((key) => [key, layer.settings[key].value])),
    Object.fromEntries(keys.map((key) => [key, stated[key]])),
  ];
}

withCorpus('models from public repositories', () => {
  for (const [name, files] of Object.entries(WILD)) {
    test(`${name}: recurrent layers as the reference has them`, () => {
      const layers = opened(`wild/${name}`, files).layers.filter(isRecurrent);
      const facts = JSON.parse(readFileSync(`${CORPUS}/wild/${name}/case.json`, 'utf8')) as {
        recurrent_layers: Readonly<Record<string, unknown>>[]; // as: written by the makers of the corpus
      };
      expect(layers.map((layer) => layer.className)).toEqual(facts.recurrent_layers.map((layer) => layer.cls));
      layers.forEach((layer, index) => {
        const [ours, theirs] = sharedSettings(layer, facts.recurrent_layers[index]);
        expect(ours).toEqual(theirs);
        expect(layer.settings).toHaveProperty('recurrent_activation');
      });
    });
  }

  test('a model in two formats has the same weights in both', () => {
    const [ours, keras] = ['test_2D_lstm_model_RTNeural.json', 'test_2D_lstm_model.keras'].map((file) =>
      opened('wild/spluta-2d-lstm-pair', [file]),
    );
    const lstm = ({ layers }: Model): unknown =>
      layers
        .filter(isRecurrent)
        .map((layer) => [...layer.weights].map(([weight, tensor]) => [weight, tensor.shape, [...tensor.load().data]]));
    expect(lstm(ours)).toEqual(lstm(keras));
  });

  test.each(['buddhilive-tfjs-no-rnn', 'ttronrud-starfish-fdeep-no-rnn'])('%s opens and says that there is nothing recurrent', (name) => {
    const files = name.startsWith('buddhilive') ? ['weights.bin', 'model.json'] : ['fdeep_model.json'];
    const model = opened(`wild/refuse/${name}`, files);
    expect(model.warnings.map((warning) => warning.code)).toContain('no-recurrent-layer');
    expect(model.layers.some((layer) => layer.className === 'Dense' && layer.weights.size === 2)).toBe(true);
  });
});

withCorpus('what runs gives what the reference gave', () => {
  for (const [name, files] of Object.entries(WILD)) {
    test(name, ({ skip }) => {
      const { layers } = opened(`wild/${name}`, files);
      const recurrent = layers.find(isRecurrent);
      if (!recurrent?.runs) skip(`${layers.find((layer) => !layer.supported)?.className ?? 'nothing'} does not run yet`);
      const facts = JSON.parse(readFileSync(`${CORPUS}/wild/${name}/case.json`, 'utf8')) as {
        recurrent_layers: { name: string }[]; // as: see above
        tolerance: { abs: number; rel: number };
      };
      const { arrays } = runFiles({
        model: files.map((file) => source(`wild/${name}/${file}`)),
        inputs: [source(`wild/${name}/input.npy`)],
        precision: 'f32',
      });
      const reference = readNpz(new Uint8Array(readFileSync(`${CORPUS}/wild/${name}/expected.npz`)));
      const expected = reference.get(`${facts.recurrent_layers[0].name}/output`);
      const found = arrays.get(`${recurrent?.name ?? ''}/output`);
      expect([...(found?.shape ?? [])]).toEqual(expected?.shape);
      const worst = [...(found?.data ?? [])].reduce((most, value, index) => {
        const wanted = expected?.data[index] ?? NaN;
        return Math.max(most, Math.abs(value - wanted) / (facts.tolerance.abs + facts.tolerance.rel * Math.abs(wanted)));
      }, 0);
      expect(worst).toBeLessThanOrEqual(1);
    });
  }
});

/** Arrays of a layer of each class. */
const ARRAYS: Readonly<Record<string, number>> = { LSTM: 3, GRU: 3, Bidirectional: 6, TimeDistributed: 2, Dense: 2 };

withCorpus('golden models', () => {
  test.each([
    ['tfjs_f32', ['group1-shard2of2.bin', 'model.json', 'group1-shard1of2.bin'], ['LSTM', 'GRU', 'Dense'], 0],
    ['tfjs_uint8', ['group1-shard1of1.bin', 'model.json'], ['LSTM', 'LSTM', 'Dense'], 0],
    ['rtneural_lstm', ['model.json'], ['TimeDistributed', 'LSTM', 'Dense'], 0],
    ['frugally_deep', ['fdeep_model.json'], ['Bidirectional', 'GRU', 'Dense'], 1],
  ] as const)('%s: every layer has its class and its arrays, and known answers come along', (name, files, classes, pairs) => {
    const model = opened(`golden/${name}`, files);
    const layers = model.layers.filter((layer) => layer.className !== 'InputLayer');
    expect(layers.map((layer) => layer.className)).toEqual(classes);
    expect(layers.map((layer) => layer.weights.size)).toEqual(classes.map((className) => ARRAYS[className]));
    expect(model.pairs.length).toBe(pairs);
    expect(model.leftovers).toEqual([]);
  });
});
