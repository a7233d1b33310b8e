import { afterAll, describe, expect, test } from 'vitest';
import { codeOf, corpusFiles, strictSource } from '../../../fixtures/read/files.ts';
import { type ByteSource, openModelFiles } from '../index.ts';
import { type H5Object, attributesOf, datasetTensor, findSuperblock, inspectHdf5, openRoot, openSuperblock, walkObjects } from './index.ts';

const LIMIT_MS = 2000;
const files = corpusFiles('cve_hdf5', /(?<!README\.md|COPYING)$/);

/** Everything that can be read from an object; one fault must not hide the next one. Gives the codes of what was refused. */
function readObject(object: H5Object): string[] {
  const codes: string[] = [];
  const collect = (action: () => unknown): void => void codes.push(codeOf(action));
  collect(() => {
    for (const attribute of attributesOf(object).values()) collect(() => (attribute.facts().textBytes === null ? [] : attribute.strings()));
  });
  if (object.kind === 'dataset') collect(() => datasetTensor(object, object.path, object.file.source.name).load());
  return codes.filter((code) => code !== 'none');
}

function readAll(source: ByteSource): string[] {
  const codes: string[] = [];
  const structure = codeOf(() => {
    const base = findSuperblock(source);
    if (base === null) return;
    for (const object of walkObjects(openRoot(openSuperblock(source, base)))) codes.push(...readObject(object));
  });
  return structure === 'none' ? codes : [...codes, structure];
}

describe.skipIf(files === null)('the published bad HDF5 files', () => {
  const times: { name: string; ms: number }[] = [];
  const outcomes = new Map<string, number>();
  const count = (code: string): void => void outcomes.set(code, (outcomes.get(code) ?? 0) + 1);

  test.each((files ?? []).map((file) => [file.name, file] as const))('%s opens, or is refused with a code, within 2 s', (name, file) => {
    const bytes = file.bytes();
    const source = strictSource(name, bytes);
    const started = performance.now();
    const codes = new Set(readAll(source));
    if (bytes.length > 0) {
      inspectHdf5(source);
      codeOf(() => openModelFiles([source]));
    }
    const ms = performance.now() - started;
    times.push({ name, ms });
    if (codes.size === 0) count('all of it reads');
    for (const code of codes) count(code);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  afterAll(() => {
    const slowest = times.reduce((one, other) => (other.ms > one.ms ? other : one), { name: 'none', ms: 0 });
    const counts = [...outcomes].sort(([, one], [, other]) => other - one).map(([code, files]) => `${code} ${files}`);
    console.log(`published bad HDF5 files: ${times.length}; slowest ${slowest.ms.toFixed(0)} ms (${slowest.name}); ${counts.join(', ')}`);
  });
});
