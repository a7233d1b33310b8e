import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bufferSource } from '../../core/read/index.ts';
import type { InnerSettings } from '../../core/model/index.ts';
import type { LayerCard } from '../../core/session/index.ts';
import { Lab } from '../../core/session/lab.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import { readNpz } from './npz.ts';

// Real weights-only files from public repositories, opened without any configuration.

const CORPUS = `${process.env['GATESCOPE_CORPUS'] ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url))}/wild/`;

/** File and layers with arrays, as the file names them; of the recurrent ones case.json says the settings. */
const FILES: Readonly<Record<string, { readonly file: string; readonly layers: readonly string[]; readonly open?: readonly string[] }>> = {
  'breizhn-dtln-norm-weights': {
    file: 'DTLN_norm_500h.h5',
    layers: [
      ...['instant_layer_normalization InstantLayerNormalization', 'lstm LSTM', 'lstm_1 LSTM', 'dense Dense', 'conv1d Conv1D'],
      ...['instant_layer_normalization_1 InstantLayerNormalization', 'lstm_2 LSTM', 'lstm_3 LSTM', 'dense_1 Dense', 'conv1d_1 Conv1D'],
    ],
    open: ['lstm_1.return_sequences'], // the network after it is custom code, so nothing tells
  },
  'keunwoochoi-crnn-k1-gru-theano': {
    file: 'music_tagger_crnn_weights_theano.h5',
    layers: [
      ...[
        'bn_0_freq BatchNormalization',
        'conv1 Conv2D',
        'bn1 BatchNormalization',
        'conv2 Conv2D',
        'bn2 BatchNormalization',
        'conv3 Conv2D',
      ],
      ...['bn3 BatchNormalization', 'conv4 Conv2D', 'bn4 BatchNormalization', 'gru1 GRU', 'gru2 GRU', 'output Dense'],
    ],
  },
  'kumaryasarla-emoji-legacy-weights': { file: 'model.h5', layers: ['lstm_3 LSTM', 'lstm_4 LSTM', 'dense_2 Dense'] },
  'minimaxir-reactionrnn-cntk-gru': { file: 'reactionrnn_weights.hdf5', layers: ['embedding Embedding', 'rnn GRU', 'output Dense'] },
  'minimaxir-textgenrnn': {
    file: 'textgenrnn_weights.hdf5',
    layers: ['embedding Embedding', 'rnn_1 LSTM', 'rnn_2 LSTM', 'attention Attention', 'output Dense'],
  },
};

interface CaseFile {
  readonly recurrent_layers: readonly (Readonly<Record<string, unknown>> & { readonly name: string; readonly cls: string })[];
}

for (const [name, expected] of Object.entries(FILES)) {
  const folder = `${CORPUS}${name}/`;
  if (!existsSync(folder)) {
    console.log(`skipped: ${name} (corpus not found)`);
    test.skip(`corpus ${name}: skipped, corpus not found`);
    continue;
  }
  test(`corpus ${name}: opens alone, its layers as the file names them, recurrent settings as its authors used them`, () => {
    const lab = new Lab();
    const { model } = lab.open([bufferSource(expected.file, new Uint8Array(readFileSync(folder + expected.file)))]);
    const weighted = model.layers.filter((layer) => layer.weights.length > 0);
    expect(weighted.map((layer) => `${layer.name} ${layer.class}`)).toEqual(expected.layers);
    const { recurrent_layers } = JSON.parse(readFileSync(`${folder}case.json`, 'utf8')) as CaseFile; // as: written by the corpus' own script
    for (const facts of recurrent_layers) {
      const layer = model.layers.find((candidate) => candidate.name === facts.name);
      expect(layer?.class).toBe(facts.cls);
      for (const setting of [
        'units',
        'activation',
        'recurrent_activation',
        'return_sequences',
        'reset_after',
        'go_backwards',
        'use_bias',
      ]) {
        const id = `${facts.name}.${setting}`;
        if (expected.open?.includes(id) === true) expect(model.questions.map((question) => question.id)).toContain(id);
        else if (facts[setting] !== undefined) expect({ id, value: settingOf(layer, setting) }).toEqual({ id, value: facts[setting] });
      }
    }
  });
}

/** Of float32 runs against the float32 reference; case.json: 2e-5 absolute. */
const DTLN_TOLERANCE = 2e-5;

test('corpus breizhn-dtln: of separate pieces the first core runs by itself, as TensorFlow computes it', () => {
  const folder = `${CORPUS}breizhn-dtln-norm-weights/`;
  if (!existsSync(folder)) {
    console.log('skipped: breizhn-dtln-norm-weights (corpus not found)');
    return;
  }
  const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(folder + name));
  const lab = new Lab();
  lab.open([bufferSource('DTLN_norm_500h.h5', bytes('DTLN_norm_500h.h5'))]);
  lab.answer('lstm_1.return_sequences', true);
  lab.setSequenceFiles([bufferSource('input.npy', bytes('input.npy'))]);
  expect(runToEnd(lab, 'f32').warnings.map(({ code }) => code)).toContain('piece-idle');
  for (const name of ['lstm/output', 'lstm_1/output']) {
    const expected = readNpz(bytes('expected.npz')).get(name);
    const got = lab.trace?.whole(name);
    expect(got).toHaveLength(expected?.data.length ?? -1);
    const worst = Math.max(...[...(got ?? [])].map((value, index) => Math.abs(value - (expected?.data[index] ?? NaN))));
    expect(worst, name).toBeLessThan(DTLN_TOLERANCE);
  }
});

function settingOf(layer: LayerCard | undefined, name: string): unknown {
  const inner = layer?.settings['layer']?.value as InnerSettings | undefined; // as: settingsOf made it
  return (inner?.settings ?? layer?.settings)?.[name]?.value;
}
