import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ReferenceArray, readNpz } from '../../test/golden/npz.ts';
import { buildModel } from '../model/index.ts';
import { bufferSource, type ByteSource, openModelFiles } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { writeNpy, writeNpz } from '../write/index.ts';
import { Lab } from './lab.ts';
import { knownPairs } from './known-pairs.ts';
import { finish } from './progress.ts';
import { arraysOf, runToEnd } from './run-files.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, FIXTURES)));
const file = (path: string): ByteSource => bufferSource(path.split('/').at(-1) ?? path, bytesOf(path));
/** What Keras returned from each layer. */
const KERAS = readNpz(bytesOf('unsupported/brought.npz'));
const ofKeras = (name: string): ReferenceArray => KERAS.get(name) ?? { shape: [], data: new Float64Array() };
const float32 = ({ shape, data }: ReferenceArray): Tensor => ({ shape, data: Float32Array.from(data) });
const npy = (tensor: Tensor): ByteSource => bufferSource('out.npy', writeNpy(tensor));
const CONV = float32(ofKeras('conv/output'));
const shaped = (...shape: number[]): ByteSource => npy({ shape, data: new Float32Array(shape.reduce((size, axis) => size * axis, 1)) });
/** Keras in float32 against the recurrences here, a few steps of rounding. */
const FLOAT32_TOLERANCE = 2e-6;

function opened(samples: 'both' | 'first' = 'both'): Lab {
  const lab = new Lab();
  lab.open([file('unsupported/model.keras')]);
  const input = readNpz(writeNpz([['x', float32(readInput())]])).get('x') ?? { shape: [], data: new Float64Array() };
  const one = { shape: [1, ...input.shape.slice(1)], data: input.data.slice(0, input.data.length / 2) };
  lab.setSequenceFiles([samples === 'both' ? file('unsupported/input.npy') : npy(float32(one))]);
  return lab;
}

function readInput(): ReferenceArray {
  const view = new DataView(bytesOf('unsupported/input.npy').buffer);
  const begin = 10 + view.getUint16(8, true);
  return { shape: [2, 9, 3], data: Float64Array.from({ length: 54 }, (_, index) => view.getFloat32(begin + 4 * index, true)) };
}

function largestDifference(lab: Lab, name: string, expected: ReferenceArray): number {
  const got = arraysOf(lab).get(name);
  expect(got?.shape).toEqual(expected.shape);
  return Math.max(...expected.data.map((value, index) => Math.abs(value - (got?.data[index] ?? NaN))));
}

const refused = (code: string, values: object = {}): Error =>
  expect.objectContaining({ code, values: expect.objectContaining(values) as object }) as Error;

describe('the output of a layer that cannot run', () => {
  test.each([
    ['.npy', () => npy(CONV)],
    [
      '.npz by the name of the layer',
      () =>
        bufferSource(
          'o.npz',
          writeNpz([
            ['conv', CONV],
            ['other', CONV],
          ]),
        ),
    ],
    [
      '.npz by the name in a trace',
      () =>
        bufferSource(
          'o.npz',
          writeNpz([
            ['conv/output', CONV],
            ['output', CONV],
          ]),
        ),
    ],
  ])('brought as %s lets the rest give what Keras gives', (_, source) => {
    const lab = opened();
    expect(lab.card.model.layers.map(({ name, runs }) => [name, runs])).toEqual([
      ['input_layer', true],
      ['first', true],
      ['conv', false],
      ['second', false],
      ['head', false],
    ]);
    const card = lab.bringOutput('conv', [source()]);
    expect(card.model.layers.map(({ runs, isBrought }) => [runs, isBrought])).toEqual([
      [true, false],
      [true, false],
      [true, true],
      [true, false],
      [true, false],
    ]);
    expect(card.model.warnings.map(({ code, where }) => [code, where])).toEqual([['output-brought', 'conv']]);
    runToEnd(lab, 'f32');
    for (const name of ['second/output', 'head/output'])
      expect(largestDifference(lab, name, ofKeras(name)), name).toBeLessThan(FLOAT32_TOLERANCE);
    expect(largestDifference(lab, 'output', ofKeras('head/output'))).toBeLessThan(FLOAT32_TOLERANCE);
    expect(largestDifference(lab, 'conv/output', ofKeras('conv/output'))).toBe(0);
    expect(arraysOf(lab).get('second/f')?.shape).toEqual([2, 9, 5]);
  });

  test('of a single sample may come without that axis, or as a table with a row for each timestep', () => {
    const [, steps = 0, filters = 0] = CONV.shape;
    const one = { shape: [steps, filters], data: CONV.data.slice(0, steps * filters) };
    const rows = Array.from({ length: steps }, (_, step) => [...one.data.slice(step * filters, (step + 1) * filters)].join(','));
    const csv = bufferSource('conv.csv', new TextEncoder().encode(rows.join('\n')));
    const head = ofKeras('head/output');
    const expected = { shape: [1, 2], data: head.data.slice(0, 2) };
    for (const source of [npy(one), csv]) {
      const lab = opened('first');
      lab.bringOutput('conv', [source]);
      runToEnd(lab, 'f32');
      expect(largestDifference(lab, 'output', expected), source.name).toBeLessThan(FLOAT32_TOLERANCE);
    }
  });

  test('is awaited with the axes that its class, or the layer behind it, tells', () => {
    const axes = (lab: Lab, name: string) => lab.card.model.layers.find((layer) => layer.name === name)?.awaits;
    expect([axes(opened(), 'conv'), axes(opened(), 'first')]).toEqual([[null, 4], null]);
    const dense = new Lab();
    dense.open([file('screen/partial.keras')]);
    expect(axes(dense, 'attention_pool')).toEqual(['…', 4]);
  });

  test.each([
    ['other samples', shaped(3, 9, 4), 'output-shape', { found: '(3, 9, 4)', expected: '(2, None, 4)' }],
    ['other features', shaped(2, 9, 5), 'output-shape', { found: '(2, 9, 5)', expected: '(2, None, 4)' }],
    ['no time axis', shaped(2, 4), 'output-shape', { found: '(2, 4)', expected: '(2, None, 4)' }],
    ['no axes at all', shaped(1), 'output-shape', { found: '(1,)' }],
    [
      'names of other layers',
      bufferSource(
        'o.npz',
        writeNpz([
          ['a', CONV],
          ['b', CONV],
        ]),
      ),
      'output-missing',
      { given: 'a, b' },
    ],
  ])('is refused with %s, and nothing changes', (_, source, code, values) => {
    const lab = opened();
    const before = lab.card;
    expect(() => lab.bringOutput('conv', [source])).toThrow(refused(code, { layer: 'conv', ...values }));
    expect(lab.card).toEqual(before);
  });

  test('is not brought for a layer that is computed, nor without a sequence', () => {
    expect(() => opened().bringOutput('first', [npy(CONV)])).toThrow(refused('output-computed', { layer: 'first' }));
    const bare = new Lab();
    bare.open([file('unsupported/model.keras')]);
    expect(() => bare.bringOutput('conv', [npy(CONV)])).toThrow(refused('input-missing'));
  });

  test('goes when it is taken away and when another sequence comes, and stays when a setting is answered', () => {
    const runs = (lab: Lab): boolean | undefined => lab.card.model.layers.find(({ name }) => name === 'head')?.runs;
    const lab = opened();
    lab.bringOutput('conv', [npy(CONV)]);
    lab.answer('second.activation', 'relu');
    expect(runs(lab)).toBe(true);
    runToEnd(lab, 'f32');
    expect(largestDifference(lab, 'output', ofKeras('head/output'))).toBeGreaterThan(1e-3);
    lab.bringOutput('conv', null);
    expect(runs(lab)).toBe(false);
    lab.bringOutput('conv', [npy(CONV)]);
    lab.setSequenceFiles([file('unsupported/input.npy')]);
    expect(runs(lab)).toBe(false);
    expect(lab.card.model.warnings.map(({ code }) => code)).toEqual(['layer-unsupported']);
  });

  test('stands in the certificate, as a layer that did not run; no rebuild script is made of it', () => {
    const lab = opened();
    lab.bringOutput('conv', [npy(CONV)]);
    runToEnd(lab, 'f32');
    const { bytes } = finish(lab.certificate(new Date(0)));
    const certificate = JSON.parse(new TextDecoder().decode(bytes)) as {
      model: { layers: { name: string; ran: boolean }[] };
      brought: { name: string; shape: number[] }[];
    };
    expect(certificate.brought).toMatchObject([{ name: 'brought/conv/output', shape: [2, 9, 4] }]);
    expect(certificate.model.layers.filter(({ ran }) => !ran).map(({ name }) => name)).toEqual(['conv']);
    expect(() => finish(lab.rebuild(new Date(0)))).toThrow(refused('rebuild-brought', { layer: 'conv' }));
  });

  test('is part of the pairs that settings are guessed with, cut with samples of unequal length', () => {
    const model = buildModel(openModelFiles([file('unsupported/model.keras')]), new Map(), new Map([['conv', [[[9, 4]]]]]));
    const [input] = model.inputs;
    const known = {
      inputs: new Map([[input.name, float32(readInput())]]),
      states: new Map(),
      lengths: new Map([[input.name, Int32Array.of(9, 5)]]),
      brought: new Map([['conv/output', CONV]]),
    };
    const pairs = knownPairs(model, known, new Map([['head/output', float32(ofKeras('head/output'))]]), null);
    expect(pairs.map(({ brought }) => brought?.get('conv/output')?.shape)).toEqual([
      [1, 9, 4],
      [1, 5, 4],
    ]);
    expect(pairs[1]?.brought?.get('conv/output')?.data).toEqual(CONV.data.slice(36, 56));
  });
});
