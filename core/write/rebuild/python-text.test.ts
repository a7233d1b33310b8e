import { expect, test } from 'vitest';
import { call, code, literal, table } from './python-text.ts';

test.each([
  [null, 'None'],
  [true, 'True'],
  [[1, 2.5, -0, 1e-7], '[1, 2.5, -0.0, 1e-7]'],
  [{ a: [false], 'b"': null }, '{"a": [False], "b\\"": None}'],
  [[NaN, Infinity, -Infinity], '[float("nan"), float("inf"), float("-inf")]'],
  [code('slice(1, None, 2)'), 'slice(1, None, 2)'],
  ['plain', '"plain"'],
])('%j becomes %s', (value, text) => {
  expect(literal(value)).toBe(text);
});

test('text of any kind stays one string literal of printable ASCII', () => {
  const hostile = [
    '"); import os #',
    "'''",
    '"""',
    'a\nimport os',
    '\\',
    '\\"',
    '\u2028',
    '\u202e',
    '\0',
    '\x7f',
    'é层😀',
    '\ud800',
    '${x}',
    '{0}',
    '%s',
  ];
  for (const text of hostile) {
    const written = literal(text);
    expect(written).toMatch(/^"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*"$/);
    expect(written).toMatch(/^[\x20-\x7e]+$/);
  }
  expect(literal('😀')).toBe('"\\U0001f600"'); // as Python writes it: two halves by number would be two characters
});

test('a call that is too long for a line has one argument a line', () => {
  expect(call('f', ['a', 'b=1'])).toBe('f(a, b=1)');
  const long = 'x'.repeat(100);
  expect(call('f', [long, 'b=1'], '    ')).toBe(`f(\n        ${long},\n        b=1,\n    )`);
  expect(table('NAMES', [], '[]')).toBe('NAMES = []');
});
