import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fuzz, type FuzzReport } from '../fuzz/drive.ts';
import { fuzzFormats } from '../fuzz/formats.ts';

/** Seed of the long run: another one than the slice in `npm test`. */
const SEED = 20_261_125;

/** Damages the formats that `wanted` picks until their goals are reached, and reports each as a row. */
export function fuzzLong(wanted: (format: string) => boolean): void {
  const share = Number(process.env['GATESCOPE_FUZZ_SHARE'] ?? 1);
  for (const format of fuzzFormats().filter(({ name }) => wanted(name))) {
    const count = Math.max(1, Math.round(format.goal * share));
    test(`${format.name}: ${count} damaged files`, () => {
      const report = fuzz(format, count, SEED);
      keepFinds(report);
      writeRow(report, format.seeds.length);
      expect(report.finds.map(({ seed, run, what }) => ({ seed, run, what }))).toEqual([]);
    });
  }
}

let hasHead = false;

function writeRow({ format, runs, opened, codes, slowestMs, peakBytes, finds }: FuzzReport, seeds: number): void {
  const place = process.env['GATESCOPE_REPORT'];
  if (place === undefined) return;
  if (!hasHead) {
    appendFileSync(
      place,
      `Seed ${SEED}. Every file opens with all its numbers, or is refused with a listed code in words without holes, within 2 s; of every eighth refused one the tree and the structure are read too.\n\n` +
        '| format | sound files | damaged | opened | refused with | slowest | held above the start | finds |\n|---|---|---|---|---|---|---|---|\n',
    );
    hasHead = true;
  }
  const words = `${codes.size} codes`;
  const cells = [format, seeds, runs, opened, words, `${slowestMs.toFixed(0)} ms`, `${(peakBytes / 2 ** 20).toFixed(0)} MiB`, finds.length];
  appendFileSync(place, `| ${cells.join(' | ')} |\n`);
}

/** Each find is written down, so that it can become a fixture. */
function keepFinds({ format, finds }: FuzzReport): void {
  if (finds.length === 0) return;
  const folder = fileURLToPath(new URL('../../out/fuzz-finds/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  for (const { bytes } of finds)
    writeFileSync(`${folder}${format}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`, bytes);
}
