import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { GrantedFile } from './channels.ts';
import { hasKnownEnding } from './file-kinds.ts';

/** Sharded models come as many files; more than this on one command line is no model. */
const MOST_FILES = 256;

/** Hands out opaque tokens for files that the user named in a dialog or on a command line. Paths go to the worker only. */
export class FileTokens {
  readonly #grant: (token: string, path: string) => void;
  readonly #tokens = new Map<string, string>(); // path → token: a file chosen twice keeps its token

  constructor(grant: (token: string, path: string) => void) {
    this.#grant = grant;
  }

  /** A token for one existing regular file, else null. */
  async add(path: string): Promise<GrantedFile | null> {
    const found = await stat(path).catch(() => null);
    if (!found?.isFile()) return null;
    const place = resolve(path);
    const token = this.#tokens.get(place) ?? randomBytes(16).toString('hex');
    this.#tokens.set(place, token);
    this.#grant(token, place);
    return { token, name: basename(place) };
  }

  async addAll(paths: readonly string[]): Promise<readonly GrantedFile[]> {
    const files = await Promise.all(paths.slice(0, MOST_FILES).map((path) => this.add(path)));
    return files.filter((file) => file !== null);
  }

  /** Tokens for the model and sequence files among a launch's arguments. Switches are never read, and nothing else is opened. */
  async addFromArguments(argv: readonly string[], folder: string): Promise<readonly GrantedFile[]> {
    const words = argv.slice(1).filter((word) => !word.startsWith('-') && !word.includes('\0') && hasKnownEnding(word));
    return this.addAll(words.map((word) => resolve(folder, word)));
  }
}
