import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { describe as words } from '../golden/compare.ts';
import { findPython } from '../long/python.ts';
import { makeRandomModels, randomModels, runRandomModel } from './random-models.ts';

/** The first of those that `npm run test:long -- parity` runs. */
const FIRST_SEED = 1000;
const COUNT = 20;

const python = findPython('keras, tf_keras');
const folder = mkdtempSync(join(tmpdir(), 'gatescope-parity-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(python === null)(
  `${COUNT} random models of live Keras run here as they run there, every layer, gate and state`,
  () => {
    makeRandomModels(python ?? '', folder, FIRST_SEED, COUNT);
    // In float32 alone: TensorFlow holds constants that Python wrote (slopes, scales) in float32 also where the model is float64. The fixtures
    // prove float64; the long test tells both.
    const rows = randomModels(folder).map((model) => {
      const parity = runRandomModel(folder, model, 'f32');
      const place = `seed ${model.name} (${model.drawn}, ${model.writer} ${model.form})`;
      const fault = parity.isWithin ? null : [...parity.waits, ...parity.unknown, words(parity)].join('\n');
      expect({ place, fault }).toEqual({ place, fault: null });
      return `${place} | ${parity.worst?.abs.toExponential(1) ?? ''} | ${parity.worst?.array ?? ''}`;
    });
    console.log(['random model | worst |Δ| | where', '--- | --- | ---', ...rows].join('\n'));
    expect(rows).toHaveLength(COUNT);
  },
  240_000,
);
