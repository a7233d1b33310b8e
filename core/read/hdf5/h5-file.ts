import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import type { H5Link } from './links.ts';

/** An open HDF5 file: where its addresses count from, how wide they are, and what reading may still cost. */
export interface H5File {
  readonly source: ByteSource;
  /** Byte offset of the superblock; all addresses count from here. */
  readonly base: number;
  readonly offsetBytes: 2 | 4 | 8;
  readonly lengthBytes: 2 | 4 | 8;
  readonly rootAddress: number;
  /** Counts down while the file is read; what it holds is spent once for the whole file. */
  readonly budget: { objects: number; stringBytes: number; textBytes: number };
  /** Links of groups already listed, by address of the group. */
  readonly listings: Map<number, ReadonlyMap<string, H5Link>>;
  /** Objects of global heap collections already read, by address. */
  readonly heaps: Map<number, ReadonlyMap<number, Uint8Array>>;
}

/** Says where a fault lies: `model.h5, /model_weights/lstm`. */
export function h5Where(file: H5File, place: string): string {
  return `${file.source.name}, ${place}`;
}

/** Refuses a structure that contradicts itself or the file. @throws `h5-damaged` */
export function refuseDamaged(file: H5File, place: string, reason: string): never {
  return refuse(ReadError, 'h5-damaged', h5Where(file, place), { reason });
}

/** Refuses what a sound HDF5 file may hold but this reader does not read. @throws `h5-unsupported` */
export function refuseUnsupported(file: H5File, place: string, what: string): never {
  return refuse(ReadError, 'h5-unsupported', h5Where(file, place), { what });
}

/** Bytes of a structure, checked against the file before anything is read. @throws `h5-damaged` */
export function readBlock(file: H5File, address: number, length: number, what: string): ByteReader {
  const place = `byte ${file.base + address}`;
  if (length > LIMITS.h5BlockBytes) refuseDamaged(file, place, `${what} claims ${length} bytes`);
  if (!(address >= 0 && length >= 0 && file.base + address + length <= file.source.size)) {
    refuseDamaged(file, place, `${what} of ${length} bytes reaches past the end of the file (${file.source.size} bytes)`);
  }
  const bytes = file.source.read(file.base + address, length);
  return blockReader(file, bytes, place, what);
}

/** A reader over bytes already at hand, refusing reads past their end by the structure's name. */
export function blockReader(file: H5File, bytes: Uint8Array, place: string, what: string): ByteReader {
  return new ByteReader(bytes, (missing) => refuseDamaged(file, place, `${what} ends ${missing} bytes too early`));
}

/** An address in the file, or null for the "undefined address" (all bits set). @throws `h5-damaged` */
export function readAddress(file: H5File, reader: ByteReader, what: string): number | null {
  const value = reader.unsigned(file.offsetBytes);
  if (value === (1n << BigInt(8 * file.offsetBytes)) - 1n) return null;
  if (value > BigInt(file.source.size))
    refuseDamaged(file, what, `its address ${value} lies past the end of the file (${file.source.size} bytes)`);
  return Number(value);
}

/** An address that must be defined. @throws `h5-damaged` */
export function readDefinedAddress(file: H5File, reader: ByteReader, what: string): number {
  return readAddress(file, reader, what) ?? refuseDamaged(file, what, 'its address is not set');
}

/** A size of something that stands in the file, so at most the file's own size. @throws `h5-damaged` */
export function readLength(file: H5File, reader: ByteReader, what: string): number {
  const value = reader.unsigned(file.lengthBytes);
  if (value > BigInt(file.source.size)) refuseDamaged(file, what, `its size ${value} is larger than the file (${file.source.size} bytes)`);
  return Number(value);
}

/** Compares a signature such as `TREE`. @throws `h5-damaged` */
export function expectSignature(file: H5File, reader: ByteReader, signature: string, place: string): void {
  const found = String.fromCharCode(...reader.take(4));
  if (found !== signature) refuseDamaged(file, place, `"${signature}" should stand here`);
}

/** Takes one object from the file's budget. @throws `h5-too-many` */
export function spendObject(file: H5File): void {
  file.budget.objects -= 1;
  if (file.budget.objects < 0) refuse(ReadError, 'h5-too-many', file.source.name, { limit: LIMITS.h5Objects });
}
