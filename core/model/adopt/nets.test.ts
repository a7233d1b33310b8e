import { describe, expect, test } from 'vitest';
import { netArrays, netShards, netSource, refusalOf } from '../../../fixtures/read/nets-files.ts';
import { fdeep, guitarml, rtneural, tfjs } from '../../../fixtures/read/nets-models.ts';
import { bufferSource, openModelFiles } from '../../read/index.ts';
import { buildModel } from '../build.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

/** Arrays of every layer that has some, as plain numbers. */
function numbersOf(adopted: Adopted): Record<string, unknown> {
  const filled = [...adopted.arrays].filter(([, tensors]) => tensors.length > 0);
  return Object.fromEntries(
    filled.map(([layer, tensors]) => [
      layer,
      tensors.map((tensor) => {
        const loaded = tensor.load();
        expect(loaded.shape).toEqual(tensor.shape);
        return { shape: [...tensor.shape], data: [...loaded.data] };
      }),
    ]),
  );
}

function reference(name: string): Record<string, unknown> {
  return Object.fromEntries(
    [...netArrays(name)].map(([layer, arrays]) => [layer, arrays.map(({ shape, data }) => ({ shape: [...shape], data: [...data] }))]),
  );
}

describe('arrays come to their layers as Keras has them, number by number', () => {
  test.each([
    ['tfjs_converted', () => tfjs('tfjs_converted'), []],
    ['tfjs_saved', () => tfjs('tfjs_saved'), ['spare/steps', 'spare/flags']],
    ['tfjs_store', () => tfjs('tfjs_store'), []],
    ['rtneural', rtneural, []],
    ['guitarml_lstm', () => guitarml('guitarml_lstm.json'), []],
    ['guitarml_gru', () => guitarml('guitarml_gru.json'), []],
    ['fdeep', fdeep, []],
  ] as const)('%s', (name, open, unclaimed) => {
    const adopted = adopt(open(), new Map());
    expect(numbersOf(adopted)).toEqual(reference(name));
    expect(adopted.unclaimed).toEqual(unclaimed);
  });
});

test.each([
  ['tfjs_converted', () => tfjs('tfjs_converted'), []],
  ['tfjs_saved', () => tfjs('tfjs_saved'), ['tfjs-quantised', 'weights-left-over']],
  ['tfjs_store', () => tfjs('tfjs_store'), []],
  ['rtneural', rtneural, []],
  ['guitarml_lstm', () => guitarml('guitarml_lstm.json'), []],
  ['guitarml_gru', () => guitarml('guitarml_gru.json'), []],
  ['fdeep', fdeep, []],
] as const)('%s: every array has the shape that its layer asks for', (_name, open, warnings) => {
  const model = buildModel(open());
  expect(model.warnings.map(({ code }) => code).filter((code) => code !== 'layer-unsupported')).toEqual(warnings);
});

test('what tfjs leaves open has its defaults: hard_sigmoid, whatever Keras does; null is no value of a flag', () => {
  const lstm = buildModel(tfjs('tfjs_saved')).layers.find((layer) => layer.className === 'LSTM');
  expect(lstm?.settings.recurrent_activation).toMatchObject({ value: 'hard_sigmoid', from: 'default' });
  expect(lstm?.settings.unit_forget_bias).toMatchObject({ value: true, from: 'default' });
});

describe('files chosen together, recognised by content', () => {
  test.each([
    ['rtneural', [netSource('rtneural.json')]],
    ['guitarml', [netSource('guitarml_gru.json')]],
    ['frugally-deep', [netSource('fdeep.json')]],
    ['tfjs', [...netShards('tfjs_converted'), netSource('tfjs_converted/model.json')]],
  ])('%s', (format, sources) => {
    expect(openModelFiles(sources).format).toBe(format);
  });

  test('model.json alone asks for its weights; a web page among them is named', () => {
    const model = netSource('tfjs_saved/model.json');
    expect(refusalOf(() => openModelFiles([model]))).toEqual(['shard-missing', 'model.json']);
    const page = bufferSource('group1-shard1of2', new TextEncoder().encode('<!doctype html><title>404</title>'));
    expect(refusalOf(() => openModelFiles([page, model, ...netShards('tfjs_saved').slice(1)]))).toEqual(['not-tfjs', 'group1-shard1of2']);
  });
});
