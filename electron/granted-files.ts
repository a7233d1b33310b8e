import { closeSync, constants, fstatSync, statSync, openSync, readSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import {
  bufferSource,
  type ByteSource,
  type FileRef,
  folderFiles,
  LabError,
  labErrorData,
  requireRegularFile,
} from '../core/session/index.ts';
import { nativeInflate, nativeSha256 } from '../node/native-bytes.ts';
import { systemReason } from '../node/system-reason.ts';
import { folderEntries } from './folder-entries.ts';

interface OpenFile {
  readonly source: ByteSource;
  readonly descriptor: number;
  readonly stats: Stats;
}

/** Without waiting for another end, should the file have become a pipe since it was looked at. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The files that main granted, as the core reads them. A token that main never gave opens nothing. */
export class GrantedFiles {
  readonly #paths = new Map<string, string>();
  readonly #open = new Map<string, OpenFile>();

  grant(token: string, path: string): void {
    this.#paths.set(token, path);
  }

  /** The bytes behind a reference. The same unchanged file keeps its descriptor. @throws `read-failed`, `file-kind` */
  openFile(ref: FileRef): ByteSource {
    if (ref.kind === 'bytes') return bufferSource(ref.name, ref.bytes);
    if (ref.kind === 'blob') throw failed(ref.name, 'the page has to send its bytes here');
    const path = this.#paths.get(ref.token);
    if (path === undefined) throw failed('?', 'it was not chosen in a dialog or on the command line');
    return this.#openPath(ref.token, path);
  }

  #openPath(token: string, path: string): ByteSource {
    const name = basename(path);
    let descriptor: number | null = null;
    try {
      const entry = statSync(path);
      // Main grants the files in a folder, and the folder itself only when it is refused: the same rules say why.
      if (entry.isDirectory()) folderFiles(name, folderEntries(path));
      requireRegularFile(name, entry);
      descriptor = openSync(path, READ_ONLY);
      const stats = fstatSync(descriptor);
      const known = this.#open.get(token);
      if (known && isSameVersion(known.stats, stats)) {
        closeSync(descriptor);
        return known.source;
      }
      requireRegularFile(name, stats);
      const source = descriptorSource(name, descriptor, stats);
      this.#open.set(token, { source, descriptor, stats }); // an older version stays open: the core may still read from it
      return source;
    } catch (error) {
      if (descriptor !== null && this.#open.get(token)?.descriptor !== descriptor) closeQuietly(descriptor);
      throw error instanceof LabError ? error : failed(name, systemReason(error), error);
    }
  }
}

/** Reads an open descriptor; bytes of two versions of a file are never mixed. */
function descriptorSource(name: string, descriptor: number, opened: Stats): ByteSource {
  return {
    name,
    size: opened.size,
    inflate: nativeInflate,
    sha256: nativeSha256,
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      try {
        if (!isSameVersion(opened, fstatSync(descriptor))) throw new Error('it changed on disk while it was read');
        let done = 0;
        while (done < length) {
          const count = readSync(descriptor, bytes, done, length - done, offset + done);
          if (count === 0) throw new Error(`it ends at byte ${offset + done}`);
          done += count;
        }
      } catch (error) {
        throw failed(name, systemReason(error), error);
      }
      return bytes;
    },
  };
}

function isSameVersion(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev && one.size === other.size && one.mtimeMs === other.mtimeMs;
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch (error) {
    console.error('a descriptor was already closed:', error);
  }
}

function failed(file: string, reason: string, cause?: unknown): LabError {
  return new LabError(labErrorData('read-failed', file, { file, reason }), cause === undefined ? undefined : { cause });
}
