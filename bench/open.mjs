// Opening HDF5: time and peak memory for four float32 arrays of 10, 100 and 500 MB in all, beside h5wasm (browser build), jsfive and h5py.
// Each reading is a process of its own; time counts from the closed file to all arrays in memory. h5py makes the files, so it has to be there.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = process.env.GATESCOPE_PYTHON ?? 'python3';
const SCRIPT = here('open_arrays.py');
const SIZES_MB = [10, 100, 500];
const FORMS = { contiguous: 'as they are', gzip: 'gzip 4 and shuffle' };
/** jsfive takes minutes and gigabytes for the largest; measured up to here. */
const JSFIVE_MOST_MB = 100;

/** Prints one Markdown table per form: medians of `runs` processes. */
export async function measure({ runs }) {
  if (spawnSync(PYTHON, ['-c', 'import h5py'], { stdio: 'ignore' }).status !== 0) {
    console.log(`skipped: open (\`${PYTHON}\` cannot import h5py; set GATESCOPE_PYTHON)`);
    return;
  }
  await bundleReader();
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-open-'));
  try {
    console.log('\n## opening HDF5: all arrays in memory\n');
    console.log(
      `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}; medians of ${runs} processes\n`,
    );
    for (const [form, words] of Object.entries(FORMS)) {
      console.log(`Arrays stored ${words}:\n`);
      console.log('| reader | MB | ms | × h5wasm | × h5py | peak MB |');
      console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
      for (const size of SIZES_MB) measureFile(join(folder, 'arrays.h5'), size, form, runs);
      console.log('');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureFile(file, megabytes, form, runs) {
  json(PYTHON, [SCRIPT, 'make', file, String(megabytes), form]);
  const script = here('open-reader.mjs');
  const node = (reader) => median(runs, () => json(process.execPath, ['--max-old-space-size=8192', script, reader, file]));
  const results = {
    gatescope: node('gatescope'),
    ...(form === 'gzip' ? { 'gatescope in a page': node('gatescope-page') } : {}),
    h5wasm: node('h5wasm'),
    ...(megabytes <= JSFIVE_MOST_MB ? { jsfive: node('jsfive') } : {}),
    h5py: median(runs, () => json(PYTHON, [SCRIPT, 'read', file])),
  };
  const sums = new Set(Object.values(results).map(({ sum }) => sum.toPrecision(6)));
  if (sums.size !== 1) throw new Error(`the readers do not agree: ${[...sums].join(', ')}`);
  for (const [name, { ms, peakMB }] of Object.entries(results))
    console.log(
      `| ${name} | ${megabytes} | ${ms.toFixed(0)} | ${(ms / results.h5wasm.ms).toFixed(2)} | ${(ms / results.h5py.ms).toFixed(2)} | ${peakMB.toFixed(0)} |`,
    );
}

/** The reader alone, in one file that Node can load. */
async function bundleReader() {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      target: 'node20',
      outDir: here('../out/bench'),
      emptyOutDir: true,
      rolldownOptions: { input: { hdf5: here('../core/read/hdf5/index.ts') }, output: { entryFileNames: '[name].mjs' } },
    },
  });
}

function median(runs, work) {
  const results = Array.from({ length: runs }, work).sort((a, b) => a.ms - b.ms);
  return results[Math.floor(results.length / 2)];
}

function json(program, words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${status}\n${error ?? stderr}`);
  return stdout === '' ? null : JSON.parse(stdout);
}
