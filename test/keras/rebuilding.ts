import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finish, type Lab } from '../../core/session/index.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import { type GoldenCase, openGolden } from '../golden/golden-case.ts';

/** How `rebuild.py` ended, and what it printed. */
export interface Rebuilt {
  readonly status: number | null;
  readonly text: string;
  readonly lastLine: string;
}

/** Runs a case with the answers that it gives and writes the folder that makes it again. */
export function writeCase(golden: GoldenCase, folder: string): void {
  writeRun(openGolden(golden), folder);
}

/** Runs what a lab holds and writes the folder that makes it again. */
export function writeRun(lab: Lab, folder: string): void {
  runToEnd(lab, 'f32');
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of finish(lab.rebuild(new Date(0)))) writeFileSync(join(folder, name), bytes);
}

/** Runs the script as it is, from a folder of its own. `legacy` asks for tf-keras as TensorFlow does. */
export function runScript(python: string, folder: string, legacy = false): Rebuilt {
  const env = { ...process.env, TF_USE_LEGACY_KERAS: legacy ? '1' : '0', KERAS_BACKEND: 'tensorflow', TF_CPP_MIN_LOG_LEVEL: '3' };
  const { status, stdout, stderr } = spawnSync(python, ['rebuild.py'], { cwd: folder, env, encoding: 'utf8', timeout: 600_000 });
  const text = stdout + (status === 0 ? '' : stderr.slice(-3000));
  return { status, text, lastLine: stdout.trim().split('\n').at(-1) ?? '' };
}
