// TEST ONLY. Turns the modern sources into a bundle for Electron 9.4.1 (Chromium 83, Node 12.14).
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const entries = {
  main: ['electron/main.ts', 'electron/worker.ts'],
  preload: [],
  page: ['renderer/main.ts', 'renderer/host/core-worker.ts'],
};

// Not 'node12' and 'chrome83': both know private fields, so Oxc would leave private *methods* as they are, which neither knows.
export const nodeTarget = 'es2019';
export const pageTarget = 'es2020';
export const cssTarget = 'chrome83';
// `external` is matched before any plugin sees the import: nothing that a plugin must rewrite may stand here.
export const external = [];

export function plugins(target) {
  return [
    {
      name: 'electron9',
      enforce: 'pre',
      resolveId(source, importer) {
        // `electron` is the adapter, except for the adapter itself; Node 12 does not know `node:`, nor `fs/promises`.
        if (source === 'electron') return importer?.startsWith(here) ? { id: source, external: true } : `${here}electron-${target}.ts`;
        if (source === 'node:fs/promises') return `${here}fs-promises.ts`;
        return source.startsWith('node:') ? { id: source.slice(5), external: true } : null;
      },
      transform(code, id) {
        if (!entries[target].some((entry) => id.split('?')[0].endsWith(`/${entry}`))) return null;
        return { code: `import ${JSON.stringify(`${here}globals-${target === 'page' ? 'page' : 'node'}.ts`)};\n${code}`, map: null };
      },
    },
  ];
}
