import type h5wasmModule from 'h5wasm';
import { type Described, digest } from './hdf5-files.ts';

/** Digests of every dataset by the HDF5 library as WebAssembly; null for float16 and bfloat16, which it does not give as numbers. */
export async function h5wasmReader(): Promise<(bytes: Uint8Array, expected: Described) => Readonly<Record<string, string | null>>> {
  // The browser build: unlike the Node build it cannot follow a link to another file on this disk.
  const { default: h5wasm } = (await import('h5wasm')) as { default: typeof h5wasmModule };
  const { FS } = await h5wasm.ready;
  return (bytes, expected) => {
    FS.writeFile('oracle.h5', bytes);
    const file = new h5wasm.File('oracle.h5', 'r');
    try {
      return Object.fromEntries(Object.entries(expected.datasets).map(([path, { dtype }]) => [path, readDigest(file.get(path), dtype)]));
    } finally {
      file.close();
      FS.unlink('oracle.h5');
    }
  };
}

function readDigest(object: unknown, dtype: string): string | null {
  if (dtype === 'bfloat16' || dtype.endsWith('f2')) return null;
  const value = (object as { value: unknown }).value; // as: the paths are those of datasets
  const values = Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<unknown>) : [value]; // as: just seen
  return digest(Array.from(values, Number), dtype);
}
