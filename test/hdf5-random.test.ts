import { describe, expect, test } from 'vitest';
import { fixtureBytes, strictSource } from '../fixtures/read/files.ts';
import { openZip } from '../core/read/zip/index.ts';
import { h5wasmReader } from './long/h5wasm-oracle.ts';
import { type Manifest, describeOurs } from './long/hdf5-files.ts';

const zip = openZip(strictSource('random.h5.zip', fixtureBytes('random.h5.zip')));
const member = (name: string): Uint8Array => {
  const source = zip.open(name);
  return source.read(0, source.size);
};
const manifest = JSON.parse(new TextDecoder().decode(member('manifest.json'))) as Manifest; // as: fixtures/make/random_hdf5.py wrote it
const oracle = await h5wasmReader();

describe('50 random HDF5 files, and one for each large chunk index', () => {
  test.each(Object.entries(manifest.files))('%s is read as h5py and h5wasm read it, bit for bit', (name, expected) => {
    const bytes = member(name);
    expect(describeOurs(strictSource(name, bytes), expected)).toEqual(expected);
    for (const [path, sha256] of Object.entries(oracle(bytes, expected)))
      if (sha256 !== null) expect({ path, sha256 }).toEqual({ path, sha256: expected.datasets[path]?.sha256 });
  });
});
