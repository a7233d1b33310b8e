// `npm run check`: types, components, lint, format, unused code. Two at a time; prints what fails, warnings included.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensureInstalled } from './freshness.mjs';
import { root } from './paths.mjs';

const bin = (path) => `${root}node_modules/${path}`;
const types = (room) => ({ name: `types of ${room}`, needs: `${room}/tsconfig.json`, words: [bin('typescript/bin/tsc'), '-p', room] });
const CHECKS = [
  { name: 'lint', needs: 'eslint.config.js', words: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  {
    name: 'components',
    needs: 'renderer/tsconfig.json',
    words: [
      bin('svelte-check/bin/svelte-check'),
      '--workspace',
      'renderer',
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ],
  },
  types('core'),
  types('node'),
  types('cli'),
  types('electron'),
  types('test'),
  { name: 'format', needs: '.prettierrc.json', words: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'unused code', needs: 'knip.json', words: [bin('knip/bin/knip.js'), '--treat-config-hints-as-errors'] },
];

ensureInstalled();
const waiting = [...CHECKS];
let failed = 0;
await Promise.all([worker(), worker()]);
console.log(failed === 0 ? 'all checks hold' : `${failed} of ${CHECKS.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function worker() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    if (!existsSync(`${root}${check.needs}`)) {
      console.log(`not there yet: ${check.name} (${check.needs})`);
      continue;
    }
    const began = Date.now();
    const { status, output } = await run(check.words);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    if (status !== 0) failed += 1;
    console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)${status === 0 ? '' : `\n${output.trim()}`}`);
  }
}

function run(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (output += part));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
