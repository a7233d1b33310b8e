import { zipSync } from 'fflate';
import { afterEach, describe, expect, test } from 'vitest';
import { fixtureBytes, strictSource } from '../../fixtures/read/files.ts';
import { text } from '../../fixtures/read/zip-maker.ts';
import { type ByteSource, openModelFiles, readSequence } from '../../core/read/index.ts';
import { Lab, LabError } from '../../core/session/index.ts';
import { runToEnd } from '../../core/session/run-files.ts';
import { storedTensor } from '../../core/tensor/index.ts';
import { writeHdf5 } from '../../core/write/hdf5/write-hdf5.ts';
import { group, INPUT, kerasZip, LSTM_ARRAYS, lstm, sequential, UNITS } from './cases/keras-model.ts';
import { prototypeWatch } from './prototype-watch.ts';

/**
 * Row 44 of the torture list: names from files that mean something to every object. They are names like any other, or refused; never do they
 * set a prototype. That no refused file changes one is tested in refusals.test.ts.
 */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'];
const changedPrototype = prototypeWatch();

afterEach(() => {
  expect(changedPrototype()).toBeNull();
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

/** The path to an object whose prototype came from elsewhere than a class of the program; null when there is none. */
function strangePrototype(value: unknown, path = '', seen = new Set<unknown>()): string | null {
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return null;
  seen.add(value);
  const prototype = Object.getPrototypeOf(value) as object | null;
  const maker = prototype === null ? undefined : Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (prototype !== null && !(typeof maker === 'function' && maker.prototype === prototype)) return path;
  const inside = value instanceof Map ? [...value] : value instanceof Set ? [...value].map((each) => [each, each]) : Object.entries(value);
  for (const [key, each] of inside) {
    const found = strangePrototype(each, `${path}/${String(key)}`, seen);
    if (found !== null) return found;
  }
  return null;
}

/** Opens, runs, explains, answers and saves; nothing of all that may hold a foreign prototype. */
function useAll(...sources: readonly ByteSource[]): void {
  const lab = new Lab();
  lab.open(sources);
  expect(strangePrototype(openModelFiles(sources))).toBeNull();
  expect(strangePrototype(lab.card)).toBeNull();
  lab.setSequenceText('1\t2\n3\t4\n5\t6');
  const run = runToEnd(lab, 'f32');
  expect(strangePrototype(run)).toBeNull();
  for (const format of ['npz', 'weights.h5'] as const) lab.saveWeights(format);
  for (const name of NAMES)
    for (const id of [name, `${name}.x`, `lstm.${name}`])
      expect(codeOf(() => lab.answer(id, { x: 1 } as never))).toMatch(/^answer-|^message-/); // as: what no typed caller would give
}

function codeOf(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    if (error instanceof LabError) return error.code;
    throw error;
  }
}

test('the watch sees a property that was added, changed or taken', () => {
  const target = Object.prototype as unknown as Record<string, unknown>; // as: to change what must not change
  const before = Object.getOwnPropertyDescriptor(target, 'toString') ?? {};
  target['x'] = 1;
  expect(changedPrototype()).toBe('Object');
  delete target['x'];
  target.toString = () => '';
  expect(changedPrototype()).toBe('Object.toString');
  Object.defineProperty(target, 'toString', before);
  expect(changedPrototype()).toBeNull();
  expect(strangePrototype({ a: [Object.create({ x: 1 })] })).toBe('/a/0');
  expect(strangePrototype({ a: Object.create(null) as unknown, b: new Map([['__proto__', 1]]) })).toBeNull();
});

describe('names that every object has', () => {
  test.each(NAMES)('%s as the name of a layer', (name) => {
    useAll(strictSource('m.keras', kerasZip(sequential(INPUT, lstm({ name })))));
  });

  test.each(NAMES)('%s as a group, an array and an attribute of HDF5', (name) => {
    const array = storedTensor('made', 'made', { shape: [1], data: Float32Array.of(1) });
    const store = writeHdf5([
      { ...LSTM_ARRAYS, attributes: { [name]: 'x', name } },
      { ...group(`layers/${name}/cell`, [2, 4 * UNITS], [UNITS, 4 * UNITS], [4 * UNITS]), attributes: { name } },
      { path: [name], attributes: { [name]: 'x' }, arrays: [[name, array]] },
    ]);
    const file = openModelFiles([strictSource('m.weights.h5', store)]);
    expect(strangePrototype(file)).toBeNull();
    expect(file.groups.map(({ name: group }) => group)).toContain(`layers/${name}/cell`);
    const lab = new Lab();
    expect(codeOf(() => lab.open([strictSource('m.weights.h5', store)]))).toBe('none');
  });

  test.each(NAMES)('%s as a key of .npz, of safetensors and of JSON', (name) => {
    const one = fixtureBytes('le_f4_C.npy');
    const arrays = openModelFiles([strictSource('w.npz', zipSync({ [`${name}.npy`]: one, 'a.npy': one }))]);
    expect(arrays.groups[0]?.tensors.map(({ path }) => path)).toEqual([name, 'a']);
    expect(strangePrototype(arrays)).toBeNull();
    const entry = `{"${name}": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}`;
    const header = text(entry);
    const safe = Uint8Array.from([header.length, 0, 0, 0, 0, 0, 0, 0, ...header, 0, 0, 128, 63]);
    const isKey = ['__proto__', 'constructor', 'prototype'].includes(name);
    expect(codeOf(() => openModelFiles([strictSource('w.safetensors', safe)]))).toBe(isKey ? 'json-key' : 'none');
    expect(codeOf(() => openModelFiles([strictSource('w.json', text(`{"${name}": [[1, 2]], "b": [3]}`))]))).toBe(
      isKey ? 'json-key' : 'none',
    );
  });

  test.each(NAMES)('%s as a column of a table', (name) => {
    const sequence = readSequence(strictSource('x.csv', text(`${name},b\n1,2\n`)));
    expect(sequence.names).toEqual([name, 'b']);
    expect(strangePrototype(sequence)).toBeNull();
  });
});
