import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  fsyncSync,
  mkdirSync,
  opendirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type ByteSource, folderFiles, LabError, labErrorData, requireRegularFile } from '../core/session/index.ts';
import { nativeInflate, nativeSha256 } from '../node/native-bytes.ts';
import { remoteKind } from '../node/remote-path.ts';
import { systemCode, systemReason } from '../node/system-reason.ts';

/** A file, or the files of a model that was saved as a folder. @throws `read-failed`, `file-kind`, `saved-model`, `orbax-checkpoint` */
export function sourcesAt(path: string): readonly ByteSource[] {
  requireLocal(path);
  const name = basename(resolve(path));
  if (!attempt(name, path, () => statSync(path)).isDirectory()) return [fileSource(path)];
  return attempt(name, path, () => folderFiles(name, entriesOf(path))).map((file) => fileSource(join(path, file)));
}

function* entriesOf(path: string): Generator<Dirent, void> {
  const folder = opendirSync(path);
  try {
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) yield entry;
  } finally {
    folder.closeSync();
  }
}

/** Without waiting for another end, should the file have become a pipe since it was looked at. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * A file on disk as the core reads it. The descriptor stays open until the command ends, so a file replaced meanwhile is not mixed in.
 * Regular files only, also where a link that the user named leads to one: a pipe or device would block or never end. @throws `read-failed`, `file-kind`
 */
export function fileSource(path: string): ByteSource {
  requireLocal(path);
  const name = basename(path);
  requireRegularFile(
    name,
    attempt(name, path, () => statSync(path)),
  );
  const descriptor = attempt(name, path, () => openSync(path, READ_ONLY));
  const stats = attempt(name, path, () => fstatSync(descriptor));
  requireRegularFile(name, stats);
  const { size } = stats;
  return {
    name,
    size,
    read: (offset, length) => attempt(name, path, () => readFully(descriptor, offset, length)),
    inflate: nativeInflate,
    sha256: nativeSha256,
  };
}

/** Before anything looks at the path. @throws `file-kind` */
function requireLocal(path: string): void {
  const found = remoteKind(path);
  if (found !== null) throw new LabError(labErrorData('file-kind', path, { file: path, found }));
}

function readFully(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const count = readSync(descriptor, bytes, at, length - at, offset + at);
    if (count === 0) throw new Error(`it ends at byte ${offset + at}, ${offset + length} were expected`);
    at += count;
  }
  return bytes;
}

function attempt<T>(file: string, path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError(labErrorData('read-failed', path, { file, reason: systemReason(cause) }), { cause });
  }
}

/** Whole or not at all: written beside its place, then moved there. @throws `write-failed` */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const draft = `${path}.${process.pid}.part`;
  attemptWrite(path, () => {
    try {
      writeDraft(draft, bytes);
      renameSync(draft, path);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  });
}

/** All bytes on the disk, or an error: a full disk may take fewer without saying so. */
function writeDraft(draft: string, bytes: Uint8Array): void {
  const descriptor = openSync(draft, 'wx');
  try {
    writeFileSync(descriptor, bytes);
    fsyncSync(descriptor);
    if (fstatSync(descriptor).size !== bytes.length) throw new Error('the disk is full');
  } finally {
    closeSync(descriptor);
  }
}

/** A file that must not be there yet. @throws `file-exists`, `write-failed` */
export function writeNew(path: string, bytes: Uint8Array): void {
  attemptWrite(path, () => {
    writeFileSync(path, bytes, { flag: 'wx' });
  });
}

/** Says so before the work, not after it, when a folder cannot be filled: it has to be new or empty. @throws `folder-filled`, `write-failed` */
export function requireEmptyFolder(path: string): void {
  attemptWrite(path, () => {
    if (statSync(path, { throwIfNoEntry: false }) === undefined || readdirSync(path).length === 0) return;
    throw new LabError(labErrorData('folder-filled', path, { folder: basename(path) }));
  });
}

/** @throws `write-failed` */
export function makeFolder(path: string): void {
  attemptWrite(path, () => {
    mkdirSync(path, { recursive: true });
  });
}

/** Says so before the work, not after it, when `path` cannot become a file. @throws `write-failed` */
export function requireFolder(path: string): void {
  attemptWrite(path, () => {
    if (!statSync(dirname(path)).isDirectory()) throw new Error('its folder is not a folder');
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw new Error('it is a folder');
  });
}

function attemptWrite(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    const code = systemCode(cause) === 'EEXIST' ? 'file-exists' : 'write-failed';
    throw new LabError(labErrorData(code, path, { file: basename(path), reason: systemReason(cause) }), { cause });
  }
}
