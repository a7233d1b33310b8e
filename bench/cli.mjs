// From a model file to every gate on disk: LSTM(64) over 1,000 timesteps, `gatescope run … --out trace.npz` beside Keras doing the same.
// Whole processes are measured, because that is what somebody waits for. Keras is found through GATESCOPE_PYTHON, or as `python3`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const GATESCOPE = fileURLToPath(new URL('../dist/cli/gatescope.js', import.meta.url));
const KERAS_GATES = fileURLToPath(new URL('keras_gates.py', import.meta.url));
const MODEL = fileURLToPath(new URL('lstm-64.keras', import.meta.url)); // by `keras_gates.py make`
const PYTHON = process.env.GATESCOPE_PYTHON ?? 'python3';
const QUIET = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', KERAS_BACKEND: 'tensorflow', CUDA_VISIBLE_DEVICES: '' };

const UNITS = 64;
const FEATURES = 8;
const TIMESTEPS = 1000;

/** Prints one Markdown table: medians of `runs` processes each, after one that does not count. */
export async function measure({ runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'gatescope-bench-'));
  try {
    const files = { model: MODEL, input: join(folder, 'input.npy'), ours: join(folder, 'trace.npz'), keras: join(folder, 'keras.npz') };
    writeFileSync(files.input, randomNpy(1, TIMESTEPS, FEATURES));
    const python = hasKeras();
    const ours = median(runs, () =>
      spawn(process.execPath, [GATESCOPE, 'run', files.model, '--input', files.input, '--out', files.ours, '--quiet']),
    );
    const keras = python ? median(runs, () => spawn(PYTHON, [KERAS_GATES, 'run', files.model, files.input, files.keras])) : null;
    report({ runs, ours, keras, files });
    if (python) process.stdout.write(spawn(PYTHON, [KERAS_GATES, 'compare', files.ours, files.keras]).stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ runs, ours, keras, files }) {
  console.log(`\n## file to every gate on disk: LSTM(${UNITS}), ${FEATURES} features, ${TIMESTEPS} timesteps\n`);
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}; medians of ${runs} runs\n`,
  );
  console.log('| program | median ms | slowest ms | file KB | ratio |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  row('gatescope run', ours, files.ours, ours.median);
  if (keras === null) console.log(`\nskipped: Keras (\`${PYTHON}\` cannot import it; set GATESCOPE_PYTHON)`);
  else row('Keras, bench/keras_gates.py', keras, files.keras, ours.median);
}

function row(name, { median: middle, slowest }, file, ours) {
  const kilobytes = (statSync(file).size / 1024).toFixed(0);
  console.log(`| ${name} | ${middle.toFixed(0)} | ${slowest.toFixed(0)} | ${kilobytes} | ${(middle / ours).toFixed(1)}× |`);
}

function median(runs, work) {
  work();
  const times = Array.from({ length: runs }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  }).sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)], slowest: times[times.length - 1] };
}

function hasKeras() {
  return spawnSync(PYTHON, ['-c', 'import keras'], { env: QUIET, stdio: 'ignore' }).status === 0;
}

function spawn(program, args) {
  const done = spawnSync(program, args.map(String), { env: QUIET, maxBuffer: 2 ** 26 });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${done.status}\n${done.error ?? done.stderr}`);
  return done;
}

/** A float32 .npy of evenly spread numbers in ±2, always the same. Source: NEP 1. */
function randomNpy(...shape) {
  let state = 20261124;
  const random = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5) * 4;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(117)}\n`; // 10 + 118 = 128, a multiple of 64
  const numbers = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, random);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(header, 'latin1'), Buffer.from(numbers.buffer)]);
}
