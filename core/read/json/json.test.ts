import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../fixtures/read/files.ts';
import { LabError } from '../../errors/index.ts';
import { parseJson, parseJsonBytes } from './index.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('sound JSON', () => {
  test.each(['{}', '[]', ' [1, -2.5e-3, true, false, null, "a\\u00e9\\n\\"", {"a": [{}], "b": ""}] ', '"x"', '0', '{"a":{"a":1}}'])(
    '%s is what JSON.parse gives',
    (text) => {
      expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
    },
  );

  test('byte-order mark and UTF-16 are read', () => {
    expect(parseJsonBytes(bytes(0xef, 0xbb, 0xbf, 0x5b, 0x31, 0x5d), 'x')).toEqual([1]);
    expect(parseJsonBytes(bytes(0xff, 0xfe, 0x5b, 0, 0x31, 0, 0x5d, 0), 'x')).toEqual([1]);
  });

  test('a text of 20 MB in one string costs no stack', () => {
    expect(parseJson(`["${'x'.repeat(20_000_000)}"]`, 'x')).toHaveLength(1);
  });
});

describe('bad JSON', () => {
  test.each([
    '',
    ' ',
    '{',
    '[1,]',
    '[1 2]',
    '{"a"}',
    '{"a":1,}',
    "{'a':1}",
    '{a:1}',
    '[01]',
    '[1.]',
    '[+1]',
    '["\t"]',
    '["\\x"]',
    '["',
    'tru',
    '[1]]',
    '{"a":NaN}',
    '[Infinity]',
    '[-Infinity]',
    '[1e400]',
    '"\\',
    '[}',
    '{]',
  ])('%s is json-syntax, and JSON.parse agrees but for 1e400', (text) => {
    expect(codeOf(() => parseJson(text, 'x'))).toBe('json-syntax');
    if (!text.includes('1e400')) expect(() => JSON.parse(text) as unknown).toThrow();
  });

  test.each([
    ['json-key', '{"a": {"__proto__": {"x": 1}}}'],
    ['json-key', '{"\\u005f_proto__": 1}'],
    ['json-key', '{"constructor": {}}'],
    ['json-duplicate', '{"a": 1, "\\u0061": 2}'],
    ['json-depth', '['.repeat(129)],
    ['json-depth', '['.repeat(5_000_000)],
    ['json-nodes', `[${'1,'.repeat(1_000_000)}1]`],
    ['json-size', ' '.repeat(64 * 1024 * 1024 + 1)],
  ])('%s: %.40s', (code, text) => {
    expect(codeOf(() => parseJson(text, 'x'))).toBe(code);
  });

  test('invalid UTF-8 is named with its offset', () => {
    expect(codeOf(() => parseJsonBytes(bytes(0x5b, 0x22, 0xff, 0x22, 0x5d), 'x'))).toBe('text-encoding');
    try {
      parseJsonBytes(bytes(0x5b, 0x22, 0xff, 0x22, 0x5d), 'x');
    } catch (error) {
      expect(error instanceof LabError && error.values['offset']).toBe(2);
    }
  });

  test('a fault is named by byte, line and column', () => {
    try {
      parseJson('{\n  "é": 1,\n  "b": NaN\n}', 'm.keras/config.json');
    } catch (error) {
      expect(error instanceof LabError && [error.where, error.values]).toMatchObject([
        'm.keras/config.json',
        { offset: 20, line: 3, column: 8 },
      ]);
    }
    expect.assertions(1);
  });
});
