import { decodeText } from '../text.ts';
import {
  type H5File,
  blockReader,
  h5Where,
  readAddress,
  readDefinedAddress,
  refuseDamaged,
  refuseUnsupported,
  spendObject,
} from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { readSymbolTable } from './symbol-table.ts';

/** What a name in a group stands for. Only hard links are ever followed. */
export type H5Link =
  | { readonly kind: 'hard'; readonly address: number }
  | { readonly kind: 'soft'; readonly target: string }
  | { readonly kind: 'external'; readonly target: string }
  | { readonly kind: 'user-defined'; readonly type: number };

/**
 * Links of a group by name, or null when the object is no group. A symbol table is the old form; link messages in the header are what
 * HDF5 turns to when a group holds an external link.
 * @throws `h5-damaged`, `h5-unsupported` for links in dense storage, `h5-too-many`
 */
export function readLinks(file: H5File, messages: readonly HeaderMessage[], path: string): ReadonlyMap<string, H5Link> | null {
  const symbolTable = messages.find((message) => message.type === MESSAGE.symbolTable);
  if (symbolTable !== undefined) return readSymbolTable(file, symbolTable, path);
  const linkInfo = messages.find((message) => message.type === MESSAGE.linkInfo);
  if (linkInfo === undefined) return null;
  refuseDenseLinks(file, linkInfo, path);
  const links = new Map<string, H5Link>();
  for (const message of messages) {
    if (message.type !== MESSAGE.link) continue;
    spendObject(file);
    const { name, link } = readLinkMessage(file, message.bytes, path);
    if (links.has(name)) refuseDamaged(file, path, 'it has two links of one name');
    links.set(name, link);
  }
  return links;
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.g. */
function readLinkMessage(file: H5File, bytes: Uint8Array, path: string): { name: string; link: H5Link } {
  const reader = blockReader(file, bytes, path, 'a link');
  const version = reader.u8();
  if (version !== 1) refuseDamaged(file, path, `a link has version ${version}; 1 is known`);
  const flags = reader.u8();
  const type = (flags & 8) !== 0 ? reader.u8() : 0;
  if ((flags & 4) !== 0) reader.skip(8); // creation order
  if ((flags & 16) !== 0) reader.skip(1); // character set of the name
  const lengthWidth = flags & 3;
  const nameBytes = lengthWidth === 0 ? reader.u8() : Number(reader.unsigned(([2, 4, 8] as const)[lengthWidth - 1] ?? 8));
  const name = decodeText(reader.take(nameBytes), h5Where(file, path));
  if (type === 0) return { name, link: { kind: 'hard', address: readDefinedAddress(file, reader, `${path}/${name}`) } };
  const value = reader.take(reader.u16());
  if (type === 1) return { name, link: { kind: 'soft', target: decodeText(value, h5Where(file, path)) } };
  // An external link holds one byte of flags, the file's name and the object's path, each ended by a zero.
  if (type === 64)
    return {
      name,
      link: { kind: 'external', target: decodeText(value.subarray(1), h5Where(file, path)).replace(/\0$/, '').replace('\0', ':') },
    };
  return { name, link: { kind: 'user-defined', type } };
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.c. */
function refuseDenseLinks(file: H5File, message: HeaderMessage, path: string): void {
  const reader = blockReader(file, message.bytes, path, 'a link info message');
  reader.skip(1);
  if ((reader.u8() & 1) !== 0) reader.skip(8); // highest creation order
  if (readAddress(file, reader, `${path}: links`) !== null)
    refuseUnsupported(file, path, 'links in dense storage (the "latest" file structure)');
}
