import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { strictSource } from '../../fixtures/read/files.ts';
import { h5wasmReader } from './h5wasm-oracle.ts';
import { type Manifest, describeOurs } from './hdf5-files.ts';
import { findPython } from './python.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const MAKER = join(ROOT, 'fixtures/make/random_hdf5.py');
const COUNT = Number(process.env.GATESCOPE_LONG_COUNT ?? 2000);
const FIRST_SEED = 100;
/** Files made at a time; those that agree are removed again. */
const BATCH = 250;

const python = findPython('h5py');

test.skipIf(python === null)(`${COUNT} random HDF5 files are read as h5py and h5wasm read them, bit for bit`, async () => {
  const began = performance.now();
  const oracle = await h5wasmReader();
  const seen = { files: 0, datasets: 0, groups: 0, texts: 0, byH5wasm: 0 };
  const versions = new Map<string, number>();
  const finds: string[] = [];
  let writer = '';
  for (let batch = 0; batch * BATCH < COUNT; batch++) {
    const folder = join(ROOT, 'out/long-hdf5');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const manifest = make(folder, FIRST_SEED + batch, Math.min(BATCH, COUNT - batch * BATCH));
    writer = `h5py ${manifest.h5py} (HDF5 ${manifest.hdf5})`;
    for (const [name, expected] of Object.entries(manifest.files)) {
      const bytes = new Uint8Array(readFileSync(join(folder, name)));
      versions.set(expected.libver, (versions.get(expected.libver) ?? 0) + 1);
      seen.files += 1;
      seen.datasets += Object.keys(expected.datasets).length;
      seen.groups += Object.keys(expected.groups).length;
      seen.texts += Object.values(expected.texts).reduce((count, texts) => count + Object.keys(texts).length, 0);
      try {
        expect(describeOurs(strictSource(name, bytes), expected)).toEqual(expected);
        for (const [path, sha256] of Object.entries(oracle(bytes, expected))) {
          if (sha256 === null) continue;
          expect({ path, sha256 }).toEqual({ path, sha256: expected.datasets[path]?.sha256 });
          seen.byH5wasm += 1;
        }
      } catch (error) {
        finds.push(
          `seed ${FIRST_SEED + batch}, ${name} (${expected.libver}): ${error instanceof Error ? error.message.split('\n', 1).join('') : String(error)}`,
        );
      }
    }
  }
  const seconds = (performance.now() - began) / 1000;
  report([
    `${seen.files} random files by ${writer}, seeds from ${FIRST_SEED}, in ${seconds.toFixed(0)} s: ${[...versions].map(([name, count]) => `${name} ${count}`).join(', ')}.`,
    `Compared with h5py: ${seen.datasets} datasets by the SHA-256 of their values, the names of ${seen.groups} groups in order, ${seen.texts} attributes with text.`,
    `Compared with h5wasm as well: ${seen.byH5wasm} datasets; it gives no numbers for float16 and bfloat16.`,
    finds.length === 0 ? 'All agree bit for bit.' : `**${finds.length} differ:**\n\n${finds.map((find) => `- ${find}`).join('\n')}`,
  ]);
  expect(finds).toEqual([]);
});

function make(folder: string, seed: number, count: number): Manifest {
  const { status, stderr } = spawnSync(python ?? '', [MAKER, folder, '--seed', String(seed), '--count', String(count)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${MAKER} ended with ${String(status)}\n${stderr}`);
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest; // as: the script writes it so
}

function report(paragraphs: readonly string[]): void {
  console.log(paragraphs.join('\n'));
  const place = process.env.GATESCOPE_REPORT;
  if (place !== undefined) writeFileSync(place, `${paragraphs.join('\n\n')}\n`);
}
