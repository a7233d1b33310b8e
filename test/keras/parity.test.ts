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
    const rows = randomModels(folder).flatMap((model) =>
      (['f32', 'f64'] as const).map((precision) => {
        const parity = runRandomModel(folder, model, precision);
        const place = `seed ${model.name} (${model.drawn}, ${model.writer} ${model.form}) | ${precision}`;
        const fault = parity.isWithin ? null : [...parity.waits, ...parity.unknown, words(parity)].join('\n');
        expect({ place, fault }).toEqual({ place, fault: null });
        return `${place} | ${parity.worst?.abs.toExponential(1) ?? ''} | ${parity.worst?.array ?? ''}`;
      }),
    );
    console.log(['random model | precision | worst |Δ| | where', '--- | --- | --- | ---', ...rows].join('\n'));
    expect(rows).toHaveLength(2 * COUNT);
  },
  240_000,
);
