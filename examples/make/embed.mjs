// Writes core/session/examples/files.generated.ts: the files of examples/ as base64, so that every host carries them.
// Usage: node examples/make/embed.mjs
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../', import.meta.url);
const target = new URL('../../core/session/examples/files.generated.ts', import.meta.url);

const names = readdirSync(folder)
  .filter((name) => name.endsWith('.keras') || name.endsWith('.npy'))
  .sort();
const entries = names.map((name) => `  '${name}':\n    '${readFileSync(new URL(name, folder)).toString('base64')}',\n`);

writeFileSync(
  target,
  `// Made by examples/make/embed.mjs from examples/. Do not edit.

/** The files of the built-in examples, base64. */
export const EXAMPLE_FILES: Readonly<Record<string, string>> = {
${entries.join('')}};
`,
);
console.log(`${fileURLToPath(target)}: ${names.join(', ')}`);
