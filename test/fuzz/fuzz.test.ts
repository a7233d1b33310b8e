import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fuzz, type FuzzReport } from './drive.ts';
import { fuzzFormats } from './formats.ts';

/** Damaged files a format in `npm test`; the long run has goals of its own. */
const SLICE = 1_500;

for (const format of fuzzFormats()) {
  test(`${format.name}: ${SLICE} damaged files open or are refused with a code, in time`, { timeout: 120_000 }, () => {
    const report = fuzz(format, SLICE, 1);
    keepFinds(report);
    expect(report.finds.map(({ seed, run, what }) => ({ seed, run, what }))).toEqual([]);
    expect(report.codes.size, 'damage that is never noticed tests nothing').toBeGreaterThan(1);
  });
}

/** Each find is written down, so that it can become a fixture. */
function keepFinds({ format, finds }: FuzzReport): void {
  const folder = fileURLToPath(new URL('../../out/fuzz-finds/', import.meta.url));
  if (finds.length > 0) mkdirSync(folder, { recursive: true });
  for (const { bytes } of finds)
    writeFileSync(`${folder}${format}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`, bytes);
}
