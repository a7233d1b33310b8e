import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { build } from 'vite';
import { fixtureCases, type GoldenCase } from '../golden/golden-case.ts';
import { mutated, type Mutation, mutationsOf } from './mutation/mutations.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SCRATCH = join(ROOT, 'out/mutation');
/** The arithmetic, and what turns the arrays of other programs into Keras' columns. */
const ARITHMETIC = 'core/layers';
const CONVERSIONS = ['converted.ts', 'cudnn.ts', 'keras-1.ts', 'onnx.ts', 'pytorch-recurrent.ts', 'tf1-cells.ts'].map(
  (file) => `core/model/adopt/${file}`,
);
/** Files whose numbers no Keras gives: when to yield, and random draws of a fresh layer. */
const LEFT_OUT = new Set(['pace.ts', 'index.ts', 'initialise.ts']);
const HANG_MS = 30_000;
/** A line for each change as it is judged: a run of an hour that is cut off has still said what it found. */
const PROGRESS = join(SCRATCH, 'progress.txt');
/** Part of a file's name: only the changes of these files. */
const ONLY = process.env.GATESCOPE_LONG_ONLY ?? '';
/**
 * What has to notice a change that every golden case lets pass: the tests of the layers first, since most end there. The pages made from the
 * tables are no witness: they are made from what is changed.
 */
const TESTS = [
  ['core/layers', 'test/vectors'],
  ['core/model', 'core/run', 'core/session', 'core/view', 'test/golden', 'test/forensics'],
];

test('every change of the arithmetic makes some test fail', async () => {
  const began = performance.now();
  const mutations = sources().flatMap((file) => mutationsOf(file, readFileSync(join(ROOT, file), 'utf8')));
  const cases = fixtureCases();
  expect(await goldenFault(cases, null)).toBeNull();
  const passed: Mutation[] = [];
  rmSync(PROGRESS, { force: true });
  for (const mutation of mutations) if ((await goldenFault(cases, mutation)) === null) passed.push(mutation);
  note(`${passed.length} of ${mutations.length} changes pass every golden case`);
  makeCopy();
  expect(survivesTests(null), 'without a change every test passes').toBe(true);
  const survivors = passed.filter((mutation) => {
    const survives = survivesTests(mutation);
    note(`${survives ? 'survives' : 'noticed'}: ${words(mutation)}`);
    return survives;
  });
  report(mutations, passed, survivors, (performance.now() - began) / 1000);
  expect(survivors).toEqual([]);
});

function sources(): readonly string[] {
  const arithmetic = readdirSync(join(ROOT, ARITHMETIC), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !LEFT_OUT.has(file))
    .map((file) => `${ARITHMETIC}/${file}`);
  return [...arithmetic, ...CONVERSIONS].filter((file) => file.includes(ONLY));
}

/** The first golden case that notices a change; null when none does. A change that does not even build, or hangs, is noticed. */
async function goldenFault(cases: readonly GoldenCase[], mutation: Mutation | null): Promise<string | null> {
  const bundle = join(SCRATCH, 'golden-run.mjs');
  mkdirSync(SCRATCH, { recursive: true });
  try {
    writeFileSync(bundle, await bundled(mutation));
  } catch {
    return 'does not build';
  }
  return new Promise((settle) => {
    const worker = new Worker(bundle, { workerData: cases });
    const timer = setTimeout(() => {
      settle('hangs');
      void worker.terminate();
    }, HANG_MS);
    const end = (fault: string | null): void => {
      clearTimeout(timer);
      settle(fault);
    };
    worker.once('message', (fault: string | null) => {
      end(fault);
    });
    worker.once('error', () => {
      end('stops');
    });
  });
}

async function bundled(mutation: Mutation | null): Promise<string> {
  const result = await build({
    configFile: false,
    root: ROOT,
    logLevel: 'silent',
    build: { ssr: join(ROOT, 'test/long/mutation/golden-run.ts'), write: false, minify: false, target: 'node20' },
    ssr: { noExternal: true },
    plugins: [
      {
        name: 'mutation',
        enforce: 'pre',
        load: (id) => (mutation !== null && id.endsWith(`/${mutation.file}`) ? mutated(readFileSync(id, 'utf8'), mutation) : null),
      },
    ],
  });
  const output = Array.isArray(result) ? result[0] : result;
  if (!('output' in output)) throw new Error('a build without watching gives its output');
  return output.output[0].code;
}

/** A copy of the tree in which sources may be changed. */
function makeCopy(): void {
  const copy = join(SCRATCH, 'tree');
  rmSync(copy, { recursive: true, force: true });
  for (const entry of readdirSync(ROOT)) {
    if (['.git', 'node_modules', 'out', 'dist', 'coverage'].includes(entry)) continue;
    cpSync(join(ROOT, entry), join(copy, entry), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}

/** True where no test notices the change, or, without one, where all pass. */
function survivesTests(mutation: Mutation | null): boolean {
  if (mutation === null) return TESTS.every(allPass);
  const place = join(SCRATCH, 'tree', mutation.file);
  const original = readFileSync(place, 'utf8');
  writeFileSync(place, mutated(original, mutation));
  const survives = TESTS.every(allPass);
  writeFileSync(place, original);
  return survives;
}

/** Runs tests in the copy up to the first that fails. */
function allPass(tests: readonly string[]): boolean {
  const corpus = join(ROOT, '../shared/corpus');
  const { status } = spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project=unit', '--bail=1', '--silent=true', ...tests],
    {
      cwd: join(SCRATCH, 'tree'),
      stdio: 'ignore',
      timeout: 600_000,
      env: { ...process.env, ...(existsSync(corpus) && { GATESCOPE_CORPUS: corpus }) },
    },
  );
  return status === 0;
}

function note(line: string): void {
  appendFileSync(PROGRESS, `${line}\n`);
}

function words({ file, line, before, after }: Mutation): string {
  return `${file}:${line}: \`${before}\` → \`${after}\``;
}

function report(mutations: readonly Mutation[], passed: readonly Mutation[], survivors: readonly Mutation[], seconds: number): void {
  const kinds = [...new Set(mutations.map(({ kind }) => kind))].sort();
  const count = (of: readonly Mutation[], kind: Mutation['kind']): number => of.filter((mutation) => mutation.kind === kind).length;
  const lines = [
    `${mutations.length} changes of \`core/layers/\` and of the conversions of \`core/model/adopt/\`, one at a time, in ${seconds.toFixed(0)} s: gate orders, signs, biases, defaults, rows of the table of`,
    `versions, masks, flags. ${mutations.length - passed.length} are noticed by the golden cases of \`fixtures/\` alone, ${passed.length - survivors.length} more by other tests.`,
    '',
    '| kind | changes | noticed by golden cases | by other tests | by none |',
    '| --- | --- | --- | --- | --- |',
    ...kinds.map((kind) => {
      const [all, late, never] = [count(mutations, kind), count(passed, kind), count(survivors, kind)];
      return `| ${kind} | ${all} | ${all - late} | ${late - never} | ${never} |`;
    }),
    '',
    survivors.length === 0
      ? 'Survivors: none.'
      : `**${survivors.length} survive:**\n\n${survivors.map((mutation) => `- ${words(mutation)}`).join('\n')}`,
  ];
  const place = process.env.GATESCOPE_REPORT;
  if (place !== undefined) writeFileSync(place, lines.join('\n'));
  else console.log(lines.join('\n'));
}
