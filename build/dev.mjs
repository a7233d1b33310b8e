// `npm run dev`: the renderer with hot reload on 127.0.0.1. The core runs in the page's Web Worker; Vite reloads it when the core changes.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { createServer } from 'vite';
import { root } from './paths.mjs';

const server = await createServer({
  root: `${root}renderer`,
  configFile: false,
  plugins: [svelte({ configFile: false }), looserPolicy()],
  worker: { format: 'es' },
  server: { host: '127.0.0.1', fs: { allow: [root] } },
});
await server.listen();
server.printUrls();

/** Hot reload injects styles and speaks over a socket: the production policy in index.html would forbid both. */
function looserPolicy() {
  return { name: 'looser-policy', transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/u, '') };
}
