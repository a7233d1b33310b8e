import { expect, test } from 'vitest';
import { bufferSource, expectedArrays, finish, Lab } from '../../core/session/index.ts';
import { caseFile, fixtureCase, inputSources, modelSources } from '../golden/golden-case.ts';
import { TOLERANCE } from './planted.ts';

/** Files of real Keras whose settings are right: with and without a bias, both hard_sigmoids, backwards, stacked, several inputs. */
const HONEST = [
  'lstm-5u-3f-7t',
  'batch',
  'functional',
  'go-backwards',
  'hard-sigmoid-new',
  'hard-sigmoid-old',
  'last-step',
  'no-bias',
  'relu-softmax',
  'return-state',
  'stacked-dropout-activation',
  'tf-keras-h5',
  'unit-forget-bias-false',
];

for (const name of HONEST) {
  test(`${name}: nothing is found wrong, and every other setting is told apart`, () => {
    const golden = fixtureCase(name);
    const lab = new Lab();
    lab.open(modelSources(golden));
    lab.setSequenceFiles(inputSources(golden));
    const all = expectedArrays([bufferSource('expected.npz', caseFile(golden, 'expected.npz'))]);
    const outputs = new Map([...all].filter(([array]) => /^output($|\/)/.test(array)));
    const { kind, guesses, undecided, combinations } = finish(lab.guess(outputs, TOLERANCE));
    expect({ kind, undecided }).toEqual({ kind: 'right', undecided: [] });
    expect(guesses[0]).toMatchObject({ settings: [], explains: true, set: [] });
    expect(guesses[1]?.maxAbs).toBeGreaterThan(10 * TOLERANCE);
    expect(combinations).toBeGreaterThan(20);
  });
}
