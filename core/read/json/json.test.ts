import { describe, expect, test } from 'vitest';
import { codeOf, faultOf } from '../../../fixtures/read/files.ts';
import { nestedTensor, parseJson, parseJsonBytes, parseJsonFile } from './index.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

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
    expect(parseJsonBytes(bytes(0x5b, 0, 0x31, 0, 0x5d, 0), 'x')).toEqual([1]);
    expect(parseJsonBytes(bytes(0, 0x5b, 0, 0x31, 0, 0x5d), 'x')).toEqual([1]);
    expect(parseJsonBytes(bytes(0xfe, 0xff, 0, 0x5b, 0, 0x31, 0, 0x5d), 'x')).toEqual([1]);
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
    '[nan]',
    '[None]',
    '[+Infinity]',
    'Infinity',
    '[-]',
    '[1e]',
    '{"a" 1}',
    '{"a":1 "b":2}',
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
    ['json-nodes', `[${'[],'.repeat(1_000_000)}1]`],
    ['json-nodes', `[${'1,'.repeat(16_000_000)}1]`],
    ['json-size', ' '.repeat(64 * 1024 * 1024 + 1)],
  ])('%s: %.40s', (code, text) => {
    expect(codeOf(() => parseJson(text, 'x'))).toBe(code);
  });

  test.each<[string, number, Uint8Array]>([
    ['UTF-8', 2, bytes(0x5b, 0x22, 0xff, 0x22, 0x5d)],
    ['UTF-8', 5, bytes(0x5b, 0x22, 0xef, 0xbf, 0xbd, 0xed, 0xa0, 0x80, 0x22, 0x5d)],
    ['UTF-16LE', 6, bytes(0xff, 0xfe, 0x5b, 0, 0x22, 0, 0x00, 0xd8, 0x22, 0, 0x5d, 0)],
    ['UTF-16BE', 6, bytes(0xfe, 0xff, 0, 0x5b, 0, 0x22, 0xdc, 0x00, 0, 0x22, 0, 0x5d)],
    ['UTF-16LE', 6, bytes(0xff, 0xfe, 0x5b, 0, 0x5d, 0, 0x5d)],
    ['UTF-16BE', 10, bytes(0, 0x5b, 0, 0x22, 0xd8, 0x3d, 0xde, 0x00, 0, 0x22, 0xd8, 0x00)],
    ['Unicode (\\ud83d is half of a character)', 3, text('["x\\ud83d"]')],
    ['Unicode (\\ude00 is half of a character)', 2, text('["\\ude00"]')],
    ['Unicode (\\ud83d is half of a character)', 2, text('["\\ud83d\\u0041"]')],
  ])('what is not valid %s is json-encoding at byte %i', (encoding, offset, content) => {
    expect(faultOf(() => parseJsonBytes(content, 'm.json'))).toMatchObject({
      code: 'json-encoding',
      where: 'm.json',
      values: { encoding, offset },
    });
  });

  test.each<[string, { offset: number; line: number; column: number; excerpt: string }]>([
    ['{\n  "é": 1,\n  "b": NaN\n}', { offset: 20, line: 3, column: 8, excerpt: 'NaN\\u000a}' }],
    [`[${'1,\n'.repeat(811)}  ${'x'.repeat(50)}`, { offset: 2436, line: 812, column: 3, excerpt: 'x'.repeat(40) }],
    [`["${'x'.repeat(50)}", "\u{1f600}é"`, { offset: 63, line: 1, column: 61, excerpt: `${'x'.repeat(32)}", "\u{1f600}é"` }],
  ])('%.30j is named by byte, line, column and 40 characters', (broken, values) => {
    expect(faultOf(() => parseJson(broken, 'm.keras/config.json'))).toMatchObject({
      code: 'json-syntax',
      where: 'm.keras/config.json',
      values,
    });
  });

  test('a file above 64 MiB is json-size before anything of it is read', () => {
    const source = { name: 'm.json', size: 64 * 1024 * 1024 + 1, read: () => expect.unreachable() };
    expect(faultOf(() => parseJsonFile(source))).toMatchObject({ code: 'json-size', where: 'm.json' });
  });

  test('prototypes stay as they are', () => {
    for (const key of ['__proto__', 'constructor', 'prototype'])
      expect(faultOf(() => parseJson(`[{"a": {"${key}": {"polluted": 1}}}]`, 'x'))).toMatchObject({ code: 'json-key', where: 'x' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('numbers that Python writes and JSON does not have', () => {
  test('are text literals in lists and behind keys of floats', () => {
    const parsed = parseJson('[NaN, [-Infinity, 1], {"scale": NaN, "min": -Infinity, "mask_value": Infinity}]', 'x');
    expect(parsed).toEqual(['NaN', ['-Infinity', 1], { scale: 'NaN', min: '-Infinity', mask_value: 'Infinity' }]);
  });

  test.each(['{"units": NaN}', '{"scale": 1, "units": Infinity}', '-Infinity', '{"scale": [1], "b": NaN}', '[1, nan]', '[None]'])(
    '%s is json-syntax that names them',
    (broken) => {
      expect(faultOf(() => parseJson(broken, 'x'))).toMatchObject({
        code: 'json-syntax',
        values: { reason: 'Python-style NaN, Infinity or None is no JSON' },
      });
    },
  );

  test.each(['1e400', '-1E+0309', '9'.repeat(310), '[[1e309]]'])('%.20s is beyond float64 wherever it stands', (broken) => {
    expect(faultOf(() => parseJson(broken, 'x'))).toMatchObject({
      code: 'json-syntax',
      values: { reason: 'the number is beyond the range of float64' },
    });
  });

  test('the largest and smallest numbers are read', () => {
    expect(parseJson('[1.7976931348623157e308, 5e-324, 1e-400, -0]', 'x')).toEqual([Number.MAX_VALUE, 5e-324, 0, -0]);
  });

  test('weights hold them', () => {
    expect([...nestedTensor(parseJson('[NaN, -Infinity, 2, -NaN]', 'x'), 'kernel', 'x').load().data]).toEqual([NaN, -Infinity, 2, NaN]);
    expect(faultOf(() => nestedTensor(['nan'], 'kernel', 'x'))).toMatchObject({ code: 'weights-not-numbers', where: 'x, kernel[0]' });
  });
});
