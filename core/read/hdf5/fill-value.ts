import { type H5File, blockReader, refuseDamaged } from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { messageBytes } from './shared-message.ts';

/**
 * The bytes of one element that was never written: null means zeros, which HDF5 gives unless a value is set.
 * Source: HDF5 File Format Specification 3.0, IV.A.2.e and f (fill value, versions 1 to 3, and its old form).
 * @throws `h5-damaged`
 */
export function readFillValue(file: H5File, messages: readonly HeaderMessage[], elementBytes: number, path: string): Uint8Array | null {
  const message = messages.find(({ type }) => type === MESSAGE.fillValue);
  const old = messages.find(({ type }) => type === MESSAGE.oldFillValue);
  const found = message !== undefined ? readValue(file, message, path) : old !== undefined ? readOldValue(file, old, path) : null;
  if (found === null || found.length === 0 || found.every((byte) => byte === 0)) return null;
  if (found.length !== elementBytes) refuseDamaged(file, path, `its fill value takes ${found.length} bytes, an element ${elementBytes}`);
  return found;
}

function readValue(file: H5File, message: HeaderMessage, path: string): Uint8Array | null {
  const reader = blockReader(file, messageBytes(file, message, path), path, 'a fill value');
  const version = reader.u8();
  if (version < 1 || version > 3) refuseDamaged(file, path, `its fill value has version ${version}; 1 to 3 are known`);
  if (version === 3) return (reader.u8() & 0x20) !== 0 ? reader.take(reader.u32()) : null;
  reader.skip(2); // when space is taken, and when the value is written
  const isDefined = reader.u8() !== 0;
  return version === 1 || isDefined ? reader.take(reader.u32()) : null;
}

function readOldValue(file: H5File, message: HeaderMessage, path: string): Uint8Array {
  const reader = blockReader(file, messageBytes(file, message, path), path, 'a fill value');
  return reader.take(reader.u32());
}

/** Elements that were never written. */
export function filled(bytes: number, fillValue: Uint8Array | null): Uint8Array {
  const result = new Uint8Array(bytes);
  if (fillValue === null || bytes === 0) return result;
  result.set(fillValue);
  // Each copy doubles what is there.
  for (let done = fillValue.length; done < bytes; done *= 2) result.copyWithin(done, 0, Math.min(done, bytes - done));
  return result;
}
