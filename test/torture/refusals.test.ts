import { beforeAll, describe, expect, test } from 'vitest';
import { corpusFiles } from '../../fixtures/read/files.ts';
import { TORTURE_CASES, type TortureCase } from './cases/index.ts';
import { openAll, type Opened } from './open-files.ts';
import { judged } from './refusal.ts';

/** What a refusal may cost. Source: the torture list. */
const LIMIT_MS = 2000;
const LIMIT_BYTES = 256 * 1024 * 1024;

/** Row 25: each of the published files opens or is refused with a listed code. */
const published = (corpusFiles('cve_hdf5', /(?<!README\.md|COPYING)$/) ?? []).map(({ name, bytes }) => ({
  row: 25,
  what: name,
  as: 'model' as const,
  files: () => [{ name: 'model.h5', bytes: bytes() }],
}));

let opened: readonly Opened[] = [];
const answers = new Map<object, Opened>();

beforeAll(async () => {
  const all = [...TORTURE_CASES, ...published];
  opened = await openAll(all);
  all.forEach((each, index) => answers.set(each, opened[index]));
  console.log(table());
}, 120_000);

const answerTo = (each: object): Opened => answers.get(each) ?? expect.fail('it was not opened');

/** Anything but a listed refusal is a defect; it came in time, and took no more memory than allowed. */
function expectCheap({ defect, ms, cpuMs, peakBytes, changedPrototype }: Opened): void {
  expect({ defect, changedPrototype }).toEqual({ defect: null, changedPrototype: null });
  expect(Math.min(ms, cpuMs)).toBeLessThan(LIMIT_MS);
  expect(peakBytes).toBeLessThan(LIMIT_BYTES);
}

describe('each bad input is refused with its code, its place, a fix, in time and in little memory', () => {
  test.each(TORTURE_CASES.map((each) => [each.row, each.what.slice(0, 60), each.code, each] as const))(
    'row %i: %s is %s',
    (_row, _what, _code, each) => {
      const answer = answerTo(each);
      expectCheap(answer);
      if (answer.refusal === null) return expect.fail('it was not refused');
      const { code, where } = judged(answer.refusal);
      expect({ code, where }).toEqual({ code: each.code, where: each.where });
    },
  );
});

describe.skipIf(published.length === 0)('row 25: the published files', () => {
  test.each(published.map((each) => [each.what, each] as const))('%s', (_what, each) => {
    const answer = answerTo(each);
    expectCheap(answer);
    if (answer.refusal !== null) judged(answer.refusal);
  });
});

test('every row of files and sequences that is about refusals has a case', () => {
  const rows = new Set(TORTURE_CASES.map(({ row }) => row));
  // 25 needs the corpus; 31 in part, 47, 48, 49, 53, 60, 70 and 73 open.
  const elsewhere = new Set([25, 47, 48, 49, 53, 60, 70, 73]);
  expect(Array.from({ length: 73 }, (_, index) => index + 1).filter((row) => !rows.has(row) && !elsewhere.has(row))).toEqual([]);
});

/** What the rows cost, for whoever reads the output of the tests. */
function table(): string {
  const all: readonly Pick<TortureCase, 'row'>[] = [...TORTURE_CASES, ...published];
  const lines = [...new Set(all.map(({ row }) => row))].map((row) => {
    const of = all.filter((each) => each.row === row).map(answerTo);
    const codes = [...new Set(of.map(({ refusal }) => refusal?.code ?? 'opens'))];
    const most = (numbers: readonly number[]): number => Math.max(...numbers);
    return [
      String(row),
      String(of.length),
      `${most(of.map(({ ms }) => ms)).toFixed(0)} ms`,
      `${(most(of.map(({ peakBytes }) => peakBytes)) / 2 ** 20).toFixed(0)} MiB`,
      codes.length > 6 ? `${codes.length} codes` : codes.join(', '),
    ];
  });
  const head = ['row', 'cases', 'slowest', 'peak', 'codes'];
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  return [head, ...lines]
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
