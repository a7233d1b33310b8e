import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { bufferSource, Lab } from '../../core/session/index.ts';

/** What `round_trip.py check` says of one model; differences are of predictions. */
interface Checked {
  readonly h5: { readonly same: boolean; readonly prediction: number };
  readonly npz: { readonly same: boolean; readonly prediction: number };
  readonly paths: { readonly missing: readonly string[]; readonly extra: readonly string[] };
}

const PYTHON = process.env['GATESCOPE_PYTHON'] ?? 'python3';
const SCRIPT = join(import.meta.dirname, 'round_trip.py');
const MODELS = ['lstm_stack', 'no_bias', 'many', 'gru', 'bidirectional', 'cells', 'nested', 'normalised'];
const hasKeras = spawnSync(PYTHON, ['-c', 'import importlib.util, sys; sys.exit(importlib.util.find_spec("keras") is None)']).status === 0;
if (!hasKeras) console.warn('skipped: saved weights in live Keras (no keras in python3; name one in GATESCOPE_PYTHON)');

const folder = mkdtempSync(join(tmpdir(), 'gatescope-keras-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function keras(action: 'make' | 'check'): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, [SCRIPT, action, folder], { encoding: 'utf8', timeout: 110_000 });
  if (status !== 0) throw new Error(`round_trip.py ${action} failed: ${stderr.slice(-2000)}`);
  return stdout;
}

const openFile = (name: string): Lab => {
  const lab = new Lab();
  lab.open([bufferSource(name, new Uint8Array(readFileSync(join(folder, name))))]);
  return lab;
};

test.skipIf(!hasKeras)(
  'Keras loads what we save, .npz and .weights.h5, as the same bits, and predicts the same',
  () => {
    keras('make');
    for (const name of MODELS) {
      const lab = openFile(`${name}.keras`);
      if (name === 'lstm_stack') {
        lab.setWeights('lstm', 'bias', `[${Array.from({ length: 20 }, (_, index) => index / 10 - 1).join(', ')}]`);
        writeFileSync(join(folder, `${name}.typed.json`), JSON.stringify({ 2: Array.from({ length: 20 }, (_, index) => index / 10 - 1) }));
      }
      for (const format of ['npz', 'weights.h5'] as const) {
        const saved = lab.saveWeights(format);
        expect(saved.name).toBe(`${name}.${format}`);
        writeFileSync(join(folder, saved.name), saved.bytes);
      }
    }
    const report = JSON.parse(keras('check').trim().split('\n').at(-1) ?? '') as Record<string, Checked>; // as: the script prints it
    const same = { same: true, prediction: 0 };
    for (const name of MODELS) expect({ name, ...report[name] }).toEqual({ name, h5: same, npz: same, paths: { missing: [], extra: [] } });
    console.log(`saved weights: ${MODELS.length} models loaded by Keras from .npz and .weights.h5, all bits and predictions equal`);
  },
  240_000,
);
