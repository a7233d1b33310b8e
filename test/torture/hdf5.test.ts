import { describe, expect, test } from 'vitest';
import { fixture, fixtureBytes, seeded, strictSource } from '../../fixtures/read/files.ts';
import { buildModel } from '../../core/model/index.ts';
import { openModelFiles } from '../../core/read/index.ts';
import { storedTensor } from '../../core/tensor/index.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';
import { refusalOf, SEEDS } from './refusal.ts';

/** Rows 3, 7, 22 and 24 of the torture list; the other rows of HDF5 are tested beside the reader. */
const MODEL = fixtureBytes('k315_h5.h5');
const open = (bytes: Uint8Array) => openModelFiles([strictSource('model.h5', bytes)]);

test.each([
  ['25 %', Math.floor(MODEL.length * 0.25)],
  ['50 %', Math.floor(MODEL.length * 0.5)],
  ['99 %', Math.floor(MODEL.length * 0.99)],
  ['one byte before the end', MODEL.length - 1],
])('row 3: cut at %s, with both lengths', (_, length) => {
  const { code, message } = refusalOf(() => open(MODEL.slice(0, length)));
  expect(code).toBe('h5-truncated');
  expect(message).toContain(String(MODEL.length));
  expect(message).toContain(String(length));
});

describe('row 7: bytes before the signature', () => {
  test('a user block is skipped, with a note', () => {
    const { warnings } = openModelFiles([fixture('legacy_user_block.h5')]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'h5-user-block' }));
  });

  test.each(SEEDS)('junk where no signature may stand behind it, seed %i', (seed) => {
    const random = seeded(seed);
    const junk = Array.from({ length: 1 + Math.floor(random() * 500) }, () => 128 + Math.floor(random() * 8));
    expect(refusalOf(() => open(Uint8Array.from([...junk, ...MODEL])))).toMatchObject({ code: 'format-unknown' });
  });
});

test('row 22: without model_config the weights alone open', () => {
  const bytes = MODEL.slice();
  const name = new TextEncoder().encode('model_config');
  const at = bytes.findIndex((_, index) => name.every((letter, offset) => bytes[index + offset] === letter));
  bytes[at] = 'M'.charCodeAt(0);
  const file = open(bytes);
  expect([file.config, file.groups.some(({ tensors }) => tensors.length === 3)]).toEqual([null, true]);
});

test.each([
  ['as Keras 3 writes it', 'k315_h5.h5'],
  ['as tf.keras writes it', 'tf215_h5_hard_sigmoid.h5'],
])('row 22: a model_config that is not UTF-8, %s', (_, name) => {
  const whole = fixtureBytes(name);
  const at = new TextDecoder('latin1').decode(whole).indexOf('{"');
  for (const letter of [0x80, 0xc3, 0xff]) {
    const bytes = whole.slice();
    bytes[at + 20] = letter;
    expect(refusalOf(() => open(bytes))).toMatchObject({
      code: 'h5-attr',
      where: 'model.h5, /, attribute "model_config"',
      values: { reason: 'its text is not valid UTF-8' },
    });
  }
});

test('row 24: a kernel that disagrees with units says both shapes', () => {
  const model_config = JSON.stringify({
    class_name: 'Sequential',
    config: { name: 'm', layers: [{ class_name: 'LSTM', config: { name: 'lstm', units: 32, batch_input_shape: [null, null, 64] } }] },
  });
  const array = (path: string, shape: number[]) =>
    storedTensor(path, 'test', { shape, data: Float32Array.from({ length: shape.reduce((size, axis) => size * axis, 1) }, Math.sin) });
  const store = writeHdf5([
    {
      path: ['layers', 'lstm', 'cell', 'vars'],
      attributes: {},
      arrays: [
        ['0', array('k', [64, 120])],
        ['1', array('r', [32, 128])],
        ['2', array('b', [128])],
      ],
    },
  ]);
  const config = strictSource('config.json', new TextEncoder().encode(model_config));
  const refusal = refusalOf(() => buildModel(openModelFiles([config, strictSource('m.weights.h5', store)])));
  expect(refusal.code).toBe('shape-mismatch');
  expect(refusal.message).toMatch(/\(64, 120\).*\(64, 128\)|\(64, 128\).*\(64, 120\)/);
});
