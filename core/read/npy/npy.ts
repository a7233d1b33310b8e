import { ReadError, refuse } from '../../errors/index.ts';
import type { StoredTensor, Tensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { decodeNumbers, dtypeOf } from '../numbers.ts';
import { checkLength, type NpyLayout, readNpyLayout } from './npy-layout.ts';
import { fortranStrides, toRowMajor } from './row-major.ts';

/**
 * Reads one .npy array, C or Fortran order, either byte order; the result is row-major.
 * @throws `npy-version`, `npy-header`, `npy-pickle`, `npy-dtype`, `npy-shape`, `npy-length`
 */
export function readNpy(source: ByteSource): Tensor {
  return storedNpy('', source, readNpyLayout(source), () => source).load();
}

/**
 * The array of a `.npy` as a tensor: its facts now, its numbers when they are loaded, from what `open` gives.
 * @throws `npy-pickle`, `npy-shape`, `npy-length`
 */
export function storedNpy(path: string, source: ByteSource, { header, start }: NpyLayout, open: () => ByteSource): StoredTensor {
  const { element, littleEndian, fortranOrder, shape } = header;
  if (element === 'object') return refuse(ReadError, 'npy-pickle', source.name, { found: 'Python objects' });
  const bytes = checkLength(shape, element, source.size - start, source.name);
  const count = shape.reduce((product, axis) => product * axis, 1);
  const load = (): Tensor => {
    const data = decodeNumbers(open().read(start, bytes), element, littleEndian, count);
    return { shape, data: fortranOrder ? toRowMajor(data, shape, fortranStrides(shape)) : data };
  };
  return { path, shape, dtype: dtypeOf(element), source: source.name, load };
}
