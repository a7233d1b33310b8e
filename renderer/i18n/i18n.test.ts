import { describe, expect, test } from 'vitest';
import { labErrorData, MESSAGES, phrase, PHRASES } from '../../core/errors/index.ts';
import { describeKind, FILE_KINDS } from '../../core/read/recognise.ts';
import { SYSTEM_REASONS } from '../../node/system-reason.ts';
import { fill } from './dictionary.ts';
import { enErrorTitles } from './en-error-titles.ts';
import { en } from './en.ts';
import { count, exact, fixed, shapeText, signed } from './numbers.ts';
import { errorText, phraseText, setLocale } from './index.ts';
import { zhCNErrors } from './zh-CN-errors.ts';
import { zhCN } from './zh-CN.ts';
import { zhCNPhrases } from './zh-CN-phrases.ts';
import { zhCNValues } from './zh-CN-values.ts';

/** The `{places}` of a text, sorted. */
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
const codes = Object.keys(MESSAGES).sort();

describe('the dictionaries', () => {
  test('have the same keys in every language', () => {
    expect(Object.keys(zhCN).sort()).toEqual(Object.keys(en).sort());
  });

  test('have the same places in every language', () => {
    const placesOf = (words: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.keys(en).map((key) => [key, [...new Set(places(words[key]))]]));
    expect(placesOf(zhCN)).toEqual(placesOf(en));
  });

  test('leave no text empty', () => {
    expect(Object.entries({ ...en, ...zhCN }).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the texts of errors', () => {
  test('exist in Chinese for every code of the core', () => {
    expect(codes.filter((code) => !(code in zhCNErrors))).toEqual([]);
    expect(Object.keys(zhCNErrors).filter((code) => !(code in MESSAGES))).toEqual([]);
  });

  test('have a title in English for every code of the core', () => {
    expect(codes.filter((code) => !(code in enErrorTitles))).toEqual([]);
    expect(Object.keys(enErrorTitles).filter((code) => !(code in MESSAGES))).toEqual([]);
  });

  test('have the places of the English message and hint', () => {
    const english = Object.entries(MESSAGES).filter(([code]) => code in zhCNErrors);
    expect(Object.fromEntries(english.map(([code]) => [code, [places(zhCNErrors[code].message), places(zhCNErrors[code].hint)]]))).toEqual(
      Object.fromEntries(english.map(([code, { message, hint }]) => [code, [places(message), places(hint)]])),
    );
  });
});

describe('the reasons, effects and notes of the core', () => {
  test('exist in Chinese for every code, with the same places', () => {
    const placesOf = (words: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(words).map(([code, text]) => [code, [...new Set(places(text))]]));
    expect(placesOf(zhCNPhrases)).toEqual(placesOf(PHRASES));
    expect(
      Object.entries(zhCNPhrases)
        .filter(([, text]) => !/[\u4e00-\u9fff]/.test(text))
        .map(([code]) => code),
    ).toEqual(['tree-kind']);
  });

  test('are English as the core gives them, and Chinese with the words inside them', () => {
    const guessed = phrase('note-guessed', { why: phrase('why-gates', { version: '2.2.4', likely: 'hard_sigmoid' }) });
    const kind = phrase('tree-kind', { size: '12 bytes', kind: describeKind('npy') });
    expect([phraseText(guessed), phraseText('(3, 4) float32')]).toEqual([
      'guessed: Keras 2.2.4 uses hard_sigmoid unless told otherwise; files of weights do not store it.',
      '(3, 4) float32',
    ]);
    setLocale('zh-CN');
    try {
      expect([phraseText(guessed), phraseText(kind), phraseText('(3, 4) float32')]).toEqual([
        '推测：Keras 2.2.4 默认使用 hard_sigmoid；权重文件不保存它。',
        '12 bytes，NumPy 数组（.npy）',
        '(3, 4) float32',
      ]);
      expect(errorText(labErrorData('format-unknown', 'a', { file: 'a zip.tar', found: describeKind('tar') })).message).toBe(
        '“a zip.tar”是 tar 归档，不是这里能打开的模型文件。',
      );
    } finally {
      setLocale('en');
    }
  });

  test('have Chinese words for every kind of file, and for why a system refuses one', () => {
    const fixed = [...FILE_KINDS.map(describeKind), ...SYSTEM_REASONS];
    expect(fixed.filter((words) => !Object.hasOwn(zhCNValues, words))).toEqual([]);
  });
});

test('a place without a value stays as written', () => {
  expect(fill('{a} of {b}', { a: 1 })).toBe('1 of {b}');
});

test('numbers have a true minus, thin spaces and named non-finite values', () => {
  expect([count(29120), count(999), count(-1)]).toEqual(['29\u2009120', '999', '\u22121']);
  expect([fixed(-0.44119), fixed(4.0323184, 6), fixed(Number.NaN), fixed(-Infinity), signed(0.0414)]).toEqual([
    '\u22120.4412',
    '4.032318',
    'NaN',
    '\u2212Inf',
    '+0.0414',
  ]);
  expect([exact(Math.fround(0.1), 'f32'), exact(0.1, 'f64'), exact(-2.5, 'f32')]).toEqual(['0.100000001', '0.1', '-2.5']);
  expect([shapeText([3, 128]), shapeText([128]), shapeText([null, null, 3])]).toEqual(['(3, 128)', '(128,)', '(None, None, 3)']);
});
