import { ReadError, refuse } from '../../errors/index.ts';
import type { Tensor } from '../../tensor/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { type FileKind, describeKind, recognise } from '../recognise.ts';
import { openZip } from '../zip/index.ts';
import { readNpy } from './npy.ts';

/**
 * Arrays of a .npz by name (without `.npy`), or the one of a .npy under the name `''`. Float64 stays float64; other floats become float32.
 * @throws `arrays-unknown`, `file-empty`, and what zip and .npy refuse
 */
export function readArrays(source: ByteSource): ReadonlyMap<string, Tensor> {
  const kind: FileKind = recognise(source);
  if (kind === 'npy') return new Map([['', readNpy(source)]]);
  if (kind !== 'zip') return refuse(ReadError, 'arrays-unknown', source.name, { file: source.name, found: describeKind(kind) });
  const zip = openZip(source);
  const arrays = new Map<string, Tensor>();
  for (const name of zip.names) {
    const member = zip.open(name);
    if (recognise(member) !== 'npy')
      refuse(ReadError, 'arrays-unknown', member.name, { file: member.name, found: describeKind(recognise(member)) });
    arrays.set(name.replace(/\.npy$/, ''), readNpy(member));
  }
  return arrays;
}
