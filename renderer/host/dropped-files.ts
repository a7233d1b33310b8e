import { LabError, labErrorData } from '../../core/session/index.ts';
import { MOST_FILES, refusalOfMany } from './few-files.ts';

const MOST_DEPTH = 8;

/**
 * The files of a drop, those inside dropped folders too (an unzipped `.keras`), without what systems hide there; none where text was dropped.
 * @throws LabError `file-kind` for an address and for more files than a model has, `read-failed` for one that is gone
 */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const address = transfer.types.includes('Files') ? '' : transfer.getData('text/uri-list');
  if (address !== '') {
    const file = address.split(/[\r\n]/, 1)[0].slice(0, ADDRESS_LENGTH);
    throw new LabError(labErrorData('file-kind', file, { file, found: 'an address, which is never opened' }));
  }
  const found = await filesOf(transfer);
  const refusal = refusalOfMany(found.map(({ name }) => name));
  if (refusal !== null) throw refusal;
  return found;
}

/** What a message shows of an address. */
const ADDRESS_LENGTH = 200;

async function filesOf(transfer: DataTransfer): Promise<readonly File[]> {
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
      if (found.length > MOST_FILES) return found; // too many: whoever asked refuses them
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
    entry.file(resolve, (cause: unknown) => {
      reject(unreadable(entry.name, cause));
    });
  });
}

/** A file or folder that was there when it was chosen. */
export function unreadable(file: string, cause: unknown): LabError {
  const reason = cause instanceof Error || cause instanceof DOMException ? cause.message : 'it is gone';
  return new LabError(labErrorData('read-failed', file, { file, reason: reason.replace(/\.$/, '') }), { cause });
}

/** A folder lists itself in pieces, the last of which is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  while (all.length <= MOST_FILES) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, (cause: unknown) => {
        reject(unreadable(folder.name, cause));
      });
    });
    if (piece.length === 0) break;
    all.push(...piece);
  }
  return all;
}
