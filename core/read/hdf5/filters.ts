import { ReadError, refuse } from '../../errors/index.ts';
import { decodeText, quoteForMessage } from '../text.ts';
import { type H5File, blockReader, h5Where, refuseDamaged } from './h5-file.ts';

/** A step that was applied to chunks when they were written; undone in reverse order. */
export type Filter =
  { readonly kind: 'deflate' } | { readonly kind: 'shuffle'; readonly elementBytes: number } | { readonly kind: 'fletcher32' };

/** Filters by number, for messages. Source: HDF5 specification IV.A.2.l and the HDF Group's list of registered filters. */
const NAMES: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'n-bit',
  6: 'scale-offset',
  307: 'bzip2',
  32000: 'lzf',
  32001: 'blosc',
  32004: 'lz4',
  32008: 'bitshuffle',
  32013: 'zfp',
  32015: 'zstd',
  32026: 'blosc2',
};

/** The library allows as many: one bit each in a chunk's filter mask. */
const MOST_FILTERS = 32;

/**
 * Reads a filter pipeline message, version 1 or 2. Source: HDF5 File Format Specification 3.0, IV.A.2.l.
 * @throws `h5-filter` for a filter that is not known here, `h5-damaged`
 */
export function readFilters(file: H5File, bytes: Uint8Array, path: string): readonly Filter[] {
  const reader = blockReader(file, bytes, path, 'a filter pipeline message');
  const version = reader.u8();
  if (version !== 1 && version !== 2) refuseDamaged(file, path, `its filters have version ${version}; 1 and 2 are known`);
  const count = reader.u8();
  if (count > MOST_FILTERS) refuseDamaged(file, path, `it has ${count} filters; at most ${MOST_FILTERS} are possible`);
  if (version === 1) reader.skip(6);
  return Array.from({ length: count }, () => {
    const id = reader.u16();
    const nameBytes = version === 1 || id >= 256 ? reader.u16() : 0;
    reader.skip(2); // flags: whether a chunk may do without it, which its mask tells
    const valueCount = reader.u16();
    const name = reader.take(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    const values = Array.from({ length: valueCount }, () => reader.u32());
    if (version === 1 && valueCount % 2 === 1) reader.skip(4);
    return readFilter(file, id, name, values, path);
  });
}

function readFilter(file: H5File, id: number, name: Uint8Array, values: readonly number[], path: string): Filter {
  switch (id) {
    case 1:
      return { kind: 'deflate' };
    case 2:
      return { kind: 'shuffle', elementBytes: values[0] ?? refuseDamaged(file, path, 'its shuffle filter does not say for which size') };
    case 3:
      return { kind: 'fletcher32' };
    default: {
      const end = name.indexOf(0);
      const told = NAMES[id] ?? quoteForMessage(decodeText(end < 0 ? name : name.subarray(0, end), h5Where(file, path)), 40);
      return refuse(ReadError, 'h5-filter', h5Where(file, path), { filter: told === '' ? `number ${id}` : `${told} (number ${id})` });
    }
  }
}
