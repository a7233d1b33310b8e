// `npm run coverage`: how many branches of core/read/ the tests take. Fails below LEAST per cent. What is left, and why: docs/coverage.md.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { ensureInstalled } from './freshness.mjs';
import { root } from './paths.mjs';

const ROOM = 'core/read';
const LEAST = 95;
/** All tests that read files closely; those of other rooms add next to nothing. */
const TESTS = [ROOM, 'cli/files.test.ts', 'test/torture', 'test/hdf5-random.test.ts'];
const results = `${root}out/coverage`;

ensureInstalled();
rmSync(results, { recursive: true, force: true });
const words = [
  `${root}node_modules/vitest/vitest.mjs`,
  ...['run', '--project', 'unit', '--reporter=minimal', '--silent'],
  ...['--coverage', `--coverage.include=${ROOM}/**`, '--coverage.exclude=**/*.test.ts', `--coverage.reportsDirectory=${results}`],
  ...['--coverage.reporter=json', '--coverage.reporter=json-summary'],
  ...TESTS,
];
const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
if (status !== 0 || !existsSync(`${results}/coverage-summary.json`)) {
  console.error('a test failed: nothing was measured');
  process.exitCode = 1;
} else {
  const summary = JSON.parse(readFileSync(`${results}/coverage-summary.json`, 'utf8'));
  const details = JSON.parse(readFileSync(`${results}/coverage-final.json`, 'utf8'));
  const percent = report(summary, details);
  if (!(percent >= LEAST)) process.exitCode = 1;
}

/** Prints a line per folder and the branches that no test takes; gives the whole figure. */
function report(summary, details) {
  const folders = new Map();
  for (const [path, { branches }] of Object.entries(summary)) {
    const at = path.indexOf(`${ROOM}/`);
    if (at < 0) continue;
    const folder = path.slice(at, path.lastIndexOf('/'));
    const { total, covered } = folders.get(folder) ?? { total: 0, covered: 0 };
    folders.set(folder, { total: total + branches.total, covered: covered + branches.covered });
  }
  for (const { path, branchMap, fnMap, b } of Object.values(details)) {
    const places = Object.entries(branchMap).flatMap(([key, { loc, locations }]) =>
      locations.flatMap(({ start }, index) => (b[key][index] > 0 ? [] : [place(start.line ?? loc.start.line, fnMap)])),
    );
    if (places.length > 0) console.log(`${path.slice(path.indexOf(`${ROOM}/`))}: ${[...new Set(places)].join(', ')}`);
  }
  console.log('');
  for (const [folder, { total, covered }] of [...folders].sort()) if (total > 0) console.log(line(folder, total, covered));
  const { total, covered } = summary.total.branches;
  console.log(`${line('all', total, covered)}; at least ${LEAST} % are asked for`);
  return (100 * covered) / total;
}

/** A line by the named function around it: that is how docs/coverage.md calls it, as lines move. */
function place(at, fnMap) {
  const around = Object.values(fnMap).filter(({ name, loc }) => !name.startsWith('(') && loc.start.line <= at && at <= loc.end.line);
  const inner = around.sort((one, other) => other.loc.start.line - one.loc.start.line)[0];
  return `${inner?.name ?? 'top'} (${at})`;
}

function line(name, total, covered) {
  return `${name}: ${((100 * covered) / total).toFixed(1)} % of ${total} branches`;
}
