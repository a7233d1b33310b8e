import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
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
const HANG_MS = 120_000;
/** A line for each change as it is judged: a run of an hour that is cut off has still said what it found. */
const PROGRESS = join(SCRATCH, 'progress.txt');
/** Part of a file's name: only the changes of these files. */
const ONLY = process.env.GATESCOPE_LONG_ONLY ?? '';
const LANES = cpus().length;
/**
 * What has to notice a change that every golden case lets pass, in the order in which most end. The pages made from the tables are no
 * witness: they are made from what is changed.
 */
const TESTS = [
  ['core/layers/keras-defaults.test.ts', 'core/layers/defaults.test.ts'],
  ['core/layers', 'test/vectors', 'test/golden/shapes.test.ts'],
  ['core/model', 'core/view'],
  ['core/run', 'core/session', 'test/golden', 'test/forensics'],
];

test('every change of the arithmetic makes some test fail', async () => {
  const began = performance.now();
  const mutations = sources().flatMap((file) => mutationsOf(file, readFileSync(join(ROOT, file), 'utf8')));
  const cases = fixtureCases();
  expect(await goldenFault(cases, null, 0)).toBeNull();
  rmSync(PROGRESS, { force: true });
  const passed = await survivorsOf(
    mutations,
    'golden cases',
    async (mutation, lane) => (await goldenFault(cases, mutation, lane)) === null,
  );
  for (let lane = 0; lane < LANES; lane++) makeCopy(lane);
  expect(await survivesTests(null, 0), 'without a change every test passes').toBe(true);
  const survivors = await survivorsOf(passed, 'tests', survivesTests);
  report(mutations, passed, survivors, (performance.now() - began) / 1000);
  expect(survivors).toEqual([]);
});

/** Those that `survives` says so of, in order; judged in as many lanes as the machine has cores. Each is noted as it is judged. */
async function survivorsOf(
  mutations: readonly Mutation[],
  witness: string,
  survives: (mutation: Mutation, lane: number) => Promise<boolean>,
): Promise<readonly Mutation[]> {
  const waiting = mutations.entries();
  const found = new Set<number>();
  const judge = async (lane: number): Promise<void> => {
    for (const [index, mutation] of waiting) {
      if (await survives(mutation, lane)) found.add(index);
      appendFileSync(PROGRESS, `${witness}: ${found.has(index) ? 'survives' : 'noticed'}: ${words(mutation)}\n`);
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => judge(lane)));
  return mutations.filter((_, index) => found.has(index));
}

function sources(): readonly string[] {
  const arithmetic = readdirSync(join(ROOT, ARITHMETIC), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !LEFT_OUT.has(file))
    .map((file) => `${ARITHMETIC}/${file}`);
  return [...arithmetic, ...CONVERSIONS].filter((file) => file.includes(ONLY));
}

/** The first golden case that notices a change; null when none does. A change that does not even build, or hangs, is noticed. */
async function goldenFault(cases: readonly GoldenCase[], mutation: Mutation | null, lane: number): Promise<string | null> {
  const bundle = join(SCRATCH, `golden-run-${lane}.mjs`);
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
function makeCopy(lane: number): void {
  const copy = treeOf(lane);
  rmSync(copy, { recursive: true, force: true });
  for (const entry of readdirSync(ROOT)) {
    if (['.git', 'node_modules', 'out', 'dist', 'coverage'].includes(entry)) continue;
    cpSync(join(ROOT, entry), join(copy, entry), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
}

function treeOf(lane: number): string {
  return join(SCRATCH, `tree-${lane}`);
}

/** True where no test notices the change, or, without one, where all pass. */
async function survivesTests(mutation: Mutation | null, lane: number): Promise<boolean> {
  if (mutation === null) return everyGroupPasses(lane);
  const place = join(treeOf(lane), mutation.file);
  const original = readFileSync(place, 'utf8');
  writeFileSync(place, mutated(original, mutation));
  const survives = await everyGroupPasses(lane);
  writeFileSync(place, original);
  return survives;
}

async function everyGroupPasses(lane: number): Promise<boolean> {
  for (const tests of TESTS) if (!(await allPass(tests, lane))) return false;
  return true;
}

/** Runs tests in a copy up to the first that fails. */
async function allPass(tests: readonly string[], lane: number): Promise<boolean> {
  const corpus = join(ROOT, '../shared/corpus');
  const words = ['run', '--project=unit', '--bail=1', '--silent=true', '--maxWorkers=1', ...tests];
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), ...words], {
    cwd: treeOf(lane),
    stdio: 'ignore',
    timeout: 600_000,
    env: { ...process.env, ...(existsSync(corpus) && { GATESCOPE_CORPUS: corpus }) },
  });
  const [status] = (await once(child, 'exit')) as [number | null]; // as: how `exit` tells it
  return status === 0;
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
