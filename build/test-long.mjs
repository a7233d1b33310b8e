// npm run test:long -- hdf5        what takes longer than `npm test` allows: one part by name, without a name all of them.
// Each part is a file test/long/NAME.long.ts, run by Vitest. What it writes to GATESCOPE_REPORT goes, dated, to docs/results/.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { ensureInstalled } from './freshness.mjs';
import { root } from './paths.mjs';

const ENDING = '.long.ts';
const known = readdirSync(`${root}test/long`).flatMap((file) => (file.endsWith(ENDING) ? [file.slice(0, -ENDING.length)] : []));
// `fuzz` stands for `fuzz-hdf5`, `fuzz-zip`, ….
const asked = process.argv.slice(2).flatMap((word) => {
  const family = known.filter((name) => name === word || name.startsWith(`${word}-`));
  return family.length > 0 ? family : [word];
});
const unknown = asked.filter((name) => !known.includes(name));

if (unknown.length > 0) {
  console.error(`no long test "${unknown.join('", "')}"; there are: ${known.join(', ')}`);
  process.exitCode = 2;
} else {
  ensureInstalled();
  for (const name of asked.length > 0 ? asked : known) run(name);
}

function run(name) {
  const report = `${root}out/long-${name}.md`;
  mkdirSync(`${root}out`, { recursive: true });
  rmSync(report, { force: true });
  const began = Date.now();
  const words = [`${root}node_modules/vitest/vitest.mjs`, 'run', '--project', 'long', `test/long/${name}${ENDING}`];
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit', env: { ...process.env, GATESCOPE_REPORT: report } });
  if (status !== 0) process.exitCode = 1;
  if (!existsSync(report)) {
    console.log(`skipped: ${name} (it wrote no report)`);
    return;
  }
  const date = new Date().toISOString().slice(0, 10);
  const place = `docs/results/${date}-${name}.md`;
  mkdirSync(`${root}docs/results`, { recursive: true });
  writeFileSync(
    `${root}${place}`,
    page({ name, date, passed: status === 0, seconds: (Date.now() - began) / 1000, body: readFileSync(report, 'utf8') }),
  );
  console.log(`written: ${place}`);
}

function page({ name, date, passed, seconds, body }) {
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`;
  return `# ${name}, ${date}\n\n\`npm run test:long -- ${name}\`: ${passed ? 'passed' : '**failed**'} in ${seconds.toFixed(0)} s (${machine}).\n\n${body.trim()}\n`;
}
