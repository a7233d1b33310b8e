import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Tensor } from '../tensor/index.ts';
import { writeNpy } from './npy.ts';
import { writeNpz } from './npz.ts';

const PYTHON = process.env['GATESCOPE_PYTHON'] ?? 'python3';
const hasNumpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;
if (!hasNumpy) console.warn('skipped: numpy reads our .npz (no numpy in python3; name one in GATESCOPE_PYTHON)');

/** Odd sizes and every special number, in a view that does not start its buffer. */
function samples(): [string, Tensor][] {
  const special = Float32Array.from([9, 9, NaN, Infinity, -Infinity, -0, 1e-45, 0.1]).subarray(2);
  return [
    ['lstm/f', { shape: [1, 2, 3], data: special }],
    ['sortie/größe', { shape: [3], data: Float64Array.from([0.1, -0, 5e-324]) }],
    ['lengths', { shape: [2, 1], data: Int32Array.from([-7, 2 ** 31 - 1]) }],
    ['none', { shape: [0, 4], data: new Float32Array() }],
    ['scalar', { shape: [], data: Float32Array.from([2.5]) }],
  ];
}

test('an .npy header ends on a multiple of 64 bytes and the numbers follow bit for bit', () => {
  const { shape, data } = samples()[0]?.[1] ?? { shape: [], data: new Float32Array() };
  const bytes = writeNpy({ shape, data });
  const header = new TextDecoder('latin1').decode(bytes.subarray(0, 128));
  expect(header).toMatch(/^\x93NUMPY\x01\x00v\x00\{'descr': '<f4', 'fortran_order': False, 'shape': \(1, 2, 3\), \} +\n$/);
  expect(bytes.subarray(128)).toEqual(new Uint8Array(data.buffer.slice(data.byteOffset)));
});

test('an .npz holds one stored member per array, and the same arrays give the same bytes', () => {
  const zip = writeNpz(samples());
  expect(writeNpz(samples())).toEqual(zip);
  const members = unzipSync(zip, { filter: ({ compression }) => compression === 0 });
  expect(Object.keys(members)).toEqual(samples().map(([name]) => `${name}.npy`));
  expect(Object.values(members)).toEqual(samples().map(([, tensor]) => writeNpy(tensor)));
});

test('an array called like a member of every object is kept', () => {
  expect(Object.keys(unzipSync(writeNpz([['__proto__', { shape: [1], data: Float32Array.of(1) }]])))).toEqual(['__proto__.npy']);
});

test.skipIf(!hasNumpy)('numpy reads the same names, shapes, types and bits', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'gatescope-npz-')), 'trace.npz');
  writeFileSync(path, writeNpz(samples()));
  const program = [
    'import json, sys, numpy',
    'found = numpy.load(sys.argv[1], allow_pickle=False)',
    'print(json.dumps([[k, found[k].dtype.str, list(found[k].shape), found[k].tobytes().hex()] for k in found.files]))',
  ].join('\n');
  const found: unknown = JSON.parse(execFileSync(PYTHON, ['-c', program, path], { encoding: 'utf8' }));
  const types = ['<f4', '<f8', '<i4', '<f4', '<f4'];
  const wanted = samples().map(([name, { shape, data }], index) => {
    return [name, types[index], shape, Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex')];
  });
  expect(found).toEqual(wanted);
});
