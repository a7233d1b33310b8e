import { expect, test } from 'vitest';
import { fileRole } from './file-role.ts';

test('the name of a file says what to try first', () => {
  expect(['a.csv', 'expected.txt'].map(fileRole)).toEqual(['sequence', 'sequence']);
  expect(['expected.npz', 'run.expected.npy', 'my_reference.npz', 'Golden-2.npy'].map(fileRole)).toEqual(Array(4).fill('reference'));
  expect(['input.npy', 'unexpected.npz', 'values.json', 'expected.json'].map(fileRole)).toEqual(Array(4).fill('either'));
  expect(['m.keras', 'w.weights.json', 'model.json', 'expected.h5'].map(fileRole)).toEqual(Array(4).fill('model'));
});
