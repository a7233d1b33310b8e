import { zipSync } from 'fflate';
import { TraceError, refuse } from '../errors/index.ts';
import type { Tensor } from '../tensor/index.ts';
import { writeNpy } from './npy.ts';

/**
 * Named arrays as `numpy.savez` writes them: a zip of stored (not compressed) `NAME.npy` members, in the order given. The same arrays give
 * the same bytes: members carry the earliest date a zip can hold. @throws `export-too-large`
 */
export function writeNpz(arrays: Iterable<readonly [name: string, tensor: Tensor]>): Uint8Array {
  const members: Record<string, Uint8Array> = {};
  let bytes = 0;
  for (const [name, tensor] of arrays) {
    const member = writeNpy(tensor);
    bytes += member.length + MEMBER_OVERHEAD_BYTES + 2 * name.length;
    if (bytes > ZIP_LIMIT_BYTES) refuse(TraceError, 'export-too-large', name, { bytes, format: '.npz', limit: ZIP_LIMIT_BYTES });
    members[`${name}.npy`] = member;
  }
  // A zip stores local time; taking it from local parts makes it the same everywhere.
  return zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) });
}

const ZIP_LIMIT_BYTES = 0xffffffff; // without zip64, which fflate does not write
const MEMBER_OVERHEAD_BYTES = 128; // local and central header
