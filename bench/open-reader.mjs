// One process of `npm run bench -- open`: node open-reader.mjs READER FILE, prints {"ms", "peakMB", "sum"} as JSON.
// What is loaded before any file is known (modules, WebAssembly) does not count.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

const [, , reader, file] = process.argv;
const READERS = { gatescope: () => gatescope(nativeInflate), 'gatescope-page': () => gatescope(undefined), h5wasm, jsfive };

const read = await READERS[reader]();
const began = performance.now();
const arrays = read(file);
const ms = performance.now() - began;
const sum = arrays.reduce((total, array) => total + array[0] + array[array.length - 1], 0);
console.log(JSON.stringify({ ms, peakMB: process.resourceUsage().maxRSS / 1024, sum }));

/** Our reader, as the command and the app use it, or (without `inflate`) as a page does. */
async function gatescope(inflate) {
  const core = await import('../out/bench/hdf5.mjs');
  return (path) => {
    const descriptor = openSync(path, 'r');
    const source = {
      name: path,
      size: fstatSync(descriptor).size,
      inflate,
      read: (offset, length) => readFully(descriptor, offset, length),
    };
    const root = core.openRoot(core.openSuperblock(source, core.findSuperblock(source)));
    const loaded = [...core.linksOf(root)].map(
      ([name, link]) => core.datasetTensor(core.openLink(root, name, link), name, path).load().data,
    );
    closeSync(descriptor);
    return loaded;
  };
}

function readFully(descriptor, offset, length) {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) at += readSync(descriptor, bytes, at, length - at, offset + at);
  return bytes;
}

/** As in cli/files.ts; chunks are zlib streams. */
function nativeInflate(deflated, limit) {
  return inflateSync(deflated, { maxOutputLength: limit, chunkSize: limit });
}

/** The browser build: the file has to stand in its memory first. */
async function h5wasm() {
  const { default: library } = await import('h5wasm');
  const { FS } = await library.ready;
  return (path) => {
    FS.writeFile('bench.h5', readFileSync(path));
    const opened = new library.File('bench.h5', 'r');
    return opened.keys().map((name) => opened.get(name).value);
  };
}

async function jsfive() {
  const { File } = await import('jsfive');
  return (path) => {
    const bytes = readFileSync(path);
    const opened = new File(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), path);
    return opened.keys.map((name) => opened.get(name).value);
  };
}
