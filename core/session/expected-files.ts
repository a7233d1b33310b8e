import { ReadError, refuse } from '../errors/index.ts';
import { type ByteSource, readArrays } from '../read/index.ts';
import type { Tensor } from '../tensor/index.ts';

/**
 * Reference arrays of all files together: those of an .npz by their names, a .npy without a name when it is the only file, else by the name
 * of its file (`output.npy`). @throws `expected-twice`, ReadError
 */
export function expectedArrays(sources: readonly ByteSource[]): ReadonlyMap<string, Tensor> {
  const arrays = new Map<string, Tensor>();
  for (const source of sources) {
    for (const [stored, tensor] of readArrays(source)) {
      const name = stored === '' && sources.length > 1 ? source.name.replace(/\.npy$/i, '') : stored;
      if (arrays.has(name)) refuse(ReadError, 'expected-twice', source.name, { array: name });
      arrays.set(name, tensor);
    }
  }
  return arrays;
}
