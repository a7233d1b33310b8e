/** Files of a dropped folder beyond these are left out: a model has a handful, and a person may drop a whole disk. */
const MOST_FILES = 200;
const MOST_DEPTH = 8;

/** The files of a drop, those inside dropped folders too (an unzipped `.keras`), without what systems hide there. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  // The transfer is empty after the first await, so everything is taken from it before.
  const taken = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const plain = [...transfer.files];
  if (!taken.some(({ entry }) => entry?.isDirectory)) return plain;
  const found: File[] = [];
  let level: FileSystemEntry[] = [];
  for (const { entry, file } of taken) {
    if (entry?.isDirectory) level.push(entry);
    else if (file) found.push(file);
  }
  for (let depth = 0; depth < MOST_DEPTH && level.length > 0; depth++) {
    const next: FileSystemEntry[] = [];
    for (const entry of level) {
      if (found.length >= MOST_FILES) return found;
      if (isDirectory(entry)) next.push(...(await entriesOf(entry)));
      else if (isFile(entry) && !entry.name.startsWith('.')) found.push(await fileOf(entry));
    }
    level = next;
  }
  return found;
}

const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A folder lists itself in pieces, the last of which is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (all.length < MOST_FILES) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (piece.length === 0) break;
    all.push(...piece);
  }
  return all;
}
