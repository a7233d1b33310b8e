import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findPython } from '../long/python.ts';

/** Of every fixture, `expected64.npz` is what float64 NumPy computes from the model file alone; test/golden compares the program with the same arrays. */
const MAKE = fileURLToPath(new URL('../../fixtures/make/', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/**
 * What layers64 does not know: words of Keras 1, kernels of Theano, and in which order the uses of one stateful layer go on. There the
 * reference is Keras itself in float64.
 */
const ELSEWHERE = /^keras-1-|-theano$|^graphs-independent|^time-distributed-stateful-tf$/;

const python = findPython('numpy, h5py');

test.skipIf(python === null)(
  'the float64 references of every fixture are what NumPy alone computes from the model file, to 1e-12',
  () => {
    const folders = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !ELSEWHERE.test(entry.name));
    const paths = folders.map(({ name }) => `${FIXTURES}${name}`);
    const { stdout, stderr } = spawnSync(python ?? '', ['-B', `${MAKE}numpy64.py`, ...paths], { encoding: 'utf8' });
    const table = stdout.trim().split('\n');
    console.log(['fixture in NumPy float64 | worst |Δ| | where', '--- | --- | ---', ...table].join('\n'));
    expect(table.length).toBeGreaterThanOrEqual(89);
    expect(
      table.filter((row) => row.includes('FAILED')),
      stderr,
    ).toEqual([]);
  },
  60_000,
);
