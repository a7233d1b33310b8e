import { type Dirent, opendirSync } from 'node:fs';

/** The entries of a folder one by one, so that whoever has seen enough of an endless one can stop. */
export function* folderEntries(path: string): Generator<Dirent, void> {
  const folder = opendirSync(path);
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
  } finally {
    folder.closeSync();
  }
}
