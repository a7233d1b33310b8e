import { LabError, ReadError, refuse } from '../../errors/index.ts';
import type { ByteReader } from '../byte-reader.ts';
import { LIMITS } from '../limits.ts';
import { decodeText, formatBytes } from '../text.ts';
import { denseAttributes } from './attribute-info.ts';
import { type H5Dataspace, elementCount, readDataspace } from './dataspace.ts';
import { type H5Datatype, readDatatype } from './datatype.ts';
import { type H5File, blockReader, h5Where, refuseDamaged, spendObject } from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { followShared, messageBytes } from './shared-message.ts';
import { decodeStrings, declaredTextBytes } from './values.ts';

/** An attribute whose value is decoded only when asked: a foreign type in one attribute harms no other. */
export interface H5Attribute {
  readonly name: string;
  /** What it is, before its value is looked at. @throws `h5-damaged`, `h5-shape` */
  facts(): AttributeFacts;
  /** Its texts, row-major. @throws `h5-attr`, `h5-damaged` */
  strings(): readonly string[];
}

export interface AttributeFacts {
  readonly datatype: H5Datatype;
  readonly dataspace: H5Dataspace;
  /** Bytes of its text, as declared; null when it holds no text. */
  readonly textBytes: number | null;
}

/**
 * Attributes of an object by name: those in its header, and those in a heap when there are many.
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function readAttributes(file: H5File, messages: readonly HeaderMessage[], path: string): ReadonlyMap<string, H5Attribute> {
  const attributes = new Map<string, H5Attribute>();
  for (const bytes of attributeMessages(file, messages, path)) {
    spendObject(file);
    const attribute = readAttribute(file, bytes, path);
    if (attributes.has(attribute.name)) refuseDamaged(file, path, 'it has two attributes of one name');
    attributes.set(attribute.name, attribute);
  }
  return attributes;
}

function* attributeMessages(file: H5File, messages: readonly HeaderMessage[], path: string): Generator<Uint8Array> {
  for (const message of messages) {
    if (message.type === MESSAGE.attribute) yield messageBytes(file, message, path);
    if (message.type === MESSAGE.attributeInfo) yield* denseAttributes(file, message, path);
  }
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.m, versions 1 to 3. */
function readAttribute(file: H5File, bytes: Uint8Array, path: string): H5Attribute {
  const reader = blockReader(file, bytes, path, 'an attribute');
  const version = reader.u8();
  if (version < 1 || version > 3) refuseDamaged(file, path, `an attribute has version ${version}; 1 to 3 are known`);
  const flags = reader.u8();
  const nameBytes = reader.u16();
  const datatypeBytes = reader.u16();
  const dataspaceBytes = reader.u16();
  if (version === 3) reader.skip(1); // character set of the name: UTF-8 holds ASCII too
  // Version 1 pads name, datatype and dataspace to 8 bytes each.
  const take = (length: number): Uint8Array => {
    const part = reader.take(length);
    if (version === 1) reader.skip((8 - (length % 8)) % 8);
    return part;
  };
  const nameField = take(nameBytes);
  const end = nameField.indexOf(0);
  const name = decodeText(end < 0 ? nameField : nameField.subarray(0, end), h5Where(file, path));
  const place = `${path}, attribute "${name}"`;
  const datatypeField = take(datatypeBytes);
  const dataspaceField = take(dataspaceBytes);
  const values = reader.take(reader.remaining);
  // In version 1 the flags are reserved.
  const part = (field: Uint8Array, type: number, sharedFlag: number, what: string): ByteReader =>
    blockReader(file, version > 1 && (flags & sharedFlag) !== 0 ? followShared(file, type, field, place) : field, place, what);
  const read = (): Omit<AttributeFacts, 'textBytes'> & { readonly count: number } => {
    const datatype = readDatatype(file, part(datatypeField, MESSAGE.datatype, 1, 'a datatype'), place);
    const dataspace = readDataspace(file, part(dataspaceField, MESSAGE.dataspace, 2, 'a dataspace'), place);
    return { datatype, dataspace, count: checkedCount(file, dataspace, datatype.bytes, values.length, place) };
  };
  return {
    name,
    facts() {
      const { datatype, dataspace, count } = read();
      return { datatype, dataspace, textBytes: declaredTextBytes(file, datatype, count, values, place) };
    },
    strings() {
      const { datatype, count } = read();
      return asAttributeFault(file, place, () => decodeStrings(file, datatype, count, values, place));
    },
  };
}

/** Elements of the value, which must stand in the message. */
function checkedCount(file: H5File, dataspace: H5Dataspace, elementBytes: number, present: number, place: string): number {
  const count = dataspace === null ? 0n : elementCount(dataspace.shape);
  const needed = count * BigInt(elementBytes);
  if (needed > BigInt(LIMITS.h5AttributeBytes)) {
    const limit = formatBytes(LIMITS.h5AttributeBytes);
    refuse(ReadError, 'h5-attr', h5Where(file, place), { reason: `it declares ${formatBytes(needed)}, and at most ${limit} are read` });
  }
  if (needed > BigInt(present)) refuseDamaged(file, place, `it declares ${needed} bytes and holds ${present}`);
  return Number(count);
}

/** Text that cannot be decoded is a fault of the attribute. */
function asAttributeFault<T>(file: H5File, place: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof LabError) || cause.code !== 'text-encoding') throw cause;
    return refuse(ReadError, 'h5-attr', h5Where(file, place), { reason: 'its text is not valid UTF-8' }, cause);
  }
}
