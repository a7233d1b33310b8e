// Is what is installed and built still what the sources say? Node built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const SOURCES = ['core', 'renderer', 'electron', 'cli', 'node', 'examples', 'build', 'package.json', 'package-lock.json'];
const STAMP = `${root}dist/.built`;

/** Installs what the lock file says if it is missing or stale. Throws when npm fails. */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('installing the locked packages (npm ci) …');
  // npm is a script of Node's, beside this very Node or named by npm itself: no shell is needed to run it.
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm && /\.c?js$/u.test(npm) ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const { status, error } = spawnSync(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci failed${error ? `: ${error.message}` : ''}`);
}

/** Builds if any source is newer than the last build. Throws when the build fails. */
export function ensureBuilt() {
  if (existsSync(STAMP) && newestOf(SOURCES.map((name) => join(root, name))) <= statSync(STAMP).mtimeMs) return;
  console.log('building …');
  build();
}

/** Runs build/build.mjs in a process of its own, for it needs packages that may have been missing when this one began. */
export function build(...args) {
  const { status } = spawnSync(process.execPath, [`${root}build/build.mjs`, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('the build failed');
}

/** Remembers when the build of dist/ began: what changed since is not in it. */
export function markBuilt(began) {
  mkdirSync(`${root}dist`, { recursive: true });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, began / 1000, began / 1000);
}

/** npm writes what it installed into node_modules/.package-lock.json; packages for other systems are absent there. */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
    const found = JSON.parse(readFileSync(`${root}node_modules/.package-lock.json`, 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) =>
        path === '' ||
        (found[path]
          ? found[path].version === entry.version
          : entry.optional === true || entry.devOptional === true || entry.peer === true),
    );
  } catch {
    return false; // no lock file beside node_modules: nothing was installed
  }
}

function newestOf(paths) {
  let newest = 0;
  for (const path of paths) {
    if (!existsSync(path)) continue;
    const found = statSync(path);
    const inside = found.isDirectory()
      ? newestOf(
          readdirSync(path)
            .filter((name) => !/\.test\.ts$/u.test(name))
            .map((name) => join(path, name)),
        )
      : 0;
    newest = Math.max(newest, found.isDirectory() ? inside : found.mtimeMs);
  }
  return newest;
}
