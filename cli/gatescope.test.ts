// Over 400 lines: every part drives the one command that is built, once, for all of them.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArrays } from '../core/session/index.ts';
import { writeNpz } from '../core/write/index.ts';
import { fileSource } from './files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CASE = join(ROOT, 'fixtures/lstm-5u-3f-7t');
const SCREEN = join(ROOT, 'fixtures/screen');
const TIME_MAJOR = join(ROOT, 'fixtures/time-major');
const MODEL = join(CASE, 'model.keras');
const INPUT = join(CASE, 'input.npy');
const EXPECTED = join(CASE, 'expected.npz');
/** Two float32 steps of the largest gate value (1); the fixture's own bound is argued in its case.json. */
const FLOAT32_TOLERANCE = '1e-6';

const folder = mkdtempSync(join(tmpdir(), 'gatescope-cli-'));
const COMMAND = join(folder, 'cli/gatescope.js');

beforeAll(async () => {
  const output = { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' } as const;
  const rolldownOptions = { input: { gatescope: join(ROOT, 'cli/gatescope.ts') }, output };
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: { ssr: true, target: 'node20', outDir: join(folder, 'cli'), emptyOutDir: false, minify: false, rolldownOptions },
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}\n');
  mkdirSync(join(folder, 'renderer'));
  writeFileSync(join(folder, 'renderer/index.html'), '<!doctype html><title>Gatescope</title>');
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function gatescope(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** The one JSON document on standard output. */
function documentOf({ stdout }: { stdout: string }): Record<string, unknown> {
  return JSON.parse(stdout) as Record<string, unknown>; // as: a document is an object, or the test fails
}

describe('open', () => {
  test('--json prints the keys of the contract, the date and what was read past', () => {
    const done = gatescope('open', MODEL, '--json');
    expect([done.status, done.stderr]).toEqual([0, '']);
    const document = documentOf(done);
    expect(Object.keys(document)).toEqual(['ok', 'format', 'producer', 'files', 'layers', 'questions', 'warnings', 'savedAt', 'leftovers']);
    expect(document).toMatchObject({ ok: true, format: 'keras-v3', producer: { name: 'keras' }, files: [{ name: 'model.keras' }] });
    // What only the screen asks of a layer stays out.
    const keys = (document['layers'] as object[]).flatMap((layer) => Object.keys(layer)); // as: the contract
    expect(keys).not.toEqual(expect.arrayContaining(['awaits']));
    expect(keys).not.toEqual(expect.arrayContaining(['isBrought']));
  });

  test('text names each layer, its settings with where they came from, and its weights', () => {
    const { status, stdout } = gatescope('open', MODEL);
    expect(status).toBe(0);
    expect(stdout).toMatch(/LSTM {2}\(None, \w+, 3\) -> \(None, (\w+, )?5\) {2}180 parameters/);
    expect(stdout).toMatch(/ units +5 +file/);
    expect(stdout).toMatch(/ recurrent_kernel +\(5, 20\) +float32 .* columns i f g o/);
  });
});

describe('a folder', () => {
  test('that is an unzipped .keras opens and runs as the zip does', () => {
    const unzipped = join(folder, 'unzipped');
    mkdirSync(unzipped);
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(MODEL)))) writeFileSync(join(unzipped, name), bytes);
    const [asZip, asFolder] = [MODEL, unzipped].map((model) => documentOf(gatescope('run', model, '--input', INPUT, '--json')));
    expect(asFolder).toMatchObject({ ok: true, format: 'keras-v3', warnings: [] });
    for (const key of ['format', 'producer', 'layers', 'questions', 'arrays']) expect(asFolder?.[key]).toEqual(asZip?.[key]);
  });

  test('with nothing to open ends with 3 and says what it is', () => {
    mkdirSync(join(folder, 'saved/variables'), { recursive: true });
    const codes = ['saved', 'renderer', 'none'].map((path) => {
      const done = gatescope('open', path, '--json');
      return [done.status, (documentOf(done)['error'] as { code: string }).code]; // as: the contract
    });
    expect(codes).toEqual([
      [3, 'saved-model'],
      [3, 'html-page'],
      [3, 'read-failed'],
    ]);
  });
});

describe('--set', () => {
  const shapes: readonly (readonly number[])[] = [[3, 20], [5, 20], [20], [5, 2], [2]];
  const weights = shapes.map((shape, index): [string, { shape: readonly number[]; data: Float32Array }] => [
    `arr_${index}`,
    { shape, data: Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, (_, k) => Math.sin(k + index)) },
  ]);

  test('answers what weights alone leave open: true, null and names take the type of their setting', () => {
    writeFileSync(join(folder, 'weights.npz'), writeNpz(weights));
    const set = ['--set', 'lstm.return_sequences=true', '--set', 'dense.activation=null', '--set', 'keras=2.2.4'];
    const document = documentOf(gatescope('open', 'weights.npz', '--json', ...set));
    const layers = document['layers'] as { name: string; settings: Record<string, { value: unknown; from: string }> }[]; // as: the contract
    const questions = document['questions'] as { id: string; answered: boolean; likely: unknown }[];
    expect(layers.map((layer) => layer.name)).toEqual(['input_layer', 'lstm', 'dense']);
    expect(layers[1]?.settings['return_sequences']).toMatchObject({ value: true, from: 'user' });
    expect(layers[1]?.settings['recurrent_activation']).toMatchObject({ value: 'hard_sigmoid', from: 'inferred' });
    expect(layers[2]?.settings['activation']).toMatchObject({ value: 'linear', from: 'user' });
    const answered = questions.filter((question) => question.answered).map((question) => question.id);
    expect(answered).toEqual(['keras', 'lstm.return_sequences', 'dense.activation']);
  });

  test('an answer that is not possible ends with 3, its code and the choices', () => {
    writeFileSync(join(folder, 'weights.npz'), writeNpz(weights));
    expect(gatescope('open', 'weights.npz', '--set', 'lstm.class=GRU')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('error [answer-value] The answer to lstm.class is "GRU"; it has to be one of: LSTM.') as unknown,
    });
    expect(gatescope('open', 'weights.npz', '--set', 'gru.units=3').stderr).toContain('error [answer-unknown]');
  });
});

describe('run', () => {
  test('counts samples and timesteps also where a model of Keras 2 lays time first', () => {
    const done = gatescope('run', join(TIME_MAJOR, 'model.h5'), '--input', join(TIME_MAJOR, 'input.npy'));
    expect(done.stdout).toContain('2 samples, 7 timesteps, f32');
  });

  test('--json carries the summary, every array with its shape, and small arrays with their numbers', () => {
    const done = gatescope('run', MODEL, '--input', INPUT, '--json');
    expect(done.status).toBe(0);
    const document = documentOf(done);
    expect(document['run']).toMatchObject({ timesteps: 7, kernel: 'reference', precision: 'f32', firstNonFinite: null });
    const expected = readArrays(fileSource(EXPECTED));
    expect(Object.keys(document['arrays'] as object)).toEqual(
      expect.arrayContaining([...expected.keys()].filter((name) => !name.startsWith('input'))),
    );
    expect(document['arrays']).toMatchObject({ input: { values: expect.any(Array) as unknown } });
  });

  test('says how the text of its input was read', () => {
    const rows = Array.from({ length: 7 }, (_, row) => [row, row + 0.5, -row].join(';')).join('\n');
    writeFileSync(join(folder, 'utf16.csv'), Buffer.from(`\ufeff${rows}`, 'utf16le'));
    expect(gatescope('run', MODEL, '--input', 'utf16.csv').stdout).toContain('utf16.csv: read as UTF-16LE, cells parted by semicolons\n');
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows.split('\n').map((row) => row.split(';').map(Number))));
    expect(gatescope('run', MODEL, '--input', 'rows.json').stdout).toContain('rows.json: read as UTF-8, nested lists\n');
    expect(gatescope('run', MODEL, '--input', INPUT).stdout).not.toContain('read as');
  });

  test('--out writes what the fixture expects, and check says so', () => {
    const out = join(folder, 'trace.npz');
    const done = gatescope('run', MODEL, '--input', INPUT, '--out', out);
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toContain(`written: ${out}`);
    expect(gatescope('check', MODEL, '--input', INPUT, '--expected', out, '--tolerance', '0').status).toBe(0);
    const check = gatescope('check', MODEL, '--input', INPUT, '--expected', EXPECTED, '--tolerance', FLOAT32_TOLERANCE);
    expect(check).toMatchObject({ status: 0, stdout: expect.stringMatching(/^pass: \d+ arrays compared/) as unknown });
  });

  test('--steps, --signals and --sample give the same bits as the whole run', () => {
    const [whole, part] = [join(folder, 'whole.npz'), join(folder, 'part.npz')];
    gatescope('run', MODEL, '--input', INPUT, '--out', whole, '--quiet');
    gatescope('run', MODEL, '--input', INPUT, '--out', part, '--quiet', '--steps', '2:5', '--signals', 'f,c', '--sample', '0');
    const [all, some] = [readArrays(fileSource(whole)), readArrays(fileSource(part))];
    expect([...some.keys()].map((name) => name.split('/').at(-1))).toEqual(['f', 'c']);
    for (const [name, tensor] of some) expect([tensor.shape, tensor.data]).toEqual([[1, 3, 5], all.get(name)?.data.slice(10, 25)]);
  });

  test('tables and json can be written too, by the ending', () => {
    const [table, json] = [join(folder, 'trace.csv'), join(folder, 'trace.json')];
    expect(gatescope('run', MODEL, '--input', INPUT, '--out', table, '--quiet')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(gatescope('run', MODEL, '--input', INPUT, '--out', json).status).toBe(0);
    expect(readFileSync(table, 'utf8')).toMatch(/^layer,sample,timestep,unit,"/);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toHaveProperty('output');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('rebuild', () => {
  test('fills a new folder, and leaves one with files alone', () => {
    const place = join(folder, 'again');
    const done = gatescope('rebuild', MODEL, '--input', INPUT, '--out', place);
    expect([done.status, done.stderr]).toEqual([0, '']);
    expect(readdirSync(place).sort()).toEqual(['README.txt', 'certificate.json', 'expected.npz', 'rebuild.py', 'weights.npz', 'x.npy']);
    expect(Object.keys(unzipSync(readFileSync(join(place, 'expected.npz'))))).toEqual(
      expect.arrayContaining(['lstm/i.npy', 'lstm/f.npy', 'lstm/g.npy', 'lstm/o.npy', 'lstm/c.npy', 'lstm/h.npy', 'output.npy']),
    );
    const again = gatescope('rebuild', MODEL, '--input', INPUT, '--out', place);
    expect(again.status).toBe(3);
    expect(again.stderr).toContain('error [folder-filled] The folder "again" holds files already; nothing was written.');
    expect(gatescope('rebuild', MODEL, '--input', INPUT).status).toBe(2);
  });
});

describe('check', () => {
  test('--certificate writes what was run and what it equals, whether it passes or not', () => {
    const place = join(folder, 'parity.json');
    const done = gatescope(
      'check',
      MODEL,
      '--input',
      INPUT,
      '--expected',
      EXPECTED,
      '--tolerance',
      FLOAT32_TOLERANCE,
      '--certificate',
      place,
      '--json',
    );
    expect([done.status, done.stderr]).toEqual([0, '']);
    const document = documentOf(done);
    expect(document['certificate']).toBe(place);
    const { check } = JSON.parse(readFileSync(place, 'utf8')) as { check: Record<string, unknown> }; // as: the command has just written it
    expect(check).toMatchObject({
      pass: true,
      compared: readArrays(fileSource(EXPECTED)).size,
      tolerance: { absolute: 1e-6, relative: 0 },
    });
    expect(check['maxAbs']).toBe((document['check'] as Record<string, unknown>)['maxAbs']);
    expect(gatescope('check', MODEL, '--input', INPUT, '--expected', EXPECTED, '--certificate', 'parity.txt').status).toBe(2);
  });

  test('status 1 names the worst place and what is missing', () => {
    const reference = new Map(readArrays(fileSource(EXPECTED)));
    const output = reference.get('output') ?? { shape: [], data: new Float32Array() };
    const wrong = join(folder, 'wrong.npz');
    writeFileSync(
      wrong,
      writeNpz([
        ['output', { ...output, data: Float64Array.from(output.data, (value) => value + 0.5) }],
        ['gru/z', output],
      ]),
    );
    const done = gatescope('check', MODEL, '--input', INPUT, '--expected', wrong, '--json');
    expect(done.status).toBe(1);
    expect(documentOf(done)['check']).toMatchObject({ pass: false, compared: 1, worst: { array: 'output' }, missing: ['gru/z'] });
    const text = gatescope('check', MODEL, '--input', INPUT, '--expected', wrong).stdout;
    expect(text).toMatch(
      /^FAIL: 1 array compared, tolerance 0.00001\n {2}largest difference 0.5.* at output, sample \d+.*\n {2}missing: gru\/z\n$/,
    );
  });
});

describe('explain', () => {
  test('writes each product of each gate, then the states', () => {
    const done = gatescope('explain', 'example:by-hand', '--layer', 'lstm', '--unit', '1', '--step', '0');
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toMatch(/ x\[0\] +1 +× +\S+ += +\S+/);
    expect(done.stdout).toMatch(/ h\[2\] +0 +× /);
    expect(done.stdout.match(/^ {2}z: input \+ recurrent \+ bias +=/gm)).toHaveLength(4);
    expect(done.stdout).toMatch(/\nc = .*\n {2}= .*\n {2}= 4\n\nh = .*\n {2}= .*\n {2}= 4\n$/);
  });

  test('names the two biases of a GRU and what its reset gate multiplies, and says padding', () => {
    const files = [join(SCREEN, 'both-ways.keras'), '--input', join(SCREEN, 'both-ways.npy'), '--unit', '1'];
    const backward = gatescope('explain', ...files, '--layer', 'bidirectional/backward', '--step', '3').stdout;
    expect(backward.match(/^ {2}Σ: input \+ bias\[0\] \+ recurrent \+ bias\[1\] +=/gm)).toHaveLength(2);
    expect(backward).toMatch(/^ {2}Σ: input \+ bias\[0\] \+ r · \(recurrent \+ bias\[1\]\) +=/m);
    expect(backward).toMatch(/\nh = z · h₋₁ \+ \(1 − z\) · g\n/);
    const padding = gatescope('explain', ...files, '--layer', 'bidirectional/forward', '--step', '7').stdout;
    expect(padding).toMatch(/^bidirectional\/forward.*\nPadding: .*\n\nc = c₋₁\n {2}= (.*)\n.*\n\nh = h₋₁\n/);
    const whole = gatescope('explain', ...files, '--layer', 'bidirectional', '--step', '3');
    expect([whole.status, whole.stderr]).toEqual([3, expect.stringContaining('bidirectional/forward')]);
  });

  test('--json carries the calculation', () => {
    const document = documentOf(gatescope('explain', 'example:by-hand', '--layer', 'lstm', '--unit', '1', '--step', '0', '--json'));
    expect(document['explain']).toMatchObject({ layer: 'lstm', unit: 1, timestep: 0, sample: 0, masked: false });
    // The example's own story: after the step [1, 0] the hidden state is [0, 4, 0] and the cell state [0, 4, 1].
    expect(document['arrays']).toMatchObject({ 'lstm/h': { values: [0, 4, 0] }, 'lstm/c': { values: [0, 4, 1] } });
  });
});

describe('example', () => {
  test('writes files that run, and leaves what is there already', () => {
    expect(gatescope('example', 'by-hand')).toMatchObject({ status: 0, stdout: 'written: by-hand.keras\nwritten: by-hand.input.npy\n' });
    expect(gatescope('run', 'by-hand.keras', '--input', 'by-hand.input.npy').status).toBe(0);
    rmSync(join(folder, 'by-hand.keras'));
    const again = gatescope('example', 'by-hand');
    expect(again).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^error \[file-exists\] .*\n {2}where: .*\n {2}fix: .*\n$/) as unknown,
    });
    expect(readdirSync(folder)).not.toContain('by-hand.keras');
    expect(gatescope('example').stdout).toContain('by-hand');
  });
});

describe('save', () => {
  test('writes the weights in the order of get_weights(), and says which', () => {
    const done = gatescope('save', MODEL, '--out', 'w.npz');
    expect(done).toMatchObject({ status: 0, stderr: '' });
    expect(done.stdout).toMatch(/written: w\.npz \(5 arrays, \d+ bytes\)\n$/);
    const saved = readArrays(fileSource(join(folder, 'w.npz')));
    const expected = readArrays(fileSource(join(CASE, 'weights.npz')));
    expect([...saved]).toEqual([...expected]);
  });

  test('--json carries what open prints, and where it went; an old file is replaced', () => {
    writeFileSync(join(folder, 'w.weights.h5'), 'old');
    const done = gatescope('save', MODEL, '--out', 'w.weights.h5', '--json');
    expect([done.status, done.stderr]).toEqual([0, '']);
    const document = documentOf(done);
    expect(Object.keys(document)).toEqual([...Object.keys(documentOf(gatescope('open', MODEL, '--json'))), 'out']);
    expect(document).toMatchObject({ ok: true, out: 'w.weights.h5' });
    expect(readFileSync(join(folder, 'w.weights.h5')).subarray(1, 4).toString()).toBe('HDF');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('--set answers before saving; a wrong answer or an unwritable place ends with 3 and writes nothing', () => {
    expect(gatescope('save', MODEL, '--set', 'lstm.activation=relu', '--out', 'set.npz').status).toBe(0);
    expect(gatescope('save', MODEL, '--set', 'nothing.activation=relu', '--out', 'none.npz')).toMatchObject({ status: 3 });
    expect(gatescope('save', MODEL, '--out', 'nowhere/w.npz')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('error [write-failed]') as unknown,
    });
    expect(readdirSync(folder)).not.toContain('none.npz');
  });
});

describe('guess', () => {
  const known = ['--input', INPUT, '--expected', EXPECTED];

  test('of a model that is right says so, and prints the nearest wrong settings', () => {
    const { status, stdout, stderr } = gatescope('guess', MODEL, ...known);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Nothing is wrong: max \|Δ\| \d\.\de-[78]\.\n/);
    expect(stdout).toMatch(/ 1 {2}\S+ +every setting right\n +2 {2}0\.\d+ +\w/);
  });

  test('of a wrong answer gives the answer that puts it right', () => {
    const done = gatescope('guess', MODEL, ...known, '--set', 'lstm.activation=relu', '--json');
    expect([done.status, done.stderr]).toEqual([0, '']);
    const words = 'activation of lstm is tanh, not relu';
    expect(documentOf(done)).toMatchObject({
      verdict: { kind: 'explained', words: `A${words.slice(1)}.`, tolerance: 1e-5 },
      guess: expect.arrayContaining([
        {
          settings: { 'lstm.activation': 'tanh' },
          words,
          maxAbs: expect.any(Number) as number,
          explains: true,
          set: ['lstm.activation=tanh'],
        },
        expect.objectContaining({ settings: {}, words: 'the settings as they are', explains: false, set: null }),
      ]) as unknown,
      ties: [],
    });
    expect(gatescope('check', MODEL, ...known, '--set', 'lstm.activation=tanh').status).toBe(0);
  });
});

describe('refusals', () => {
  test('a wrong command line: status 2, usage on standard error', () => {
    expect(gatescope('frobnicate')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('Usage: gatescope') as unknown,
    });
    expect(documentOf(gatescope('open', '--json'))).toMatchObject({ ok: false, error: { code: 'usage' } });
  });

  test('a damaged file: status 3 and a coded error with place and remedy', () => {
    const damaged = join(folder, 'damaged.keras');
    writeFileSync(damaged, readFileSync(MODEL).subarray(0, 900));
    const done = gatescope('open', damaged, '--json');
    expect(done.status).toBe(3);
    expect(done.stderr).toMatch(/^error \[[a-z0-9-]+\] .+\n {2}where: .+\n {2}fix: .+\n$/);
    expect(documentOf(done)).toMatchObject({
      ok: false,
      error: { code: expect.any(String) as unknown, hint: expect.any(String) as unknown },
    });
  });

  test('an unwritable --out is refused before the run', () => {
    expect(gatescope('run', MODEL, '--input', INPUT, '--out', 'nowhere/t.npz')).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('error [write-failed]') as unknown,
    });
  });
});

describe('serve', () => {
  test('prints the address alone on a line, serves the page, ends with 130 on Ctrl-C', async () => {
    const child: ChildProcess = spawn(process.execPath, [COMMAND, 'serve'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]; // as: a pipe gives buffers
    expect(String(line)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n$/);
    expect(await (await fetch(String(line).trim())).text()).toContain('Gatescope');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});
