import { decodeText } from '../text.ts';
import { openFractalHeap } from './fractal-heap.ts';
import {
  type H5File,
  blockReader,
  h5Where,
  readAddress,
  readDefinedAddress,
  refuseDamaged,
  requireBudget,
  spendObject,
} from './h5-file.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';
import { readSymbolTable } from './symbol-table.ts';
import { readTree } from './tree-v2.ts';

/** What a name in a group stands for. Only hard links are ever followed. */
export type H5Link =
  | { readonly kind: 'hard'; readonly address: number }
  | { readonly kind: 'soft'; readonly target: string }
  | { readonly kind: 'external'; readonly target: string }
  | { readonly kind: 'user-defined'; readonly type: number };

interface NamedLink {
  readonly name: string;
  readonly link: H5Link;
  /** When it was made, if the group keeps track. */
  readonly order: bigint | null;
}

/** Record type of a tree of links by name: a hash of the name (4 bytes), then the heap ID. */
const BY_NAME = 5;

/**
 * Links of a group by name, or null when the object is no group: from a symbol table (the old form), from link messages in the header, or
 * from a heap when there are many. They come in the order of their creation where the group keeps track of it, by name otherwise, as
 * h5py lists them.
 * @throws `h5-damaged`, `h5-checksum`, `h5-too-many`
 */
export function readLinks(file: H5File, messages: readonly HeaderMessage[], path: string): ReadonlyMap<string, H5Link> | null {
  const symbolTable = messages.find((message) => message.type === MESSAGE.symbolTable);
  if (symbolTable !== undefined) return readSymbolTable(file, symbolTable, path);
  const linkInfo = messages.find((message) => message.type === MESSAGE.linkInfo);
  if (linkInfo === undefined) return null;
  const found: NamedLink[] = [];
  for (const bytes of linkMessages(file, messages, linkInfo, path)) {
    spendObject(file);
    found.push(readLinkMessage(file, bytes, path));
  }
  found.sort(compareLinks);
  const links = new Map<string, H5Link>();
  for (const { name, link } of found) {
    if (links.has(name)) refuseDamaged(file, path, 'it has two links of one name');
    links.set(name, link);
  }
  return links;
}

function compareLinks(one: NamedLink, other: NamedLink): number {
  if (one.order !== null && other.order !== null) return one.order < other.order ? -1 : 1;
  return one.name < other.name ? -1 : 1;
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.c (link info). */
function* linkMessages(file: H5File, messages: readonly HeaderMessage[], info: HeaderMessage, path: string): Generator<Uint8Array> {
  for (const message of messages) if (message.type === MESSAGE.link) yield message.bytes;
  const reader = blockReader(file, info.bytes, path, 'a link info message');
  reader.skip(1); // version
  if ((reader.u8() & 1) !== 0) reader.skip(8); // highest creation order
  const heapAddress = readAddress(file, reader, `${path}: links`);
  if (heapAddress === null) return;
  const heap = openFractalHeap(file, heapAddress, path);
  const tree = readTree(file, readDefinedAddress(file, reader, `${path}: names of links`), path);
  if (tree.type !== BY_NAME) refuseDamaged(file, path, `its tree of links is of type ${tree.type}, not ${BY_NAME}`);
  requireBudget(file, tree.declared);
  for (const record of tree.records) yield heap.read(record.subarray(4));
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.g. */
function readLinkMessage(file: H5File, bytes: Uint8Array, path: string): NamedLink {
  const reader = blockReader(file, bytes, path, 'a link');
  const version = reader.u8();
  if (version !== 1) refuseDamaged(file, path, `a link has version ${version}; 1 is known`);
  const flags = reader.u8();
  const type = (flags & 8) !== 0 ? reader.u8() : 0;
  const order = (flags & 4) !== 0 ? reader.u64() : null;
  if ((flags & 16) !== 0) reader.skip(1); // character set of the name
  const name = decodeText(reader.take(Number(reader.uint(1 << (flags & 3)))), h5Where(file, path));
  return { name, order, link: readLinkTarget(file, reader, type, `${path}/${name}`) };
}

function readLinkTarget(file: H5File, reader: ReturnType<typeof blockReader>, type: number, place: string): H5Link {
  if (type === 0) return { kind: 'hard', address: readDefinedAddress(file, reader, place) };
  const value = reader.take(reader.u16());
  switch (type) {
    case 1:
      return { kind: 'soft', target: decodeText(value, h5Where(file, place)) };
    case 64: {
      // One byte of flags, then the file's name and the object's path, each ended by a zero.
      const target = decodeText(value.subarray(1), h5Where(file, place));
      return { kind: 'external', target: target.replace(/\0$/, '').replace('\0', ':') };
    }
    default:
      return { kind: 'user-defined', type };
  }
}
