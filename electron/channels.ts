/** A file as the page may know it: a token that only main and the worker can turn into a path, and a name to show. */
export interface GrantedFile {
  readonly token: string;
  readonly name: string;
}

/** What the page may ask of main. `saveFile` takes a name to propose and the bytes, `copyText` plain text, the others nothing. */
export const ASK = {
  connect: 'gatescope:connect',
  chooseFiles: 'gatescope:choose-files',
  saveFile: 'gatescope:save-file',
  copyText: 'gatescope:copy-text',
  stop: 'gatescope:stop',
} as const;

/** How saving ended; `reason` says why the file was not written, null when the user backed out. */
export type SaveOutcome = { readonly saved: true } | { readonly saved: false; readonly reason: string | null };

/** What main tells the page. */
export const TELL = { port: 'gatescope:port', openFiles: 'gatescope:open-files', menu: 'gatescope:menu' } as const;

/** The answer to a question of the page. A refusal is data, so that nothing is thrown across processes. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** The words that the menu sends to the page. */
export type MenuCommand = 'open' | 'export' | 'save-npz' | 'save-weights.h5' | 'save-certificate' | 'save-rebuild';

/** What main tells the core worker. Messages of the page travel inside `page`, so a page can never forge a grant. */
export type Control =
  { readonly type: 'grant'; readonly token: string; readonly path: string } | { readonly type: 'page'; readonly message: unknown };
