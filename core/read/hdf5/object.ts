import { LabError, ReadError, refuse } from '../../errors/index.ts';
import { LIMITS } from '../limits.ts';
import { quoteForMessage } from '../text.ts';
import { type H5Attribute, readAttributes } from './attributes.ts';
import { type H5File, h5Where, joinPath, refuseUnsupported } from './h5-file.ts';
import { type H5Link, readLinks } from './links.ts';
import { type HeaderMessage, MESSAGE, readObjectHeader } from './object-header.ts';
import { type Found, softLinkChain } from './soft-link.ts';

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
  const { file, address } = object;
  const known = file.attributes.get(address);
  if (known !== undefined) return known;
  const attributes = readAttributes(file, object.messages, object.path);
  file.attributes.set(address, attributes);
  return attributes;
}

/** The object that a link of a group leads to; only hard links lead anywhere. @throws `h5-soft-link`, `h5-external`, `h5-unsupported` */
export function openLink(group: H5Object, name: string, link: H5Link): H5Object {
  const path = joinPath(group.path, name);
  switch (link.kind) {
    case 'hard':
      return openObject(group.file, link.address, path);
    case 'soft':
      return refuse(ReadError, 'h5-soft-link', h5Where(group.file, path), {
        chain: softLinkChain(path, link.target, (at) => lookUp(openRoot(group.file), at)),
      });
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
 * @throws `h5-cycle` when a group holds itself or one above it, `h5-depth`, `h5-too-many` and what `openLink` throws
 */
export function* walkObjects(root: H5Object, enter: (group: H5Object) => boolean = () => true): Generator<H5Object> {
  const seen = new Set<number>([root.address]);
  const pending: Place[] = [{ object: root, depth: 0, parent: null }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { object, depth } = next;
    yield object;
    if (object.kind !== 'group' || !enter(object)) continue;
    if (depth >= LIMITS.h5Depth) refuseDeep(object);
    const children: H5Object[] = [];
    for (const [name, link] of linksOf(object)) {
      if (link.kind === 'hard' && seen.has(link.address)) {
        refuseCycle(next, name, link.address);
        continue;
      }
      const child = openLink(object, name, link);
      seen.add(child.address);
      children.push(child);
    }
    for (const child of children.reverse()) pending.push({ object: child, depth: depth + 1, parent: next });
  }
}

/** An object and the groups that lead to it. */
interface Place {
  readonly object: H5Object;
  readonly depth: number;
  readonly parent: Place | null;
}

function refuseCycle(place: Place, name: string, address: number): void {
  for (let above: Place | null = place; above !== null; above = above.parent) {
    if (above.object.address !== address) continue;
    const { file, path } = place.object;
    refuse(ReadError, 'h5-cycle', h5Where(file, quoteForMessage(joinPath(path, name))), { group: quoteForMessage(above.object.path) });
  }
}

/** Refuses a group for being too deep. @throws `h5-depth` */
export function refuseDeep(object: H5Object): never {
  return refuse(ReadError, 'h5-depth', h5Where(object.file, quoteForMessage(object.path)), { limit: LIMITS.h5Depth });
}

/** What stands at a path, by names alone. */
function lookUp(root: H5Object, path: string): Found {
  const names = path.split('/').filter((name) => name !== '');
  let object = root;
  try {
    for (const [index, name] of names.entries()) {
      const link = linksOf(object).get(name);
      if (link === undefined) return 'nothing';
      if (link.kind === 'soft') return index === names.length - 1 ? { target: link.target } : 'object';
      object = openLink(object, name, link);
    }
  } catch (error) {
    // The chain explains a refusal; what stands in its way must not replace it.
    if (!(error instanceof LabError)) throw error;
  }
  return 'object';
}

function openObject(file: H5File, address: number, path: string): H5Object {
  const messages = readObjectHeader(file, address, path);
  const has = (type: number): boolean => messages.some((message) => message.type === type);
  const kind =
    has(MESSAGE.symbolTable) || has(MESSAGE.linkInfo) ? 'group' : has(MESSAGE.layout) || has(MESSAGE.externalFiles) ? 'dataset' : 'other';
  return { file, address, path, kind, messages };
}
