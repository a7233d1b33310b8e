import { ReadError, refuse } from '../../errors/index.ts';
import { ByteReader } from '../byte-reader.ts';
import type { ByteSource } from '../byte-source.ts';
import { LIMITS } from '../limits.ts';
import type { H5Attribute } from './attributes.ts';
import type { H5Link } from './links.ts';
import { metadataChecksum } from './metadata-checksum.ts';
import type { HeaderMessage } from './object-header.ts';
import type { SharedTable } from './shared-message.ts';

/** An open HDF5 file: where its addresses count from, how wide they are, and what reading may still cost. */
export interface H5File {
  readonly source: ByteSource;
  /** Byte offset of the superblock; all addresses count from here. */
  readonly base: number;
  readonly offsetBytes: 2 | 4 | 8;
  readonly lengthBytes: 2 | 4 | 8;
  readonly rootAddress: number;
  /** 0 to 3: which form the file has. */
  readonly superblockVersion: number;
  /** The table of shared messages, if the file has one. */
  readonly sharedTable: SharedTable | null;
  /** Counts down while the file is read; what it holds is spent once for the whole file. */
  readonly budget: { objects: number; stringBytes: number; textBytes: number };
  /** Headers, links and attributes already read, by address of the object: each costs its share of the budget once. */
  readonly headers: Map<number, readonly HeaderMessage[]>;
  readonly listings: Map<number, ReadonlyMap<string, H5Link>>;
  readonly attributes: Map<number, ReadonlyMap<string, H5Attribute>>;
  /** Objects of global heap collections already read, by address. */
  readonly heaps: Map<number, ReadonlyMap<number, Uint8Array>>;
}

/** Says where a fault lies: `model.h5, /model_weights/lstm`. */
export function h5Where(file: H5File, place: string): string {
  return `${file.source.name}, ${place}`;
}

/** Path of a name in a group. */
export function joinPath(group: string, name: string): string {
  return group === '/' ? `/${name}` : `${group}/${name}`;
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

/**
 * A structure that ends with its checksum, from its signature on, without either.
 * @throws `h5-damaged`, `h5-checksum`
 */
export function readChecked(file: H5File, address: number, length: number, signature: string, what: string): ByteReader {
  const place = `byte ${file.base + address}`;
  const { bytes } = readBlock(file, address, length, what);
  const reader = blockReader(file, verifyChecksum(file, bytes, place, what), place, what);
  expectSignature(file, reader, signature, place);
  return reader;
}

/** The bytes before a checksum that ends them. @throws `h5-damaged`, `h5-checksum` */
export function verifyChecksum(file: H5File, bytes: Uint8Array, place: string, what: string): Uint8Array {
  const content = bytes.subarray(0, Math.max(0, bytes.length - 4));
  const stored = blockReader(file, bytes.subarray(content.length), place, what).u32();
  const computed = metadataChecksum(content);
  if (stored !== computed) refuseChecksum(file, place, what, `its checksum is ${hex(computed)}, and ${hex(stored)} is stored`);
  return content;
}

/** Refuses content that is not what was written. `what` is a structure or `chunk 3`. @throws `h5-checksum` */
export function refuseChecksum(file: H5File, place: string, what: string, reason: string, cause?: unknown): never {
  return refuse(ReadError, 'h5-checksum', h5Where(file, place), { what, reason }, cause);
}

/** A checksum as messages show it. */
export function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}

/** A reader over bytes already at hand, refusing reads past their end by the structure's name. */
export function blockReader(file: H5File, bytes: Uint8Array, place: string, what: string): ByteReader {
  return new ByteReader(bytes, (missing) => refuseDamaged(file, place, `${what} ends ${missing} bytes too early`));
}

/** An address in the file, or null for the "undefined address" (all bits set). @throws `h5-damaged` */
export function readAddress(file: H5File, reader: ByteReader, what: string): number | null {
  return optionalAddress(file, reader.unsigned(file.offsetBytes), what);
}

/** An address that must be defined. @throws `h5-damaged` */
export function readDefinedAddress(file: H5File, reader: ByteReader, what: string): number {
  return definedAddress(file, reader.unsigned(file.offsetBytes), what);
}

/** As `readAddress`, of a number already read. @throws `h5-damaged` */
export function optionalAddress(file: H5File, value: bigint, what: string): number | null {
  if (value === (1n << BigInt(8 * file.offsetBytes)) - 1n) return null;
  if (value > BigInt(file.source.size))
    refuseDamaged(file, what, `its address ${value} lies past the end of the file (${file.source.size} bytes)`);
  return Number(value);
}

/** As `readDefinedAddress`, of a number already read. @throws `h5-damaged` */
export function definedAddress(file: H5File, value: bigint, what: string): number {
  return optionalAddress(file, value, what) ?? refuseDamaged(file, what, 'its address is not set');
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
  if (file.budget.objects < 0) refuseMany(file);
}

/** Refuses at once what declares more objects than are left in the budget; takes none. @throws `h5-too-many` */
export function requireBudget(file: H5File, objects: bigint): void {
  if (objects > BigInt(file.budget.objects)) refuseMany(file);
}

function refuseMany(file: H5File): never {
  return refuse(ReadError, 'h5-too-many', file.source.name, { limit: LIMITS.h5Objects });
}
