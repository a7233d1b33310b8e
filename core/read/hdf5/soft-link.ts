import { quoteForMessage } from '../text.ts';
import { joinPath } from './h5-file.ts';

/** Links of a chain that are named; a longer one is cut. */
const LONGEST = 8;

/** What stands at a path: another soft link, something else, or nothing. */
export type Found = 'nothing' | 'object' | { readonly target: string };

/**
 * Where the soft link at `path` leads, told by names alone: `"/a" → "/b" → "/a", a ring`. Nothing behind a link is used; `lookUp` says what
 * the next name is.
 */
export function softLinkChain(path: string, target: string, lookUp: (path: string) => Found): string {
  const passed = [path];
  let from = path;
  let next = target;
  for (let step = 0; step < LONGEST; step++) {
    const place = resolve(from.slice(0, from.lastIndexOf('/')) || '/', next);
    const isRing = passed.includes(place);
    passed.push(place);
    if (isRing) return `${listPaths(passed)}, a ring`;
    const found = lookUp(place);
    if (found === 'nothing') return `${listPaths(passed)}, which is not there`;
    if (found === 'object') return listPaths(passed);
    from = place;
    next = found.target;
  }
  return `${listPaths(passed)} → …`;
}

function listPaths(paths: readonly string[]): string {
  return paths.map((path) => `"${quoteForMessage(path)}"`).join(' → ');
}

/** An absolute path, or one below the group that holds the link; `..` has no meaning in HDF5. */
function resolve(group: string, target: string): string {
  const names = target.split('/').filter((name) => name !== '' && name !== '.');
  return target.startsWith('/') ? `/${names.join('/')}` : joinPath(group, names.join('/'));
}
