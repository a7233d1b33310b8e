import { describe, expect, test } from 'vitest';
import { arraySource, expectedArrays, shownArrays } from '../../../fixtures/arrays/files.ts';
import { faultOf, strictSource } from '../../../fixtures/read/files.ts';
import { openModelFiles } from '../index.ts';
import { LIMITS } from '../limits.ts';
import { isJsonWeights, openJsonWeights } from './index.ts';

const open = (name: string) => openModelFiles([arraySource(`weights_${name}.json`)]);
const text = (content: string) => openModelFiles([strictSource('w.json', new TextEncoder().encode(content))]);
const tensorsOf = (file: ReturnType<typeof open>) => file.groups[0]?.tensors ?? [];
const pathsOf = (file: ReturnType<typeof open>) => tensorsOf(file).map(({ path }) => path);
const { weights } = expectedArrays;

describe('weights that Python wrote as JSON', () => {
  test('a list of arrays', () => {
    const file = open('list');
    expect([file.format, file.groups.length, file.groups[0]?.name, file.leftovers]).toEqual(['json-weights', 1, null, []]);
    expect(pathsOf(file)).toEqual(weights.map((_, index) => String(index)));
    expect(shownArrays(tensorsOf(file))).toEqual(weights);
    expect(tensorsOf(file)[0]?.dtype).toBe('float32');
  });

  test('the same under "weights", with facts beside it', () => {
    const file = open('wrapped');
    expect([shownArrays(tensorsOf(file)), file.leftovers]).toEqual([weights, ['model', 'epoch']]);
  });

  test.each<[string, readonly string[]]>([
    ['layers', ['lstm/kernel', 'lstm/recurrent_kernel', 'lstm/bias', 'dense/kernel', 'dense/bias']],
    ['per_layer', ['0/0', '0/1', '0/2', '2/0', '2/1', '2/2', '3/0', '3/1']],
    ['by_layer', ['lstm/0', 'lstm/1', 'lstm/2', 'gru/0', 'gru/1', 'gru/2', 'dense/0', 'dense/1']],
  ])('%s', (name, paths) => {
    const file = open(name);
    expect(pathsOf(file)).toEqual(paths);
    expect(shownArrays(tensorsOf(file))).toEqual(name === 'layers' ? [0, 1, 2, 6, 7].map((index) => weights[index]) : weights);
  });

  test('bare NaN and Infinity are numbers', () => {
    const shown = shownArrays(tensorsOf(open('nan')));
    expect([shown[0]?.data[10], shown[1]?.data[0], shown[2]?.data[7]]).toEqual([NaN, Infinity, -Infinity]);
    expect(shown.slice(3)).toEqual(weights.slice(3));
  });

  test.each<[string, string, readonly string[], readonly (readonly number[])[]]>([
    ['one array of one axis', '[1, 2, 3]', ['0'], [[3]]],
    [
      'arrays of one rank',
      '[[[1, 2], [3, 4]], [[5], [6]]]',
      ['0', '1'],
      [
        [2, 2],
        [2, 1],
      ],
    ],
    [
      'a list of objects',
      '[{"kernel": [[1]], "bias": [2]}, {"kernel": [[3, 4]]}]',
      ['0/kernel', '0/bias', '1/kernel'],
      [[1, 1], [1], [1, 2]],
    ],
    ['weights beside other arrays', '{"weights": [[1]], "biases": [2]}', ['weights', 'biases'], [[1, 1], [1]]],
    ['a list of objects in an object', '{"lstm": [{"kernel": [[1]]}, {"bias": [2, 3]}]}', ['lstm/0/kernel', 'lstm/1/bias'], [[1, 1], [2]]],
    ['a layer without arrays', '{"lstm": [[[1]], [2]], "dropout": [], "gamma": [1, 2]}', ['lstm/0', 'lstm/1', 'gamma'], [[1, 1], [1], [2]]],
  ])('%s', (_, content, paths, shapes) => {
    const tensors = tensorsOf(text(content));
    expect([tensors.map(({ path }) => path), tensors.map(({ shape }) => shape)]).toEqual([paths, shapes]);
  });
});

describe('what is no weights JSON', () => {
  test.each([
    '{}',
    '[]',
    '[[]]',
    '{"a": 1}',
    '{"a": "x"}',
    '["a"]',
    '[[["a"]]]',
    '{"detail": [{"message": "not found"}]}',
    '3',
    '{"a": [1], "b": null}',
  ])('%s', (content) => {
    expect(isJsonWeights(JSON.parse(content))).toBe(false);
    expect(faultOf(() => text(content))?.code).toBe('format-unknown');
  });

  test('more arrays than are read', () => {
    const open = (count: number) => text(`[${'[1],'.repeat(count - 1)}[1]]`);
    expect(tensorsOf(open(LIMITS.weightArrays))).toHaveLength(LIMITS.weightArrays);
    expect(faultOf(() => open(LIMITS.weightArrays + 1))).toMatchObject({ code: 'json-nodes', where: 'w.json', values: { limit: 100_000 } });
  });

  test.each([[{}], [[]], [{ lstm: {} }], [3], [null]])('%j by itself holds no array', (value) => {
    expect(faultOf(() => openJsonWeights(value, strictSource('w.json', new Uint8Array())))).toMatchObject({
      code: 'arrays-none',
      where: 'w.json',
    });
  });

  test.each<[string, string, string, string]>([
    ['rows of unlike length', 'weights-ragged', 'w.json, 0[1]', '[[[1, 2], [3]], [4, 5]]'],
    ['a row that is a number', 'weights-ragged', 'w.json, lstm/kernel[1]', '{"lstm": {"kernel": [[1, 2], 3]}}'],
    ['a text among numbers', 'weights-not-numbers', 'w.json, 1[1]', '[[1, 2], [3, "four"]]'],
    ['null among numbers', 'weights-not-numbers', 'w.json, lstm/bias[1]', '{"lstm": {"bias": [1, null]}}'],
    ['more axes than any layer has', 'weights-not-numbers', 'w.json, 0[0][0][0][0][0][0][0][0]', '[[[[[[[[[[1]]]]]]]]]]'],
  ])('%s: %s at %s', (_, code, where, content) => {
    expect(faultOf(() => text(content))).toMatchObject({ code, where });
  });
});
