import { describe, expect, test } from 'vitest';
import { strictSource } from '../../fixtures/read/files.ts';
import type { LabErrorData } from '../../core/errors/index.ts';
import { buildModel, type Model } from '../../core/model/index.ts';
import { type ByteSource, openModelFiles } from '../../core/read/index.ts';
import { Lab } from '../../core/session/index.ts';
import { arraysOf, runToEnd } from '../../core/session/run-files.ts';
import { writeCsv } from '../../core/write/index.ts';
import type { H5GroupSpec } from '../../core/write/hdf5/write-hdf5.ts';
import {
  dense,
  DENSE_ARRAYS,
  type Entry,
  FEATURES,
  functional,
  group,
  INPUT,
  kerasZip,
  lstm,
  LSTM_ARRAYS,
  sequential,
  UNITS,
} from './cases/keras-model.ts';
import { judged, refusalOf } from './refusal.ts';

/** Rows 45 to 55 of the torture list: a `.keras` whose configuration is hostile. */
const source = (config: unknown, groups?: readonly H5GroupSpec[]): ByteSource => strictSource('m.keras', kerasZip(config, groups));
const modelOf = (config: unknown, groups?: readonly H5GroupSpec[]): Model => buildModel(openModelFiles([source(config, groups)]));
const refused = (config: unknown, groups?: readonly H5GroupSpec[]): LabErrorData => {
  const made = source(config, groups); // before the clock starts
  return refusalOf(() => buildModel(openModelFiles([made])));
};

describe('row 45: a size that is none', () => {
  const WRONG: readonly [shown: string, json: string][] = [
    ['0', '0'],
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['"32"', '"32"'],
    ['null', 'null'],
    ['1000000000', '1e9'],
    ['9007199254740992', '9007199254740993'],
    ['[3]', '[3]'],
    ['{}', '{}'],
    ['true', 'true'],
  ];
  const withUnits = (className: string, json: string): string =>
    JSON.stringify(sequential(INPUT, { class_name: className, config: { name: 'layer', units: 'HERE' } })).replace('"HERE"', json);

  test.each(['LSTM', 'GRU', 'SimpleRNN', 'Dense'].flatMap((name) => WRONG.map(([shown, json]) => [name, shown, json] as const)))(
    '%s with units %s: layer, setting, what was found and the allowed range',
    (className, shown, json) => {
      const refusal = refused(withUnits(className, json));
      expect(refusal).toMatchObject({
        code: 'config-value',
        where: 'layer.units',
        values: { layer: 'layer', setting: 'units', found: shown },
      });
      expect(refusal.message).toContain('a whole number from 1 to 1,000,000');
    },
  );

  test('inside a Bidirectional it is named by its place', () => {
    const inner = { class_name: 'LSTM', config: { name: 'inner', units: 0 } };
    expect(refused(sequential(INPUT, { class_name: 'Bidirectional', config: { name: 'both', layer: inner } }))).toMatchObject({
      code: 'config-value',
      where: 'both/forward.units',
    });
  });

  test.each([
    ['return_sequences', '"yes"', 'true or false'],
    ['go_backwards', '2', 'true or false'],
    ['use_bias', '[]', 'true or false'],
    ['dropout', '"a"', 'a number'],
  ])('%s of %s', (setting, json, expected) => {
    const refusal = refused(JSON.stringify(sequential(INPUT, lstm({ [setting]: 'HERE' }))).replace('"HERE"', json));
    expect(refusal).toMatchObject({ code: 'config-value', where: `lstm.${setting}` });
    expect(refusal.message).toContain(expected);
  });
});

describe('rows 47 to 49: code, and places outside the file', () => {
  const BLOB = 'gASVEAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOULg=='; // a pickle of os.system, in base64
  const HOSTILE: readonly Entry[] = [
    { class_name: 'Lambda', module: 'keras.layers', config: { name: 'bad', function: [BLOB, null, null], function_type: 'lambda' } },
    {
      class_name: 'Lambda',
      config: { name: 'bad', function: { class_name: '__lambda__', config: { code: BLOB, defaults: null, closure: null } } },
    },
    { class_name: 'TorchModuleWrapper', module: 'keras.layers', config: { name: 'bad', module: BLOB } },
    { class_name: 'TFSMLayer', module: 'keras.layers', config: { name: 'bad', filepath: '/tmp/evil', call_endpoint: 'serve' } },
    { class_name: 'MyLayer', module: 'my.package', registered_name: 'Custom>MyLayer', config: { name: 'bad' } },
    { class_name: 'system', module: 'os', config: { name: 'bad', command: 'touch /tmp/owned' } },
    { class_name: 'function', module: 'builtins', registered_name: 'function', config: { name: 'bad', value: 'eval' } },
    { class_name: 'get_file', module: 'keras.utils', config: { name: 'bad', origin: 'https://example.org/x', fname: 'x' } },
    { class_name: 'constructor', config: { name: 'bad' } },
    { class_name: '__proto__', config: { name: 'bad' } },
    { class_name: 'toString', config: { name: 'bad' } },
    { class_name: 'StringLookup', config: { name: 'bad', vocabulary: '/etc/passwd' } },
    { class_name: 'StringLookup', config: { name: 'bad', vocabulary: 'http://example.org/words.txt' } },
    { class_name: 'IntegerLookup', config: { name: 'bad', vocabulary: '\\\\host\\share\\words' } },
  ];

  test.each(HOSTILE.map((entry) => [String(entry.class_name), JSON.stringify(entry.config).slice(0, 60), entry] as const))(
    '%s %s is named as not supported, and what lies before it runs',
    (className, _config, entry) => {
      const lab = new Lab();
      const { model } = lab.open([
        source(sequential(INPUT, lstm(), entry, { class_name: 'Dense', config: { name: 'after', units: 1 } }), [
          LSTM_ARRAYS,
          group('layers/dense', [UNITS, 1], [1]),
        ]),
      ]);
      const warning = model.warnings.find(({ code }) => code === 'layer-unsupported');
      expect(judged(warning as LabErrorData)).toMatchObject({ where: 'bad', values: { layer: 'bad', className } }); // as: judged fails without it
      expect(model.layers.find(({ name }) => name === 'bad')).toMatchObject({ class: className, supported: false, runs: false });
      lab.setSequenceText('1\t2\n3\t4\n5\t6');
      const run = runToEnd(lab, 'f32');
      expect(run.arrays.map(({ name }) => name)).toEqual(expect.arrayContaining(['lstm/h', 'lstm/output']));
      expect(run.arrays.filter(({ name }) => /^(bad|after)\//.test(name))).toEqual([]);
      expect(({} as Record<string, unknown>)['command']).toBeUndefined();
    },
  );

  test('an activation that is a function or a custom name keeps its layer from running, said aloud', () => {
    for (const activation of [
      'my_gate',
      '__proto__',
      'constructor',
      { class_name: 'function', config: 'eval' },
      { module: 'os', class_name: 'system', config: {} },
    ]) {
      const { warnings, layers } = modelOf(sequential(INPUT, lstm({ activation })));
      expect(layers.find(({ name }) => name === 'lstm')?.supported).toBe(false);
      for (const warning of warnings.filter(({ where }) => where !== null)) judged(warning);
      expect(warnings.map(({ code }) => code)).toContain('layer-unsupported');
    }
  });
});

describe('row 50: graphs that are none', () => {
  test.each([
    ['graph-cycle', [dense('a', 'b'), dense('b', 'a')], 'a', /a.*b|b.*a/],
    ['graph-cycle', [dense('a', 'a')], 'a', /a/],
    ['graph-cycle', [dense('a', 'x'), dense('b', 'd'), dense('c', 'b'), dense('d', 'c')], 'a', /b.*c.*d|d.*c.*b|c.*b|b.*d/],
    ['graph-ref', [dense('a', 'ghost')], 'a', /ghost/],
    ['graph-ref', [dense('a', 'x')], 'ghost', /ghost/],
    ['name-duplicate', [dense('a', 'x'), dense('a', 'x')], 'a', /a/],
    ['name-duplicate', [dense('x', 'x')], 'x', /x/],
  ] as const)('%s %#', (code, layers, output, says) => {
    const refusal = refused(functional(layers, output), DENSE_ARRAYS);
    expect(refusal).toMatchObject({ code, message: expect.stringMatching(says) as string });
  });
});

describe('row 51: too much of it', () => {
  test('100,000 layers', () => {
    const layers = Array.from({ length: 100_000 }, (_, index) => ({ class_name: 'Dropout', config: { name: `d${index}` } }));
    expect(refused(sequential(INPUT, ...layers), [])).toMatchObject({ code: 'config-too-large', values: { limit: 10_000 } });
  });

  test.each([60, 500, 5000])('models nested %i deep', (depth) => {
    const open = '{"class_name":"Sequential","config":{"name":"n","layers":[';
    const inner = JSON.stringify(INPUT);
    const config = open.repeat(depth) + inner + ']}}'.repeat(depth);
    expect(['config-too-large', 'json-depth']).toContain(refused(config, []).code);
  });

  test('wrappers nested deep', () => {
    const open = '{"class_name":"TimeDistributed","config":{"name":"n","layer":';
    const config = JSON.stringify(sequential(INPUT, 'HERE')).replace(
      '"HERE"',
      open.repeat(300) + JSON.stringify(lstm()) + '}}'.repeat(300),
    );
    expect(['config-too-large', 'json-depth']).toContain(refused(config, []).code);
  });
});

describe('row 52: arrays of another layer', () => {
  const gru = (...bias: number[]) => group('layers/lstm/cell', [FEATURES, 3 * UNITS], [UNITS, 3 * UNITS], bias);
  test.each([
    [gru(2, 3 * UNITS), /look like GRU\(3, reset_after=True\)/],
    [gru(3 * UNITS), /look like GRU\(3, reset_after=False\)/],
    [group('layers/lstm/cell', [FEATURES, UNITS], [UNITS, UNITS], [UNITS]), /look like SimpleRNN\(3\)/],
    [group('layers/lstm/cell', [FEATURES, 4 * 5], [5, 4 * 5], [4 * 5]), /look like LSTM\(5\)/],
  ])('%#', (arrays, says) => {
    const refusal = refused(sequential(INPUT, lstm()), [arrays]);
    expect(refusal).toMatchObject({ code: 'shape-mismatch', message: expect.stringMatching(says) as string });
    expect(refusal.where).toMatch(/layers\/lstm\/cell\/vars\/0$/);
  });

  test('reset_after that is missing or wrong is settled by the bias, or refused by its shape', () => {
    const entry = (config: object) => ({ class_name: 'GRU', config: { name: 'gru', units: UNITS, ...config } });
    const arrays = (...bias: number[]) => [group('layers/gru/cell', [FEATURES, 3 * UNITS], [UNITS, 3 * UNITS], bias)];
    expect(modelOf(sequential(INPUT, entry({})), arrays(2, 3 * UNITS)).named.get('gru')?.settings.reset_after?.value).toBe(true);
    expect(refused(sequential(INPUT, entry({ reset_after: true })), arrays(3 * UNITS))).toMatchObject({
      code: 'shape-mismatch',
      message: expect.stringMatching(/GRU\(3, reset_after=False\)/) as string,
    });
  });

  test('arrays that are missing are named', () => {
    expect(refused(sequential(INPUT, lstm()), [group('layers/lstm/cell', [FEATURES, 4 * UNITS])])).toMatchObject({
      code: 'weight-missing',
      where: 'lstm',
    });
  });
});

describe('row 53: names that attack', () => {
  const NAMES = [
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    '\u001b[31mred\u001b[2J',
    'safe\u202egpj.exe',
    '🙂👩‍👩‍👧',
    'line\nbreak',
    '=cmd()',
    '+1',
    '-1',
    '@sum',
    '\tx',
    'a'.repeat(1 << 20),
    '__proto__',
    'constructor',
    '../../x',
  ];

  test.each(NAMES.map((name) => [JSON.stringify(name).slice(0, 30), name] as const))(
    '%s: the model opens, runs, and the table is harmless',
    (_shown, name) => {
      const lab = new Lab();
      const { model } = lab.open([source(sequential(INPUT, lstm({ name })))]);
      expect(model.layers.map((layer) => layer.name)).toContain(name);
      lab.setSequenceText('1\t2\n3\t4');
      runToEnd(lab, 'f32');
      const table = new TextDecoder().decode(writeCsv(arraysOf(lab)));
      // A quoted cell never begins with what a spreadsheet takes for a formula.
      expect(table).not.toMatch(/(?:^|,)"?[=+\-@\t\r](?!\d)[^,"]*\(/m);
      for (const line of table.split('\n').slice(1)) expect(line).not.toMatch(/^"[=+\-@\t\r]/);
      expect(lab.saveWeights('npz').name).toBe('m.npz');
    },
  );

  test('in a refusal they are cut and cannot steer', () => {
    for (const name of NAMES) {
      const refusal = refused(sequential(INPUT, lstm({ name, units: 0 })));
      expect(refusal.code).toBe('config-value');
      expect(refusal.message.length).toBeLessThan(1000);
    }
  });
});

describe('row 54: what changes numbers is never ignored in silence', () => {
  test('an unknown way to merge', () => {
    const both = { class_name: 'Bidirectional', config: { name: 'both', merge_mode: 'median', layer: lstm({ name: 'inner' }) } };
    expect(refused(sequential(INPUT, both))).toMatchObject({
      code: 'config-value',
      where: 'both.merge_mode',
      message: expect.stringMatching(/concat.*sum.*mul.*ave/) as string,
    });
  });

  test('settings of a recurrent layer are listed with where they came from', () => {
    const settings =
      modelOf(sequential(INPUT, lstm({ go_backwards: true, stateful: true, return_state: true, dropout: 0.5 }))).named.get('lstm')
        ?.settings ?? {};
    for (const [name, value] of Object.entries({ go_backwards: true, stateful: true, return_state: true, dropout: 0.5 }))
      expect(settings[name]).toMatchObject({ value, from: 'file' });
  });
});

describe('row 55: an input without sizes', () => {
  test.each([
    [[null, 3, -1]],
    [[null, 0, 2]],
    [[null, 1.5, 2]],
    [[null, 'a', 2]],
    ['x'],
    [[]],
    [[null, 1, 2, 3, 4, 5, 6, 7]],
    [[null, 1e300, 2]],
    [{}],
  ])('%j', (shape) => {
    expect(refused(sequential({ class_name: 'InputLayer', config: { name: 'x', batch_input_shape: shape } }, lstm()))).toMatchObject({
      code: 'input-unknown',
      where: 'x.batch_shape',
    });
  });

  test('free axes are learned from the weights', () => {
    const model = modelOf(sequential({ class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, null, null] } }, lstm()));
    expect(model.named.get('lstm')?.calls[0]?.outputs).toEqual([[-1, UNITS]]);
  });
});
