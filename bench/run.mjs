// npm run bench -- cli        one measurement by name; without a name all of them.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const MEASUREMENTS = { cli: './cli.mjs', open: './open.mjs' };

const { positionals, values } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '7' } } });
const names = positionals.length > 0 ? positionals : Object.keys(MEASUREMENTS);
const unknown = names.filter((name) => !Object.hasOwn(MEASUREMENTS, name));

if (unknown.length > 0) {
  console.error(`no measurement "${unknown.join('", "')}"; there are: ${Object.keys(MEASUREMENTS).join(', ')}`);
  process.exitCode = 2;
} else if (!existsSync(new URL('../dist/cli/gatescope.js', import.meta.url))) {
  console.error('dist/cli/gatescope.js is missing; run npm run build first');
  process.exitCode = 2;
} else {
  for (const name of names) {
    const { measure } = await import(MEASUREMENTS[name]);
    await measure({ runs: Math.max(1, Number(values.runs)) });
  }
}
