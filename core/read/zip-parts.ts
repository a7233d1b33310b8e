import { ReadError, refuse } from '../errors/index.ts';
import type { ByteSource } from './byte-source.ts';
import { foreignZip, refuseForeign } from './foreign.ts';
import { isKerasZip } from './keras/index.ts';
import { LIMITS } from './limits.ts';
import { isArrayZip } from './npy/index.ts';
import { recognise } from './recognise.ts';
import { openZip } from './zip/index.ts';

/** What systems put beside the files that a person packs. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/;

/**
 * The files of a model that somebody packed into a zip, by their base names; null for a file that is no zip or is a model itself.
 * @throws `format-unknown`, `zip-too-many` and what zip refuses
 */
export function zipParts(source: ByteSource): readonly ByteSource[] | null {
  if (recognise(source) !== 'zip') return null;
  const zip = openZip(source);
  if (isKerasZip(zip) || isArrayZip(zip)) return null;
  const file = source.name;
  const foreign = foreignZip(zip.names);
  if (foreign !== null) refuseForeign(foreign, file);
  const names = zip.names.filter((name) => !name.endsWith('/') && !CLUTTER.test(name));
  if (names.length > LIMITS.partsInZip) refuse(ReadError, 'zip-too-many', file, { found: names.length, limit: LIMITS.partsInZip });
  return names.map((name) => ({ ...zip.openLate(name), name: name.slice(name.lastIndexOf('/') + 1) }));
}
