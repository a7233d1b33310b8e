import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './arguments.ts';
import { UsageError } from './command-line.ts';

const parse = (text: string): ReturnType<typeof parseCommandLine> => parseCommandLine(text === '' ? [] : text.split(' '));

test('a run with every option', () => {
  const text =
    'run m.keras --input a.npy --input b.npy --sample 2 --state s.npz --set lstm.activation=a=b --out t.NPZ --signals i,lstm/f --steps 3:9 ' +
    '--precision f64 --kernel reference --json --quiet';
  expect(parse(text)).toMatchObject({
    command: 'run',
    files: ['m.keras'],
    options: {
      input: ['a.npy', 'b.npy'],
      sample: 2,
      state: 's.npz',
      set: [{ id: 'lstm.activation', value: 'a=b' }],
      out: { path: 't.NPZ', format: 'npz' },
      signals: ['i', 'lstm/f'],
      steps: { from: 3, to: 9 },
      precision: 'f64',
      json: true,
      quiet: true,
    },
  });
});

test('what is not said has its default', () => {
  expect(parse('run m.keras --input x.npy')).toMatchObject({
    options: { precision: 'f32', tolerance: { absolute: 1e-5, relative: 0 }, sample: null, out: null },
  });
  expect(parse('check m.keras --input x.npy --expected e.npz --tolerance 1e-3,0.5')).toMatchObject({
    options: { tolerance: { absolute: 1e-3, relative: 0.5 } },
  });
  expect(parse('run m.keras --input x --steps 4:')).toMatchObject({ options: { steps: { from: 4, to: null } } });
});

test('save takes its format from the ending', () => {
  expect(parse('save m.keras --out a/w.weights.h5 --set lstm.activation=relu')).toMatchObject({
    options: { out: null, weightsOut: { path: 'a/w.weights.h5', format: 'weights.h5' }, set: [{ id: 'lstm.activation', value: 'relu' }] },
  });
  expect(parse('save m.keras --out w.NPZ')).toMatchObject({ options: { weightsOut: { path: 'w.NPZ', format: 'npz' } } });
});

test('an example brings its own sequence', () => {
  expect(parse('run example:by-hand')).toMatchObject({ files: ['example:by-hand'], options: { input: [] } });
});

test('a file called like an option comes after --', () => {
  expect(parse('open -- --help')).toMatchObject({ command: 'open', files: ['--help'] });
});

test('help and version', () => {
  expect([parse('--help'), parse('run --help'), parse('--version')]).toEqual(['help', 'help', 'version']);
});

describe('a wrong command line says what is wrong', () => {
  test.each([
    ['', 'which command?'],
    ['frobnicate', "unknown command 'frobnicate'"],
    ['toString', "unknown command 'toString'"],
    ['open', "'open' needs a model file"],
    ['open m.keras --frob', "Unknown option '--frob'"],
    ['open m.keras --tolerance 1', "'open' takes no --tolerance"],
    ['run m.keras', "'run' needs --input"],
    ['run m.keras --input', 'argument missing'],
    ['run m.keras --input x --json=yes', 'does not take an argument'],
    ['run m.keras --input x --sample -1', 'ambiguous'],
    ['run m.keras --input x --sample 1.5', '--sample takes a whole number'],
    ['run m.keras --input x --sample 1 --sample 2', '--sample is given twice'],
    ['run m.keras --input x --steps 5', '--steps takes A:B'],
    ['run m.keras --input x --steps 5:5', 'holds no timestep'],
    ['run m.keras --input x --signals i,,f', '--signals takes names'],
    ['run m.keras --input x --precision f16', '--precision takes f32 or f64'],
    ['run m.keras --input x --kernel simd', "'--kernel simd' is not available in this version"],
    ['run m.keras --input x --kernel simd --precision f64', '--kernel simd computes in f32 only'],
    ['run m.keras --input x --columns a,,b', '--columns takes names'],
    ['run m.keras --input x --out trace.xlsx', '.npz, .csv or .json'],
    ['run m.keras --input x --set lstm=3', '--set takes LAYER.SETTING=VALUE'],
    ['run example:a example:b', 'example:NAME stands alone'],
    ['check m.keras --input x', "'check' needs --expected"],
    ['check m.keras --input x --expected e --tolerance 1,2,3', '--tolerance takes ABS'],
    ['check m.keras --input x --expected e --tolerance NaN', '--tolerance takes ABS'],
    ['explain m.keras --input x --layer lstm --unit 0', "'explain' needs --step"],
    ['example a b', "'example' takes one name"],
    ['serve x', "'serve' takes no file"],
    ['serve --port 70000', '--port takes 0 to 65535'],
    ['save m.keras', "'save' needs --out"],
    ['save m.keras --out w.h5', '.npz or .weights.h5'],
    ['save m.keras --out w.WEIGHTS.H5', '.npz or .weights.h5'],
    ['save m.keras --out w.csv', '.npz or .weights.h5'],
    ['save m.keras --out w.npz --input x', "'save' takes no --input"],
    ['run m.keras --input x --out w.weights.h5', '.npz, .csv or .json'],
    ['guess m.keras --input x', "'guess' needs --expected"],
    ['guess m.keras --input x --expected y --tolerance 1e-5,1', "'guess' takes --tolerance ABS, without REL"],
    ['guess m.keras --input x --expected y --out t.npz', "'guess' takes no --out"],
  ])('%s', (text, message) => {
    expect(() => parse(text)).toThrow(UsageError);
    expect(() => parse(text)).toThrow(message);
  });
});
