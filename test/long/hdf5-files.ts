import { createHash } from 'node:crypto';
import type { ByteSource } from '../../core/read/index.ts';
import {
  type H5Object,
  attributesOf,
  datasetTensor,
  findObject,
  findSuperblock,
  linksOf,
  openRoot,
  openSuperblock,
} from '../../core/read/hdf5/index.ts';

/** What h5py read from the files that fixtures/make/random_hdf5.py made. */
export interface Manifest {
  readonly h5py: string;
  readonly hdf5: string;
  readonly seed: number;
  readonly files: Readonly<Record<string, Described>>;
}

export interface Described {
  readonly libver: string;
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly texts: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly datasets: Readonly<Record<string, DescribedDataset>>;
}

interface DescribedDataset {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
}

/** The same description by our reader, of the paths that h5py found. */
export function describeOurs(source: ByteSource, expected: Described): Described {
  const root = openRoot(openSuperblock(source, findSuperblock(source) ?? 0));
  const at = (path: string): H5Object => {
    const found = findObject(root, path);
    if (found === null) throw new Error(`no ${path}`);
    return found;
  };
  const mapped = <T, U>(record: Readonly<Record<string, T>>, describe: (path: string, value: T) => U): Readonly<Record<string, U>> =>
    Object.fromEntries(Object.entries(record).map(([path, value]) => [path, describe(path, value)]));
  return {
    libver: expected.libver,
    groups: mapped(expected.groups, (path) => [...linksOf(at(path)).keys()]),
    texts: mapped(expected.texts, (path, texts) => {
      const attributes = attributesOf(at(path));
      return mapped(texts, (name) => attributes.get(name)?.strings() ?? []);
    }),
    datasets: mapped(expected.datasets, (path, { dtype }) => {
      const { shape, data } = datasetTensor(at(path), path, source.name).load();
      return { shape, dtype, sha256: digest(data, dtype) };
    }),
  };
}

/** SHA-256 of numbers as the manifest writes them: small floats as float32, others as float64, little-endian. */
export function digest(values: ArrayLike<number>, dtype: string): string {
  const isSmall = dtype === 'bfloat16' || /f[24]$/.test(dtype);
  const form = isSmall ? Float32Array : Float64Array;
  const numbers = values instanceof form ? values : form.from(values);
  return createHash('sha256')
    .update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
    .digest('hex');
}
