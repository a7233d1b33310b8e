import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readArrays } from '../../core/read/index.ts';
import { bufferSource } from '../../core/session/index.ts';
import { writeNpz } from '../../core/write/index.ts';
import { corpusCase, CORPUS, fixtureCase, fixtureCases, type GoldenCase } from '../golden/golden-case.ts';
import { hostileLab } from '../keras/hostile-names.ts';
import { runScript, writeCase, writeRun } from '../keras/rebuilding.ts';
import { findPython } from './python.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'out/long-rebuild');

/**
 * Cases that no other major release computes alike: the script has to say so, with status 2. Any other case has to agree.
 * Each is explained in docs/parity.md by the rule that the script names, or is of arguments that the other Keras lacks.
 */
const APART = {
  keras: [
    'graphs-nested-tf',
    'initial-states-tf',
    'keras-1-layers',
    'keras-1-recurrent',
    'keras-2-layers',
    'keras-2-states',
    'keras-2-states-turned',
    'keras-2-theano',
    'layers-masks-tf',
    'layers-merging-masks-tf',
    'layers-normalization-tf',
    'layers-softmax-mask-tf',
    'stateful-given-tf',
    'states-keep-mask',
    'time-distributed-masks-tf',
    'time-distributed-stateful-tf',
    'time-major',
  ],
  'tf-keras': [
    'graphs-nested',
    'initial-states',
    'keras-1-layers',
    'keras-1-recurrent',
    'keras-2-layers',
    'keras-2-states',
    'keras-2-states-turned',
    'layers-attention',
    'layers-masks-chain',
    'layers-merging-masks',
    'layers-normalization',
    'layers-reshaping',
    'layers-softmax-mask',
    'stateful-given',
    'states-hide-mask',
    'time-distributed-stateful',
    'unrolled-zeroes',
  ],
} as const;

const python = findPython('venv');
const wanted = process.env['GATESCOPE_LONG_CASES']?.split(',') ?? null;
const lines: string[] = [];
rmSync(FOLDER, { recursive: true, force: true });

for (const [name, apart] of Object.entries(APART) as [keyof typeof APART, readonly string[]][]) {
  test.skipIf(python === null)(`rebuild.py, untouched, in a clean environment with ${name}`, () => {
    const venv = environment(name);
    const legacy = name === 'tf-keras';
    const finds: string[] = [];
    let agreed = 0;
    const toldApart: string[] = [];
    for (const golden of cases()) {
      const folder = join(FOLDER, golden.name);
      const { status, text, lastLine } = runScript(venv, folder, legacy);
      const expected = apart.includes(golden.name) ? 2 : 0;
      if (status !== expected) finds.push(`${golden.name}: status ${String(status)}, expected ${expected}\n${text.slice(-1500)}`);
      else if (status === 2) toldApart.push(golden.name);
      else agreed += 1;
      lines.push(`| ${name} | ${golden.name} | ${String(status)} | ${lastLine.replaceAll('|', '\\|').slice(0, 160)} |`);
    }
    report();
    console.log(`${name}: ${agreed} agree, ${toldApart.length} told apart by a rule (${toldApart.join(', ')}), ${finds.length} finds`);
    expect(finds).toEqual([]);
    expectFailures(venv, legacy);
    const hostile = join(FOLDER, 'hostile-names');
    writeRun(hostileLab(), hostile);
    expect(runScript(venv, hostile, legacy)).toMatchObject({ status: 0 });
    expect(readdirSync(hostile)).not.toContain('hacked');
  });
}

/** A changed number of the reference is a difference; a changed weight is not what the certificate names. */
function expectFailures(venv: string, legacy: boolean): void {
  const [source, folder] = [join(FOLDER, 'last-step'), join(FOLDER, 'changed')];
  if (!existsSync(source)) writeCase(fixtureCase('last-step'), source); // other cases were asked for
  const change = (file: string, array: string): void => {
    rmSync(folder, { recursive: true, force: true });
    cpSync(source, folder, { recursive: true });
    const arrays = readArrays(bufferSource(file, new Uint8Array(readFileSync(join(source, file)))));
    const changed = [...arrays].map(([name, { shape, data }]) => {
      const copy = Float32Array.from(data);
      if (name === array) copy[1] = (copy[1] ?? 0) + 0.001;
      return [name, { shape, data: copy }] as const;
    });
    writeFileSync(join(folder, file), writeNpz(changed));
  };
  for (const array of ['lstm/f', 'output']) {
    change('expected.npz', array);
    const { status, text } = runScript(venv, folder, legacy);
    expect({ array, status }).toEqual({ array, status: 1 });
    expect(text).toMatch(new RegExp(`^${array} .*DIFFERS$`, 'm'));
  }
  change('weights.npz', 'lstm/recurrent_kernel');
  expect(runScript(venv, folder, legacy)).toMatchObject({
    status: 1,
    text: expect.stringContaining('not what the certificate names') as string,
  });
}

/** Every case of fixtures/ and of the corpus, where it is there, written once. */
function cases(): readonly GoldenCase[] {
  const corpus = existsSync(CORPUS) ? readdirSync(CORPUS).flatMap((name) => corpusCase(name) ?? []) : [];
  const all = [...fixtureCases(), ...corpus].filter(({ name }) => wanted === null || wanted.includes(name));
  for (const golden of all) if (!existsSync(join(FOLDER, golden.name, 'rebuild.py'))) writeCase(golden, join(FOLDER, golden.name));
  return all;
}

/** Python of an environment of its own with what fixtures/make/requirements-NAME.txt pins; made once, by pip. */
function environment(name: string): string {
  const [venv, pins] = [join(ROOT, `out/venv-${name}`), join(ROOT, `fixtures/make/requirements-${name}.txt`)];
  const [binary, stamp] = [join(venv, 'bin/python'), join(venv, 'installed.txt')];
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(pins, 'utf8')) return binary;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(join(ROOT, 'out'), { recursive: true });
  perform(python ?? '', ['-m', 'venv', venv]);
  perform(binary, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', pins]);
  copyFileSync(pins, stamp);
  return binary;
}

function perform(command: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${String(status)}\n${stderr.slice(-2000)}`);
}

function report(): void {
  const place = process.env['GATESCOPE_REPORT'];
  const head = ['| environment | case | status | last line |', '| --- | --- | --- | --- |'];
  if (place !== undefined) writeFileSync(place, `${[...head, ...lines].join('\n')}\n`);
}
