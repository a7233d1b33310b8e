// Can this machine open an Electron window, and where is its binary? Node built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const FETCH_LIMIT_MS = 60_000;

/** Why no window can open here, in a few words; null when one can. Fetches nothing. */
export function whyNoWindow() {
  if (process.env.CI) return 'this is a CI machine';
  if (process.platform !== 'linux') return null;
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return 'Electron does not run as root without giving up its sandbox';
  return null;
}

/** The pinned Electron's binary, or null. */
export function electronBinary() {
  const folder = join(root, 'node_modules/electron');
  try {
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(binary) ? binary : null;
  } catch {
    return null; // path.txt is written when the binary arrives
  }
}

/** Fetches the pinned Electron's binary with its own script, within a minute. */
export function fetchElectron() {
  console.log('fetching the Electron binary (at most 60 s) …');
  const script = join(root, 'node_modules/electron/install.js');
  spawnSync(process.execPath, [script], { cwd: root, stdio: 'ignore', timeout: FETCH_LIMIT_MS, killSignal: 'SIGKILL' });
  return electronBinary();
}
