import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

/** The production policy. `electron/guard.ts` sends the same one; a test compares them. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
};

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** A served folder; `url` ends with a slash. */
export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the built renderer (the folder `root`) on 127.0.0.1 with the production headers, to requests that name this address as their host.
 * Port 0 takes a free one. @throws the system's error, such as EADDRINUSE
 */
export async function servePage({ root, port }: { readonly root: string; readonly port: number }): Promise<ServedPage> {
  const folder = await realpath(root);
  const server = createServer((request, response) => {
    void respond(folder, hostsOf(server), request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function respond(folder: string, hosts: readonly string[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!hosts.includes(request.headers.host ?? '')) {
    refuse(response, 421, 'wrong host'); // a foreign name that resolves to this machine (DNS rebinding)
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'GET or HEAD only');
    return;
  }
  const file = await fileBelow(folder, request.url ?? '/');
  if (file === null) {
    refuse(response, 404, 'not found');
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    'Content-Type': MIME_TYPES[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.size,
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

/** The regular file that a request names below the folder, or null. Links that lead out of the folder are refused. */
async function fileBelow(folder: string, address: string): Promise<{ readonly path: string; readonly size: number } | null> {
  try {
    const name = decodeURIComponent(address.split(/[?#]/u)[0] ?? '');
    if (!name.startsWith('/') || /[\\\0:]/u.test(name) || name.split('/').includes('..')) return null;
    const path = await realpath(join(folder, name === '/' ? 'index.html' : name));
    const found = await stat(path);
    return path.startsWith(folder + sep) && found.isFile() ? { path, size: found.size } : null;
  } catch {
    return null; // malformed escape, or no such file
  }
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${reason}\n`);
}

function hostsOf(server: Server): readonly string[] {
  return [`127.0.0.1:${portOf(server)}`, `localhost:${portOf(server)}`];
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
