import { ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';
import { type H5Attribute, readAttributes } from './attributes.ts';
import { type H5File, h5Where, refuseUnsupported } from './h5-file.ts';
import { type H5Link, readLinks } from './links.ts';
import { type HeaderMessage, MESSAGE, readObjectHeader } from './object-header.ts';

/** A group or dataset, by its header. */
export interface H5Object {
  readonly file: H5File;
  readonly address: number;
  /** Absolute HDF5 path by which it was reached; `/` for the root. */
  readonly path: string;
  readonly kind: 'group' | 'dataset' | 'other';
  readonly messages: readonly HeaderMessage[];
}

/** Opens the root group. @throws `h5-damaged`, `h5-unsupported` */
export function openRoot(file: H5File): H5Object {
  return openObject(file, file.rootAddress, '/');
}

/** Links of a group by name; none for a dataset. @throws `h5-damaged`, `h5-unsupported`, `h5-too-many` */
export function linksOf(object: H5Object): ReadonlyMap<string, H5Link> {
  const { file, address } = object;
  const listed = file.listings.get(address);
  if (listed !== undefined) return listed;
  const links = readLinks(file, object.messages, object.path) ?? new Map<string, H5Link>();
  file.listings.set(address, links);
  return links;
}

/** Attributes by name. @throws `h5-damaged`, `h5-unsupported` */
export function attributesOf(object: H5Object): ReadonlyMap<string, H5Attribute> {
  return readAttributes(object.file, object.messages, object.path);
}

/** The object that a link of a group leads to; only hard links lead anywhere. @throws `h5-soft-link`, `h5-external`, `h5-unsupported` */
export function openLink(group: H5Object, name: string, link: H5Link): H5Object {
  const path = group.path === '/' ? `/${name}` : `${group.path}/${name}`;
  switch (link.kind) {
    case 'hard':
      return openObject(group.file, link.address, path);
    case 'soft':
      return refuse(ReadError, 'h5-soft-link', h5Where(group.file, path), { target: quoteForMessage(link.target) });
    case 'external':
      return refuse(ReadError, 'h5-external', h5Where(group.file, path), { target: quoteForMessage(link.target) });
    case 'user-defined':
      return refuseUnsupported(group.file, path, `a link of the user-defined type ${link.type}`);
  }
}

/**
 * The object at a path below a group, or null when a name on the way does not exist. Names are compared, never resolved: `..` is a name
 * like any other. @throws what `openLink` throws
 */
export function findObject(group: H5Object, path: string): H5Object | null {
  let object = group;
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    const link = linksOf(object).get(name);
    if (link === undefined) return null;
    object = openLink(object, name, link);
  }
  return object;
}

/**
 * Every object below and including `root`, each once however many links lead to it, parents first, names in stored order. `enter` says
 * whether to go below a group.
 * @throws `h5-depth`, `h5-too-many` and what `openLink` throws
 */
export function* walkObjects(root: H5Object, enter: (group: H5Object) => boolean = () => true): Generator<H5Object> {
  const seen = new Set<number>([root.address]);
  const pending: { object: H5Object; depth: number }[] = [{ object: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { object, depth } = next;
    yield object;
    if (object.kind !== 'group' || !enter(object)) continue;
    if (depth >= LIMITS.h5Depth)
      refuse(ReadError, 'h5-depth', h5Where(object.file, quoteForMessage(object.path)), { limit: LIMITS.h5Depth });
    const children: H5Object[] = [];
    for (const [name, link] of linksOf(object)) {
      if (link.kind === 'hard' && seen.has(link.address)) continue;
      const child = openLink(object, name, link);
      seen.add(child.address);
      children.push(child);
    }
    for (const child of children.reverse()) pending.push({ object: child, depth: depth + 1 });
  }
}

function openObject(file: H5File, address: number, path: string): H5Object {
  const messages = readObjectHeader(file, address, path);
  const has = (type: number): boolean => messages.some((message) => message.type === type);
  const kind =
    has(MESSAGE.symbolTable) || has(MESSAGE.linkInfo) ? 'group' : has(MESSAGE.layout) || has(MESSAGE.externalFiles) ? 'dataset' : 'other';
  return { file, address, path, kind, messages };
}
