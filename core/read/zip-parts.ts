import { ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { foreignZip, refuseForeign } from './foreign.ts';
import { LIMITS } from './limits.ts';
import type { ZipFile } from './zip/index.ts';

/** What systems put beside the files that a person packs. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/;

/**
 * The files of a model that somebody packed into a zip, by their base names. @throws `zip-too-many`, and for zips of other programs their
 * own refusals
 */
export function zipParts(source: ByteSource, zip: ZipFile): readonly ByteSource[] {
  const file = source.name;
  const foreign = foreignZip(zip.names);
  if (foreign !== null) refuseForeign(foreign, file);
  const names = zip.names.filter((name) => !name.endsWith('/') && !CLUTTER.test(name));
  if (names.length > LIMITS.partsInZip) refuse(ReadError, 'zip-too-many', file, { found: names.length, limit: LIMITS.partsInZip });
  return names.map((name) => ({ ...zip.openLate(name), name: name.slice(name.lastIndexOf('/') + 1) }));
}
