import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { remoteKind } from '../node/remote-path.ts';
import type { GrantedFile } from './channels.ts';
import { hasKnownEnding } from './file-kinds.ts';
import { folderEntries } from './folder-entries.ts';

/** One more than the page takes together, so that the page says so. */
const MOST_FILES = 257;

/** Hands out opaque tokens for files that the user named in a dialog or on a command line. Paths go to the worker only. */
export class FileTokens {
  readonly #grant: (token: string, path: string) => void;
  readonly #tokens = new Map<string, string>(); // path → token: a file chosen twice keeps its token

  constructor(grant: (token: string, path: string) => void) {
    this.#grant = grant;
  }

  /** Tokens for the files at a path: one for a file, one each for those of a folder, none for what is not there. */
  async #add(path: string): Promise<readonly GrantedFile[]> {
    const found = await stat(path).catch(() => null);
    if (found === null) return [];
    const place = resolve(path);
    const names = found.isDirectory() ? await namesIn(place) : null;
    // What is no regular file, or no folder of a model, gets a token too: when it is opened, the worker says what it is.
    return names === null ? [this.#token(place)] : names.map((name) => this.#token(join(place, name)));
  }

  #token(place: string): GrantedFile {
    const token = this.#tokens.get(place) ?? randomBytes(16).toString('hex');
    this.#tokens.set(place, token);
    this.#grant(token, place);
    return { token, name: basename(place) };
  }

  async addAll(paths: readonly string[]): Promise<readonly GrantedFile[]> {
    const files = await Promise.all(paths.slice(0, MOST_FILES).map((path) => this.#add(path)));
    return [...new Map(files.flat().map((file) => [file.token, file])).values()];
  }

  /**
   * Tokens for the model and sequence files among a launch's arguments. Switches are never read, and nothing else is opened: no address, and
   * no path that leads to another computer.
   */
  async addFromArguments(argv: readonly string[], folder: string): Promise<readonly GrantedFile[]> {
    const words = argv
      .slice(1)
      .filter((word) => !word.startsWith('-') && !word.includes('\0') && remoteKind(word) === null && hasKnownEnding(word));
    return this.addAll(words.map((word) => resolve(folder, word)));
  }
}

/** The files of a model in a folder; null where the core refuses the folder, or it cannot be listed. */
async function namesIn(folder: string): Promise<readonly string[] | null> {
  // Only when a folder is given: main starts without the core.
  const { folderFiles, LabError } = await import('../core/session/index.ts');
  try {
    return folderFiles(basename(folder), folderEntries(folder));
  } catch (error) {
    if (!(error instanceof LabError)) console.error('a folder could not be listed:', error);
    return null;
  }
}
