import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.ts';
import { writeCsv } from './csv.ts';
import { writeJson } from './json.ts';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const tensor = (shape: number[], ...values: number[]): Tensor => ({ shape, data: Float64Array.from(values) });

test('a table has one row per layer, sample, timestep and unit, and a column per signal', () => {
  const text = writeCsv([
    ['input', tensor([1, 2, 1], 5, 6)],
    ['lstm/f', tensor([1, 2, 2], 0.1, 0.2, 0.3, 0.4)],
    ['lstm/c', tensor([1, 2, 2], 1, NaN, -Infinity, -0)],
    ['lstm/output', tensor([1, 2], 7, 8)],
    ['output/dense', tensor([1, 1], 9)],
  ]);
  expect(textOf(text).split('\n')).toEqual([
    'layer,sample,timestep,unit,"input","f","c","output"',
    '"",0,0,0,5,,,',
    '"",0,1,0,6,,,',
    '"lstm",0,0,0,,0.1,1,',
    '"lstm",0,0,1,,0.2,NaN,',
    '"lstm",0,1,0,,0.3,-Infinity,',
    '"lstm",0,1,1,,0.4,-0,',
    '"lstm",0,,0,,,,7',
    '"lstm",0,,1,,,,8',
    '"output/dense",0,,0,,,,9',
    '',
  ]);
});

test('a mask stands in the last column of all rows of its layer and of its parts, and nowhere else', () => {
  const text = writeCsv([
    ['both/mask', { shape: [1, 2], data: Uint8Array.of(1, 0) }],
    ['both/forward/h', tensor([1, 2, 2], 1, 2, 3, 4)],
    ['both/output', tensor([1, 3], 5, 6, 7)],
    ['bothersome/h', tensor([1, 2, 1], 8, 9)],
    ['last/mask', { shape: [1, 2], data: Uint8Array.of(0, 1) }],
  ]);
  expect(textOf(text).split('\n')).toEqual([
    'layer,sample,timestep,unit,"h","output","mask"',
    '"both/forward",0,0,0,1,,1',
    '"both/forward",0,0,1,2,,1',
    '"both/forward",0,1,0,3,,0',
    '"both/forward",0,1,1,4,,0',
    '"both",0,,0,,5,',
    '"both",0,,1,,6,',
    '"both",0,,2,,7,',
    '"bothersome",0,0,0,8,,',
    '"bothersome",0,1,0,9,,',
    '"last",0,0,0,,,0',
    '"last",0,1,0,,,1',
    '',
  ]);
});

test.each(['=HYPERLINK("x")', '+1', '-1', '@a', '\tx', '\rx'])('a layer called %j is text, not a formula', (name) => {
  const [, row] = textOf(writeCsv([[`${name}/f`, tensor([1, 1, 1], 1)]])).split('\n');
  expect(row).toBe(`"'${name.replaceAll('"', '""')}",0,0,0,1`);
});

test('json nests the numbers as the shape says and spells out what is not finite', () => {
  const bytes = writeJson([
    ['lstm/f', tensor([1, 2, 2], 0.1, NaN, -Infinity, -0)],
    ['output', tensor([1, 1], 2.5)],
    ['none', tensor([0, 3])],
    ['a"b', tensor([2], 1, Infinity)],
  ]);
  expect(JSON.parse(textOf(bytes))).toEqual({
    'lstm/f': [
      [
        [0.1, 'NaN'],
        ['-Infinity', -0],
      ],
    ],
    output: [[2.5]],
    none: [],
    'a"b': [1, 'Infinity'],
  });
});

test('json without arrays is an empty object', () => {
  expect(textOf(writeJson([]))).toBe('{}\n');
});

test('text of more than one block joins without a seam', () => {
  const data = Float32Array.from({ length: 300_000 }, (_, index) => index / 7);
  const found: unknown = JSON.parse(textOf(writeJson([['x', { shape: [1000, 300], data }]])));
  // as: its shape is what is tested. Compared as text: toEqual takes seconds for so many numbers.
  expect((found as { x: number[][] }).x.flat().join() === data.join()).toBe(true);
});
