import { zipSync } from 'fflate';
import { TraceError, refuse } from '../errors/index.ts';

/** A file by its name. */
interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ZIP_LIMIT_BYTES = 0xffffffff; // without zip64, which fflate does not write

/**
 * Files in one folder as a zip named after it, stored and not compressed: arrays hardly shrink. The same files give the same bytes, for members
 * carry the earliest date a zip can hold. @throws `export-too-large`
 */
export function zipFolder(folder: string, files: readonly NamedFile[]): NamedFile {
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > ZIP_LIMIT_BYTES - (1 << 20))
    refuse(TraceError, 'export-too-large', folder, { bytes, format: '.zip', limit: ZIP_LIMIT_BYTES });
  const members = Object.fromEntries(files.map((file) => [`${folder}/${file.name}`, file.bytes]));
  // A zip stores local time; taking it from local parts makes it the same everywhere.
  return { name: `${folder}.zip`, bytes: zipSync(members, { level: 0, mtime: new Date(1980, 0, 1) }) };
}
