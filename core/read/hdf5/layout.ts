import { type H5File, blockReader, readAddress, refuseDamaged } from './h5-file.ts';
import type { HeaderMessage } from './object-header.ts';

/** Where the numbers of a dataset stand. A further storage gets a kind here and a reader in `dataset.ts`. */
export type H5Layout =
  | { readonly kind: 'compact'; readonly bytes: Uint8Array }
  | { readonly kind: 'contiguous'; readonly address: number | null }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'virtual' };

/**
 * Reads a data layout message, versions 1 to 4. Source: HDF5 File Format Specification 3.0, IV.A.2.i.
 * @throws `h5-damaged`
 */
export function readLayout(file: H5File, message: HeaderMessage, path: string): H5Layout {
  const reader = blockReader(file, message.bytes, path, 'a data layout message');
  const version = reader.u8();
  if (version < 1 || version > 4) refuseDamaged(file, path, `its data layout has version ${version}; 1 to 4 are known`);
  if (version < 3) return readOldLayout(file, message, path);
  const layoutClass = reader.u8();
  switch (layoutClass) {
    case 0:
      return { kind: 'compact', bytes: reader.take(reader.u16()) };
    case 1: {
      const address = readAddress(file, reader, path);
      // Skipped: the size, which follows from shape and datatype.
      reader.unsigned(file.lengthBytes);
      return { kind: 'contiguous', address };
    }
    case 2:
      return { kind: 'chunked' };
    case 3:
      return { kind: 'virtual' };
    default:
      return refuseDamaged(file, path, `its data layout is of class ${layoutClass}; 0 to 3 are known`);
  }
}

/** Versions 1 and 2, written before HDF5 1.6.3. */
function readOldLayout(file: H5File, message: HeaderMessage, path: string): H5Layout {
  const reader = blockReader(file, message.bytes, path, 'a data layout message');
  reader.skip(1);
  const rank = reader.u8();
  const layoutClass = reader.u8();
  reader.skip(5);
  if (layoutClass === 2) return { kind: 'chunked' };
  if (layoutClass === 1) return { kind: 'contiguous', address: readAddress(file, reader, path) };
  if (layoutClass !== 0) refuseDamaged(file, path, `its data layout is of class ${layoutClass}; 0 to 2 are known`);
  reader.skip(4 * rank);
  return { kind: 'compact', bytes: reader.take(reader.u32()) };
}
