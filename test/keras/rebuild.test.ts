import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hostileLab } from './hostile-names.ts';
import { runScript, writeRun } from './rebuilding.ts';

const PYTHON = process.env['GATESCOPE_PYTHON'] ?? 'python3';
const hasKeras = spawnSync(PYTHON, ['-c', 'import importlib.util, sys; sys.exit(importlib.util.find_spec("keras") is None)']).status === 0;
if (!hasKeras) console.warn('skipped: rebuild.py in live Keras (no keras in python3; name one in GATESCOPE_PYTHON)');

const folder = mkdtempSync(join(tmpdir(), 'gatescope-rebuild-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a folder holds the same files for a model whose names would be code', () => {
  writeRun(hostileLab(), folder);
  expect(readdirSync(folder).sort()).toEqual(['README.txt', 'certificate.json', 'expected.npz', 'rebuild.py', 'weights.npz', 'x.npy']);
});

test.skipIf(!hasKeras)(
  'rebuild.py agrees with Keras and NumPy on masks and both directions, and nothing that a layer is called runs',
  () => {
    const { status, text, lastLine } = runScript(PYTHON, folder);
    expect(status, text).toBe(0);
    expect(lastLine).toMatch(/^all \d+ arrays agree with keras \S+ and NumPy within 1e-05 \+ 1e-05 \|expected\|/);
    expect(readdirSync(folder)).not.toContain('hacked');
  },
  120_000,
);
