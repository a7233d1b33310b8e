import { net } from 'electron';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = 'app://lab';

/** Gives a `protocol.handle` handler that serves the files below one folder, GET only, and 404 for everything else. */
export function serveFolder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = request.method === 'GET' ? await fileInside(folder, request.url) : null;
    if (path === null) return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } });
    return net.fetch(pathToFileURL(path).href, { bypassCustomProtocolHandlers: true }); // untouched: relayed natively
  };
}

/** The real path of the file that a URL names inside the folder, or null. Links that lead out of the folder are refused. */
export async function fileInside(folder: string, address: string): Promise<string | null> {
  try {
    if (!isAppAddress(address)) return null;
    const name = decodeURIComponent(new URL(address).pathname);
    if (/[\\\0:]/u.test(name) || name.split('/').includes('..')) return null;
    const root = await realpath(folder);
    const path = await realpath(join(root, name));
    return path.startsWith(root + sep) && (await stat(path)).isFile() ? path : null;
  } catch {
    return null; // malformed URL or escape, or no such file
  }
}

/** Whether an address belongs to our own origin. */
export function isAppAddress(address: string): boolean {
  try {
    const { protocol, host } = new URL(address); // URL.origin is 'null' for schemes that Node does not know
    return `${protocol}//${host}` === APP_ORIGIN;
  } catch {
    return false; // no URL at all
  }
}
