import { text } from '../../../fixtures/read/zip-maker.ts';
import type { H5GroupSpec } from '../../../core/write/hdf5/write-hdf5.ts';
import { oneFile, type TortureCase } from './case.ts';
import { dense, DENSE_ARRAYS, FEATURES, functional, group, INPUT, kerasZip, lstm, sequential, UNITS } from './keras-model.ts';

const MEMBER = 'm.keras/config.json';

/** A `.keras` with this configuration. */
function config(row: number, what: string, code: string, where: string, make: () => unknown, groups?: readonly H5GroupSpec[]): TortureCase {
  return oneFile(row, what, 'm.keras', () => kerasZip(make(), groups), code, where);
}

/** A sound configuration with a piece of text put in place of the number of units. */
const withUnits = (json: string): string => JSON.stringify(sequential(INPUT, lstm({ units: 'HERE' }))).replace('"HERE"', json);

/** A configuration of a thousand lines, broken at line 812. */
function brokenAtLine(line: number): string {
  const lines = JSON.stringify(
    sequential(INPUT, ...Array.from({ length: 200 }, (_, index) => lstm({ name: `lstm_${index}` }))),
    null,
    1,
  ).split('\n');
  lines[line - 1] = `${lines[line - 1] ?? ''} oops`;
  return lines.join('\n');
}

const nested = (depth: number): string => {
  const open = '{"class_name":"Sequential","config":{"name":"n","layers":[';
  return open.repeat(depth) + JSON.stringify(INPUT) + ']}}'.repeat(depth);
};

const gru = (...bias: number[]): H5GroupSpec => group('layers/lstm/cell', [FEATURES, 3 * UNITS], [UNITS, 3 * UNITS], bias);
const inputOf = (shape: unknown) => sequential({ class_name: 'InputLayer', config: { name: 'x', batch_input_shape: shape } }, lstm());

/** Rows 41 to 55: JSON configurations. Rows 47 to 49 and 53 are warnings and stand in config.test.ts. */
export const CONFIG_CASES: readonly TortureCase[] = [
  config(41, 'broken at line 812', 'json-syntax', MEMBER, () => brokenAtLine(812)),
  config(42, 'a byte that is not UTF-8', 'json-encoding', MEMBER, () => Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)),
  config(42, 'half a character of UTF-16', 'json-encoding', MEMBER, () => Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x22, 0, 0, 0xd8, 0x22, 0)),
  config(42, 'a lone surrogate', 'json-encoding', MEMBER, () => '{"class_name": "\\ud83d"}'),
  config(43, '10,000 deep', 'json-depth', MEMBER, () => '['.repeat(10_000)),
  config(43, '5,000,000 deep', 'json-depth', MEMBER, () => '['.repeat(5_000_000)),
  oneFile(43, '64 MiB and one byte', 'model.json', () => text(`{${' '.repeat(2 ** 26 - 1)}}`), 'json-size'),
  oneFile(43, 'more values than are read', 'model.json', () => text(`[${'[],'.repeat(1_000_000)}1]`), 'json-nodes'),
  config(44, '__proto__', 'json-key', MEMBER, () => '{"class_name": "Sequential", "config": {"__proto__": {"x": 1}}}'),
  config(44, '__proto__ in escapes', 'json-key', MEMBER, () => '{"\\u005f_proto__": {"x": 1}}'),
  config(44, 'constructor.prototype', 'json-key', MEMBER, () => '{"class_name": "Sequential", "constructor": {"prototype": {"x": 1}}}'),
  config(44, 'prototype deep inside', 'json-key', MEMBER, () => withUnits('{"a": [{"prototype": {"x": 1}}]}')),
  ...['0', '-1', '1.5', '"32"', 'null', '1e9', '9007199254740993'].map((units) =>
    config(45, `units: ${units}`, 'config-value', 'lstm.units', () => withUnits(units)),
  ),
  config(46, 'units: NaN', 'json-syntax', MEMBER, () => withUnits('NaN')),
  config(46, '1e400', 'json-syntax', MEMBER, () => withUnits('1e400')),
  config(50, 'a ring', 'graph-cycle', 'a', () => functional([dense('a', 'b'), dense('b', 'a')], 'a'), DENSE_ARRAYS),
  config(50, 'a layer that is not there', 'graph-ref', 'a', () => functional([dense('a', 'ghost')], 'a'), DENSE_ARRAYS),
  config(50, 'two of one name', 'name-duplicate', 'a', () => functional([dense('a', 'x'), dense('a', 'x')], 'a'), DENSE_ARRAYS),
  config(
    51,
    '100,000 layers',
    'config-too-large',
    'd9999',
    () => sequential(INPUT, ...Array.from({ length: 100_000 }, (_, index) => ({ class_name: 'Dropout', config: { name: `d${index}` } }))),
    [],
  ),
  config(51, 'models nested 500 deep', 'json-depth', MEMBER, () => nested(500), []),
  config(52, 'arrays of a GRU', 'shape-mismatch', 'model.weights.h5:/layers/lstm/cell/vars/0', () => sequential(INPUT, lstm()), [
    gru(2, 3 * UNITS),
  ]),
  config(52, 'arrays of a SimpleRNN', 'shape-mismatch', 'model.weights.h5:/layers/lstm/cell/vars/0', () => sequential(INPUT, lstm()), [
    group('layers/lstm/cell', [FEATURES, UNITS], [UNITS, UNITS], [UNITS]),
  ]),
  config(24, 'a kernel of another width', 'shape-mismatch', 'model.weights.h5:/layers/lstm/cell/vars/0', () => sequential(INPUT, lstm()), [
    group('layers/lstm/cell', [FEATURES, 4 * UNITS - 1], [UNITS, 4 * UNITS], [4 * UNITS]),
  ]),
  config(
    24,
    'a kernel that lies on its side',
    'shape-mismatch',
    'model.weights.h5:/layers/lstm/cell/vars/0',
    () => sequential(INPUT, lstm()),
    [group('layers/lstm/cell', [4 * UNITS, FEATURES], [UNITS, 4 * UNITS], [4 * UNITS])],
  ),
  config(54, 'an unknown way to merge', 'config-value', 'both.merge_mode', () =>
    sequential(INPUT, { class_name: 'Bidirectional', config: { name: 'both', merge_mode: 'median', layer: lstm({ name: 'inner' }) } }),
  ),
  ...[
    [null, 3, -1],
    [null, 1, 2, 3, 4, 5, 6, 7],
    [null, null, -2],
  ].map((shape) => config(55, `input ${JSON.stringify(shape)}`, 'input-unknown', 'x.batch_shape', () => inputOf(shape))),
];
