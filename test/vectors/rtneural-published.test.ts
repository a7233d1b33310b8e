import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bufferSource, type ByteSource } from '../../core/read/index.ts';
import { runFiles } from '../../core/session/run-files.ts';
import { CORPUS } from '../golden/golden-case.ts';
import { worst } from './made-model.ts';

/** Computed by Keras in float32 over 100 timesteps. */
const PUBLISHED_TOLERANCE = 5e-7;

const WILD = `${CORPUS}../wild/`;

// Models, sequences x = 10 · sin(0.1 π n) and outputs as RTNeural publishes them (models/ and test_data/, BSD-3-Clause).
for (const [folder, name] of [
  ['rtneural-lstm', 'lstm'],
  ['rtneural-gru', 'gru'],
  ['rtneural-lstm-1d', 'lstm_1d'],
]) {
  if (!existsSync(`${WILD}${folder}`)) {
    console.log(`skipped: RTNeural's ${name} (corpus not found)`);
    test.skip(`RTNeural's ${name} gives the 100 outputs that RTNeural publishes: skipped, corpus not found`);
    continue;
  }
  test(`RTNeural's ${name} gives the 100 outputs that RTNeural publishes`, () => {
    const source = (file: string): ByteSource => bufferSource(file, new Uint8Array(readFileSync(`${WILD}${folder}/${file}`)));
    const { arrays } = runFiles({ model: [source(`${name}.json`)], inputs: [source(`${name}_x_python.csv`)], precision: 'f32' });
    const expected = readFileSync(`${WILD}${folder}/${name}_y_python.csv`, 'utf8').trim().split('\n').map(Number); // prettier-ignore
    expect(expected).toHaveLength(100);
    expect(worst(arrays.get('output')?.data ?? [], expected)).toBeLessThan(PUBLISHED_TOLERANCE);
  });
}
