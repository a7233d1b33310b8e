import { ReadError, refuse } from '../errors/index.ts';
import { foreignFolder, refuseForeign } from './foreign.ts';
import { LIMITS } from './limits.ts';

/** What a host knows of an entry of its file system without following or opening it, as Node's `Stats` and `Dirent` say it. */
export interface EntryKind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
}

/** What systems and editors put beside the files of a model. */
const CLUTTER = /^(?:\..*|Thumbs\.db|desktop\.ini)$/i;

/**
 * The files of the model that somebody saved as a folder, by name: an unzipped `.keras`, a file and its shards, a checkpoint. Only those in
 * the folder itself, no links; entries are taken one by one, so that an endless folder ends.
 * @throws `file-kind` for a folder without files or with too many, `saved-model` and `orbax-checkpoint` told by its entries' names
 */
export function folderFiles(folder: string, entries: Iterable<EntryKind & { readonly name: string }>): readonly string[] {
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    if (CLUTTER.test(entry.name)) continue;
    if (entry.isFile()) files.push(entry.name);
    else if (entry.isDirectory()) folders.push(entry.name);
    if (files.length + folders.length > LIMITS.folderEntries)
      refuse(ReadError, 'file-kind', folder, { file: folder, found: `a folder with more than ${LIMITS.folderEntries} entries` });
  }
  const foreign = foreignFolder(files, folders);
  if (foreign !== null) refuseForeign(foreign, folder);
  if (files.length === 0) refuse(ReadError, 'file-kind', folder, { file: folder, found: 'a folder without files' });
  return files.sort();
}

/** Lets only a regular file pass: to open a pipe or a device may block, or never end. @throws `file-kind` */
export function requireRegularFile(file: string, entry: EntryKind): void {
  if (entry.isFile()) return;
  const found = entry.isSymbolicLink()
    ? 'a symbolic link'
    : entry.isDirectory()
      ? 'a folder'
      : entry.isFIFO()
        ? 'a pipe'
        : entry.isSocket()
          ? 'a socket'
          : 'a device';
  refuse(ReadError, 'file-kind', file, { file, found });
}
