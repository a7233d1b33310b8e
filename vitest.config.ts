import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const SMOKE = 'test/electron/smoke.test.ts';
const END_TO_END = 'test/e2e/**/*.test.ts';

/** Three parts, in the order of build/test.mjs: everything without a screen, the page in a browser, the app in a real Electron. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{core,cli,electron,renderer,build,test}/**/*.test.ts'],
          exclude: [END_TO_END, SMOKE, '**/node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          fileParallelism: false,
          include: [END_TO_END],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Not part of `npm test`: see build/test-long.mjs.
      { test: { name: 'long', environment: 'node', include: ['test/long/**/*.long.ts'], testTimeout: 36_000_000 } },
      { test: { name: 'electron', environment: 'node', include: [SMOKE], testTimeout: 60_000, hookTimeout: 120_000 } },
    ],
  },
});
