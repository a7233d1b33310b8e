// Builds main + worker, preload, renderer and command into dist/. `--flavour electron9` builds out/dist-electron9 for the smoke test instead.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { build } from 'vite';
import { markBuilt } from './freshness.mjs';
import { electron9Folder, root } from './paths.mjs';

// A flavour is only targets and plugins. The old one lives in test/ and is loaded from there.
const MODERN = {
  nodeTarget: 'node20',
  pageTarget: 'chrome150',
  cssTarget: 'chrome150',
  external: ['electron', /^node:/],
  plugins: () => [],
};

const began = Date.now();
const isElectron9 = process.argv.join(' ').includes('--flavour electron9');
const flavour = isElectron9 ? await import(pathToFileURL(`${root}test/electron/electron9/flavour.mjs`).href) : MODERN;
const outDir = isElectron9 ? electron9Folder : `${root}dist`;

try {
  await buildAll();
  console.log(`built ${outDir.slice(root.length)} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(stripVTControlCharacters(error.message)); // Vite's message names file and line; its stack is of no use
  process.exitCode = 1;
}

async function buildAll() {
  rmSync(outDir, { recursive: true, force: true });
  await buildElectron(`${outDir}/electron`);
  await build(rendererConfig(`${outDir}/renderer`));
  if (isElectron9) {
    writeFileSync(`${outDir}/package.json`, '{"name":"gatescope","version":"0.0.0","main":"electron/main.js"}\n');
    return;
  }
  await buildCommand(`${outDir}/cli`);
  markBuilt(began);
}

/** CommonJS, because a sandboxed preload must be, and main then loads before `ready`. */
async function buildElectron(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{"type":"commonjs"}\n');
  await build(nodeConfig({ main: `${root}electron/main.ts`, worker: `${root}electron/worker.ts` }, folder, 'cjs', 'main'));
  await build(nodeConfig({ preload: `${root}electron/preload.ts` }, folder, 'cjs', 'preload')); // one file: a sandboxed preload requires nothing
}

/** The command, and every `cli/*worker.ts` that it starts by the name of the built file. */
async function buildCommand(folder) {
  if (!existsSync(`${root}cli/gatescope.ts`)) return;
  const workers = readdirSync(`${root}cli`).filter((name) => name.endsWith('worker.ts'));
  const inputs = Object.fromEntries(['gatescope.ts', ...workers].map((name) => [name.slice(0, -3), `${root}cli/${name}`]));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{"type":"module"}\n');
  await build(nodeConfig(inputs, folder, 'es', 'cli'));
}

function nodeConfig(input, folder, format, part) {
  const banner = (chunk) => (chunk.name === 'gatescope' ? '#!/usr/bin/env node' : '');
  return {
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: flavour.plugins(part),
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: flavour.nodeTarget,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input,
        external: flavour.external,
        output: { format, entryFileNames: '[name].js', chunkFileNames: '[name].js', ...(part === 'cli' ? { banner } : {}) },
      },
    },
  };
}

function rendererConfig(folder) {
  return {
    root: `${root}renderer`,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [...flavour.plugins('page'), svelte({ configFile: false })],
    worker: { format: 'es', plugins: () => flavour.plugins('page') },
    build: {
      target: flavour.pageTarget,
      cssTarget: flavour.cssTarget,
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      chunkSizeWarningLimit: 2000,
    },
  };
}
