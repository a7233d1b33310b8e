import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { decodeText } from '../text.ts';
import { elementCount, readDataspace } from './dataspace.ts';
import { readDatatype } from './datatype.ts';
import { type H5File, blockReader, h5Where, refuseDamaged, refuseUnsupported } from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { decodeStrings } from './values.ts';

/** An attribute whose value is decoded only when asked: a foreign type in one attribute harms no other. */
export interface H5Attribute {
  readonly name: string;
  /** Its texts, row-major. @throws `h5-attr`, `h5-damaged`, `text-encoding` */
  strings(): readonly string[];
}

/**
 * Attributes of an object by name. Source: HDF5 File Format Specification 3.0, IV.A.2.m (versions 1 to 3).
 * @throws `h5-damaged`, `h5-unsupported` for attributes in dense storage
 */
export function readAttributes(file: H5File, messages: readonly HeaderMessage[], path: string): ReadonlyMap<string, H5Attribute> {
  const attributes = new Map<string, H5Attribute>();
  for (const message of messages) {
    if (message.type === MESSAGE.attributeInfo) refuseDense(file, message, path);
    if (message.type !== MESSAGE.attribute) continue;
    if (message.isShared) refuseUnsupported(file, path, 'an attribute stored as a shared message');
    const attribute = readAttribute(file, message.bytes, path);
    if (attributes.has(attribute.name)) refuseDamaged(file, path, `it has two attributes of one name`);
    attributes.set(attribute.name, attribute);
  }
  return attributes;
}

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
  return {
    name,
    strings() {
      // In version 1 the byte is reserved.
      if (version > 1 && (flags & 3) !== 0) refuseUnsupported(file, place, 'a committed datatype');
      const datatype = readDatatype(file, blockReader(file, datatypeField, place, 'a datatype'), place);
      const shape = readDataspace(file, blockReader(file, dataspaceField, place, 'a dataspace'), place);
      const count = shape === null ? 0n : elementCount(shape);
      const needed = count * BigInt(datatype.bytes);
      if (needed > BigInt(LIMITS.h5AttributeBytes))
        refuse(ReadError, 'h5-attr', h5Where(file, place), { reason: `it declares ${needed} bytes` });
      if (needed > BigInt(values.length)) refuseDamaged(file, place, `it declares ${needed} bytes and holds ${values.length}`);
      return decodeStrings(file, datatype, Number(count), values, place);
    },
  };
}

/** Dense storage stands elsewhere only when the message gives its address. Source: IV.A.2.v. */
function refuseDense(file: H5File, message: HeaderMessage, path: string): void {
  const reader = blockReader(file, message.bytes, path, 'an attribute info message');
  reader.skip(1);
  const flags = reader.u8();
  if ((flags & 1) !== 0) reader.skip(2);
  const address = reader.unsigned(file.offsetBytes);
  if (address !== (1n << BigInt(8 * file.offsetBytes)) - 1n)
    refuseUnsupported(file, path, 'attributes in dense storage (the "latest" file structure)');
}
