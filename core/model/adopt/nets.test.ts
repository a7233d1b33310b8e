import { describe, expect, test } from 'vitest';
import { netArrays, netJson, netShards, netSource } from '../../../fixtures/read/nets-files.ts';
import { openFrugallyDeep } from '../../read/frugally-deep/index.ts';
import { openGuitarml } from '../../read/guitarml/index.ts';
import type { WeightFile } from '../../read/index.ts';
import { openRtneural } from '../../read/rtneural/index.ts';
import { openTfjs } from '../../read/tfjs/index.ts';
import { adopt } from './index.ts';
import type { Adopted } from './adopted.ts';

const tfjs = (folder: string): WeightFile =>
  openTfjs(netJson(`${folder}/model.json`), netSource(`${folder}/model.json`), netShards(folder).reverse());
const rtneural = (): WeightFile => openRtneural(netJson('rtneural.json'), netSource('rtneural.json'));
const guitarml = (name: string): WeightFile => openGuitarml(netJson(name), netSource(name));
const fdeep = (): WeightFile => openFrugallyDeep(netJson('fdeep.json'), netSource('fdeep.json'));

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
