import { expect, test } from 'vitest';
import { LabError } from '../../core/errors/index.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import { Lab } from '../../core/session/lab.ts';
import type { LabCard } from '../../core/session/index.ts';
import { compare, describe as differences, limitsOf } from './compare.ts';
import { corpusCase, type GoldenCase, inputSources, modelSources, references } from './golden-case.ts';

// Files that hold weights only: the layers have to come out of shapes and names, the settings of case.json out of the questions.

/** Names and classes of the layers that the shapes have to give. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  k315_weights_h5: ['lstm LSTM', 'lstm_1 LSTM', 'dense Dense'],
  k315_sharded: ['lstm LSTM', 'lstm_1 LSTM', 'dense Dense'],
  tf213_weights_h5: ['lstm LSTM', 'lstm_1 LSTM', 'dense Dense'],
  tf215_weights_h5_legacy: ['lstm LSTM', 'lstm_1 LSTM', 'dense Dense'],
  tf215_checkpoint: ['lstm LSTM', 'lstm_1 LSTM'],
  torch_safetensors: ['lstm LSTM', 'fc Dense'],
  npz_get_weights: ['lstm LSTM', 'lstm_1 LSTM', 'lstm_2 LSTM', 'lstm_3 LSTM', 'dense Dense'],
  npy_object: ['lstm LSTM', 'lstm_1 LSTM', 'dense Dense'],
};

for (const [name, layers] of Object.entries(LAYERS)) {
  const golden = corpusCase(name);
  if (golden === null) {
    console.log(`skipped: ${name} (corpus not found)`);
    test.skip(`corpus ${name}: skipped, corpus not found`);
    continue;
  }
  test(`corpus ${name}: the layers are found, and with the answers of the case every gate is what Keras computes`, () => {
    const lab = new Lab();
    const card = lab.open(modelSources(golden));
    expect(outline(card)).toEqual(layers);
    for (const answer of answersOf(golden)) {
      const [id = '', value = ''] = answer.split('=');
      const asked = lab.card.model.questions.find((question) => question.id === id);
      expect(asked, `${id} is asked`).toBeDefined();
      lab.answer(id, value);
      expect(lab.card.model.questions.find((question) => question.id === id)?.answered).toBe(true);
    }
    lab.setSequenceFiles(inputSources(golden));
    runToEnd(lab, 'f32');
    const result = compare(arraysOf(lab), references(golden, 'expected.npz'), limitsOf(golden.facts.tolerance));
    expect(result.isWithin, `${name}\n${differences(result)}`).toBe(true);
  });
}

test('an answer that the shapes make impossible is refused, and the model stays', () => {
  const golden = corpusCase('k315_weights_h5');
  if (golden === null) {
    console.log('skipped: k315_weights_h5 (corpus not found)');
    return;
  }
  const lab = new Lab();
  const before = lab.open(modelSources(golden));
  expect(() => lab.answer('lstm.class', 'GRU')).toThrow(LabError);
  expect(lab.card).toEqual(before);
});

function outline({ model }: LabCard): readonly string[] {
  return model.layers.filter((layer) => layer.class !== 'InputLayer').map((layer) => `${layer.name} ${layer.class}`);
}

/** `set` of case.json: what the command line would be given. */
function answersOf({ facts }: GoldenCase): readonly string[] {
  return facts.set ?? [];
}
