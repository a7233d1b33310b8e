import { ReadError, refuse } from '../../errors/index.ts';
import { type Shape, formatShape } from '../../tensor/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import { type H5File, h5Where, refuseDamaged } from './h5-file.ts';

/** Sizes of the axes, `[]` for a scalar, and how far each may grow (null: without limit); null for a dataspace that holds nothing at all. */
export type H5Dataspace = { readonly shape: Shape; readonly maxShape: readonly (number | null)[] } | null;

/**
 * Reads a dataspace message, version 1 or 2. Source: HDF5 File Format Specification 3.0, IV.A.2.b.
 * @throws `h5-shape`, `h5-damaged`
 */
export function readDataspace(file: H5File, reader: ByteReader, path: string): H5Dataspace {
  const version = reader.u8();
  const rank = reader.u8();
  const flags = reader.u8();
  if (version !== 1 && version !== 2) refuseDamaged(file, path, `its dataspace has version ${version}; 1 and 2 are known`);
  if (rank > LIMITS.h5Rank) refuse(ReadError, 'h5-shape', h5Where(file, path), { shape: `${rank} axes` });
  const type = version === 2 ? reader.u8() : (reader.skip(5), rank === 0 ? 0 : 1);
  if (type === 2) return null;
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  const axes = Array.from({ length: rank }, () => reader.unsigned(file.lengthBytes));
  if (elementCount(axes) > largest || axes.some((axis) => axis > largest))
    refuse(ReadError, 'h5-shape', h5Where(file, path), { shape: `(${axes.join(', ')})` });
  const shape = axes.map(Number);
  if ((flags & 1) === 0) return { shape, maxShape: shape };
  const unlimited = (1n << BigInt(8 * file.lengthBytes)) - 1n;
  const maxShape = shape.map((axis) => {
    const most = reader.unsigned(file.lengthBytes);
    if (most === unlimited) return null;
    if (most > largest || most < BigInt(axis))
      refuse(ReadError, 'h5-shape', h5Where(file, path), { shape: `${formatShape(shape)}, with an axis of at most ${most},` });
    return Number(most);
  });
  return { shape, maxShape };
}

/** Elements of a shape, exact however large. */
export function elementCount(shape: readonly (number | bigint)[]): bigint {
  return shape.reduce<bigint>((count, axis) => count * BigInt(axis), 1n);
}
