import { ReadError, refuse } from '../../errors/index.ts';
import type { Shape } from '../../tensor/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import { type H5File, h5Where, refuseDamaged } from './h5-file.ts';

/** Sizes of the axes; `[]` for a scalar, null for a dataspace that holds nothing at all. */
export type H5Shape = Shape | null;

/**
 * Reads a dataspace message, version 1 or 2. Source: HDF5 File Format Specification 3.0, IV.A.2.b.
 * @throws `h5-shape`, `h5-damaged`
 */
export function readDataspace(file: H5File, reader: ByteReader, path: string): H5Shape {
  const version = reader.u8();
  const rank = reader.u8();
  // Skipped: flags, which tell of maximal sizes and permutations behind the sizes.
  reader.skip(1);
  if (version !== 1 && version !== 2) refuseDamaged(file, path, `its dataspace has version ${version}; 1 and 2 are known`);
  if (rank > LIMITS.h5Rank) refuse(ReadError, 'h5-shape', h5Where(file, path), { shape: `${rank} axes` });
  const type = version === 2 ? reader.u8() : (reader.skip(5), rank === 0 ? 0 : 1);
  if (type === 2) return null;
  const axes = Array.from({ length: rank }, () => reader.unsigned(file.lengthBytes));
  if (elementCount(axes) > BigInt(Number.MAX_SAFE_INTEGER) || axes.some((axis) => axis > BigInt(Number.MAX_SAFE_INTEGER))) {
    refuse(ReadError, 'h5-shape', h5Where(file, path), { shape: `(${axes.join(', ')})` });
  }
  return axes.map(Number);
}

/** Elements of a shape, exact however large. */
export function elementCount(shape: readonly (number | bigint)[]): bigint {
  return shape.reduce<bigint>((count, axis) => count * BigInt(axis), 1n);
}
